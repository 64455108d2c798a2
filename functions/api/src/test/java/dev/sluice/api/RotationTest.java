package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RotationTest {

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");
    private EndpointId endpoint;
    private String first;

    @BeforeEach
    void create() {
        Reply created = one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"}")
                .is(201);
        endpoint = new EndpointId(created.at("id"));
        first = created.at("secret");
    }

    @Test
    void theOldSecretSignsADayBesideTheNewOne() {
        String second = rotate("{}").is(200).at("secret");

        assertThat(signing()).containsExactly(second, first);
        api.clock.advance(Duration.ofDays(1).minusMillis(1));
        assertThat(signing()).containsExactly(second, first);
        api.clock.advance(Duration.ofMillis(1));
        assertThat(signing()).containsExactly(second);
    }

    @Test
    void aSecretMayBeGivenAndIsShownHereAlone() {
        String given = Secret.generate(new Random(9)).reveal();

        assertThat(rotate("{\"secret\":\"" + given + "\"}").is(200).at("secret"))
                .isEqualTo(given);

        assertThat(signing()).containsExactly(given, first);
        assertThat(one.client().get("/v1/endpoints/" + endpoint).is(200).json().has("secret"))
                .isFalse();
    }

    @Test
    void anOverlapEndsEveryOldSecretAndMakesNoneLonger() {
        String second = rotate("{\"overlap_seconds\":60}").is(200).at("secret");
        String third = rotate("{\"overlap_seconds\":604800}").is(200).at("secret");
        assertThat(signing()).containsExactly(third, second, first);
        api.clock.advance(Duration.ofSeconds(60));
        assertThat(signing()).containsExactly(third, second);

        String fourth = rotate("{\"overlap_seconds\":0}").is(200).at("secret");

        assertThat(signing()).containsExactly(fourth);
        assertThat(stored().signing().secrets()).as("what is forgotten").hasSize(1);
    }

    @Test
    void moreThanTenOldSecretsAreRefusedUntilTheyEnd() {
        for (int i = 0; i < 10; i++) {
            rotate("{}").is(200);
        }
        assertThat(rotate("{}").is(409).at("reason")).isEqualTo("secret_limit");
        assertThat(signing()).hasSize(11);

        rotate("{\"overlap_seconds\":0}").is(200);

        assertThat(signing()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"overlap_seconds\":-1}       | 400 | invalid_field  | overlap_seconds",
                "{\"overlap_seconds\":604801}   | 400 | invalid_field  | overlap_seconds",
                "{\"overlap_seconds\":\"1\"}    | 400 | invalid_field  | overlap_seconds",
                "{\"secret\":\"whsec_c2hvcnQ=\"} | 422 | secret_refused | secret",
                "{\"url\":\"https://x.example\"} | 400 | unknown_field  | url",
            })
    void namesTheFieldThatIsWrong(String body, int status, String reason, String field) {
        Reply refused = rotate(body).is(status);

        assertThat(refused.at("reason")).isEqualTo(reason);
        assertThat(refused.at("field")).isEqualTo(field);
        assertThat(signing()).containsExactly(first);
    }

    @Test
    void anotherTenantsEndpointIsNone() {
        api.tenant("two")
                .client()
                .post("/v1/endpoints/" + endpoint + "/secret/rotate", "{}")
                .is(404);

        assertThat(signing()).containsExactly(first);
    }

    private Reply rotate(String body) {
        return one.client().post("/v1/endpoints/" + endpoint + "/secret/rotate", body);
    }

    private Endpoint stored() {
        return api.stores.endpoints().find(one.app(), endpoint).orElseThrow();
    }

    /** Those that sign now, current first. */
    private List<String> signing() {
        SealContext context = new SealContext(one.app().value(), endpoint.value());
        return stored().signing().secretsAt(api.clock.instant()).stream()
                .map(envelope -> ((Opened.Readable) api.sealer.open(context, envelope))
                        .secret()
                        .reveal())
                .toList();
    }
}
