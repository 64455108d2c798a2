package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.Payload;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookBodyTest {

    private static final MessageId ID = new MessageId(
            new EventId("evt_01KJQ2C7YT1111111111111111"), new EndpointId("ep_01KJQ2C7YT2222222222222222"));

    @Test
    void isTheFourFieldsInOrder() {
        String body = text(event("email.bounced", "{\"a\":1}"));

        assertThat(body)
                .isEqualTo("{\"id\":\"msg_01KJQ2C7YT1111111111111111_01KJQ2C7YT2222222222222222\","
                        + "\"type\":\"email.bounced\",\"created_at\":\"2026-03-02T12:00:00.250Z\",\"data\":{\"a\":1}}");
    }

    @Test
    void aThinOneHasTheEventsIdInThePlaceOfItsData() {
        byte[] body = WebhookBody.of(ID, event("email.bounced", "{\"a\":1}"), Payload.THIN);

        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"msg_01KJQ2C7YT1111111111111111_01KJQ2C7YT2222222222222222\","
                        + "\"type\":\"email.bounced\",\"created_at\":\"2026-03-02T12:00:00.250Z\","
                        + "\"data\":{\"event\":\"evt_01KJQ2C7YT1111111111111111\"}}");
    }

    @Test
    void isTheSameBytesEveryTime() {
        Event event = event("email.bounced", "{\"ä\":\"€😀\"}");

        assertThat(WebhookBody.of(ID, event, Payload.STANDARD)).isEqualTo(WebhookBody.of(ID, event, Payload.STANDARD));
        assertThat(WebhookBody.of(ID, event, Payload.STANDARD))
                .isEqualTo(text(event).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"b\" : 1.0, \"a\":1e2 ,\n\t\"c\":1.00000000000000000000001 }",
                "{\"u\":\"\\u00e9\\/\\u2028\",\"raw\":\"é/\u2028\"}",
                "{\"a\":1,\"a\":2}",
                "{\"big\":123456789012345678901234567890}"
            })
    void theDataAreTheStoredCharacters(String data) {
        assertThat(text(event("t", data))).endsWith(",\"data\":" + data + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with \"quotes\"", "back\\slash", "line\nbreak", "nul\u0000", "ünï€😀"})
    void theTypeIsEscaped(String type) throws Exception {
        JsonNode body = new ObjectMapper().readTree(WebhookBody.of(ID, event(type, "{}"), Payload.STANDARD));

        assertThat(body.get("type").textValue()).isEqualTo(type);
        assertThat(body.size()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T12:00:00Z,           2026-03-02T12:00:00.000Z",
        "2026-03-02T12:00:00.250Z,       2026-03-02T12:00:00.250Z",
        "2026-03-02T12:00:00.250999999Z, 2026-03-02T12:00:00.250Z",
        "1970-01-01T00:00:00.001Z,       1970-01-01T00:00:00.001Z",
        "2026-12-31T23:59:59.999Z,       2026-12-31T23:59:59.999Z"
    })
    void timesHaveMilliseconds(Instant time, String text) {
        assertThat(WebhookBody.time(time)).isEqualTo(text);
    }

    private static String text(Event event) {
        return new String(WebhookBody.of(ID, event, Payload.STANDARD), StandardCharsets.UTF_8);
    }

    private static Event event(String type, String data) {
        AppId app = new AppId("app_01KJQ2C7YT0000000000000000");
        return new Event(ID.event(), app, type, Samples.NOON, new Source("api", "", null, null, false), data);
    }
}
