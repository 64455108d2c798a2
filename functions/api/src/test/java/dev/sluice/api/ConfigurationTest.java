package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.configuration.Environment;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Map<String, String> LEAST = Map.of(
            "SLUICE_TABLE", "sluice",
            "SLUICE_DISPATCH_QUEUE_URL", "http://127.0.0.1:9324/000000000000/dispatch",
            "SLUICE_DEAD_LETTER_QUEUE_URL", "http://127.0.0.1:9324/000000000000/dead-letter",
            "SLUICE_SEALING_KEYS", "k1:" + KEY,
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1",
            "AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");

    @ParameterizedTest
    @CsvSource({
        "SLUICE_TABLE, ''",
        "SLUICE_DISPATCH_QUEUE_URL, ''",
        "SLUICE_DEAD_LETTER_QUEUE_URL, ''",
        "SLUICE_ADMIN_KEY, short-key",
        "SLUICE_ADMIN_KEY, a key of more than 32 characters with spaces",
        "SLUICE_SEALING_KEYS, k1:c2hvcnQ=",
        "SLUICE_HTTPS_ONLY, yes",
        "SLUICE_EVENT_RETENTION, 5d",
        "SLUICE_ALLOWED_ADDRESSES, localhost",
        "SLUICE_SES_APPLICATION, local",
        "SLUICE_SNS_TOPICS, ses-events",
        "SLUICE_SNS_FRESHNESS, 1s",
        "SLUICE_SNS_STAND_IN, http://93.184.216.34:4102",
        "SLUICE_STRIPE_SOURCE, stripe",
    })
    void namesTheVariableThatIsWrongAndNotItsValue(String name, String value) {
        assertThatThrownBy(() -> new ApiHandler(with(name, value)))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessageContaining(name)
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .doesNotContain("short-key")
                        .doesNotContain("c2hvcnQ"));
    }

    @Test
    void buildsAHandlerFromVariablesWithoutAskingAnything() {
        ApiHandler handler = new ApiHandler(LEAST);

        assertThat(Reply.of(handler.handleRequest(TestApi.event("GET", "/health", Map.of(), null), new TestContext()))
                        .status())
                .isEqualTo(200);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put(name, value);
        return variables;
    }
}
