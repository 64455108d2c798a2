package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.HmacPreset;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How an endpoint's webhooks are to be signed. */
final class EndpointSigningTest {

    private static final Secret PAIR = SigningScheme.V1A.generate(new Random(1));

    private final TestApi api = new TestApi();
    private final TestApi.Tenant one = api.tenant("one");

    @Test
    void headersHaveSvixsNamesUnlessOthersAreAskedFor() {
        assertThat(create("").is(201).at("header_names")).isEqualTo("svix");
        Reply created = create(",\"header_names\":\"webhook\"").is(201);
        assertThat(created.at("header_names")).isEqualTo("webhook");

        Reply changed = change(created, "{\"header_names\":\"both\"}").is(200);
        assertThat(form(changed)).isEqualTo(new SigningForm.Standard(SigningScheme.DEFAULT, HeaderStyle.BOTH));
        assertThat(change(created, "{\"description\":\"x\"}").is(200).at("header_names"))
                .isEqualTo("both");
        assertThat(change(created, "{\"header_names\":null}").is(200).at("header_names"))
                .isEqualTo("svix");
    }

    @Test
    void aGeneratedPrivateKeyIsShownToNobody() {
        Reply created = create(",\"scheme\":\"v1a\"").is(201);
        Reply rotated = rotate(created, "{}").is(200);

        assertThat(created.at("public_key")).matches("whpk_[A-Za-z0-9+/]{43}=");
        assertThat(rotated.at("public_key")).matches("whpk_[A-Za-z0-9+/]{43}=").isNotEqualTo(created.at("public_key"));
        assertThat(created.text() + rotated.text())
                .doesNotContain("whsk_")
                .doesNotContain("\"secret\"")
                .doesNotContain(secrets(created).getFirst().substring(6, 20));
    }

    @Test
    void thePublicKeysAreThoseThatSignNow() {
        Reply created = create(",\"scheme\":\"v1a\",\"secret\":\"" + PAIR.reveal() + "\"")
                .is(201);
        String first = SigningScheme.V1A.publicKey(PAIR).orElseThrow();
        assertThat(created.at("public_key")).isEqualTo(first);
        assertThat(publicKeys(created).is(200).text())
                .isEqualTo("{\"data\":[{\"public_key\":\"" + first + "\",\"until\":null}],\"next\":null}");

        String second = rotate(created, "{\"overlap_seconds\":60}").is(200).at("public_key");

        Reply both = publicKeys(created).is(200);
        assertThat(both.column("public_key")).containsExactly(second, first);
        assertThat(both.column("until")).containsExactly("null", "2026-05-04T03:03:01.123Z");
        api.clock.advance(Duration.ofSeconds(60));
        assertThat(publicKeys(created).is(200).column("public_key")).containsExactly(second);
    }

    @Test
    void otherSchemesHaveNoPublicKeys() {
        publicKeys(create("").is(201)).isProblem(404, "not_found");
        publicKeys(create(",\"scheme\":\"hmac\",\"preset\":\"github\"").is(201)).isProblem(404, "not_found");
    }

    @Test
    void anotherTenantsPublicKeysAreNone() {
        Reply created = create(",\"scheme\":\"v1a\"").is(201);

        api.tenant("two")
                .client()
                .get("/v1/endpoints/" + created.at("id") + "/public-key")
                .isProblem(404, "not_found");
    }

    @Test
    void aSecretThatCannotBeOpenedHasNoPublicKey() {
        Reply created = create(",\"scheme\":\"v1a\"").is(201);
        Endpoint before = stored(created);
        api.stores
                .endpoints()
                .replace(before, before.withSigning(Signing.of(SigningScheme.V1A, "v1.gone.AAAA"), Instant.EPOCH));

        publicKeys(created).isProblem(409, "secret_unreadable");
    }

    @ParameterizedTest
    @EnumSource
    void aPresetIsItsSettings(HmacPreset preset) {
        Reply created = create(",\"scheme\":\"hmac\",\"preset\":\"" + preset.code() + "\"")
                .is(201);

        assertThat(form(created)).isEqualTo(preset.form());
        assertThat(created.at("scheme")).isEqualTo("hmac");
        assertThat(created.json().path("header_names").isNull()).isTrue();
        assertThat(created.json().at("/settings/header").textValue())
                .isEqualTo(preset.form().form().header());
        assertThat(created.at("secret")).startsWith("whsec_");
    }

    @Test
    void settingsMayBeGivenWithoutAPresetOrInThePlaceOfItsOwn() {
        Reply whole = create(
                        ",\"scheme\":\"hmac\",\"settings\":{\"header\":\"X-Sig\",\"algorithm\":\"sha512\",\"encoding\":\"base64\"}")
                .is(201);
        Reply partly = create(",\"scheme\":\"hmac\",\"preset\":\"nself\",\"settings\":{\"prefix\":\"v0=\"}")
                .is(201);

        assertThat(whole.json().path("settings").toString())
                .isEqualTo("{\"header\":\"X-Sig\",\"algorithm\":\"sha512\",\"encoding\":\"base64\","
                        + "\"signed\":[\"body\"],\"separator\":\".\"}");
        assertThat(partly.json().at("/settings/prefix").textValue()).isEqualTo("v0=");
        assertThat(partly.json().at("/settings/timestamp_header").textValue()).isEqualTo("X-Nself-Timestamp");
    }

    @Test
    void anHmacsOldSecretDoesNotSignBesideTheNewOne() {
        Reply created = create(",\"scheme\":\"hmac\",\"preset\":\"github\"").is(201);

        rotate(created, "{\"overlap_seconds\":1}").isProblemOf("overlap_seconds", 400, "invalid_field");
        String second = rotate(created, "{}").is(200).at("secret");
        String third = rotate(created, "{\"overlap_seconds\":0}").is(200).at("secret");

        assertThat(second).isNotEqualTo(third);
        assertThat(secrets(created)).containsExactly(third);
    }

    @Test
    void theHeadersOfAnHmacAreReserved() {
        create(",\"scheme\":\"hmac\",\"preset\":\"github\",\"headers\":{\"x-github-event\":\"1\"}")
                .isProblemOf("headers", 400, "invalid_field");
        Reply created = create(",\"scheme\":\"hmac\",\"preset\":\"github\",\"headers\":{\"X-Other\":\"1\"}")
                .is(201);

        change(created, "{\"headers\":{\"X-HUB-Signature-256\":\"1\"}}").isProblemOf("headers", 400, "invalid_field");
        change(created, "{\"header_names\":\"both\"}").isProblemOf("header_names", 400, "invalid_field");
        change(created, "{\"header_names\":null}").is(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'scheme':'v1b'                                        | scheme       | invalid_field",
                "'header_names':'svix,webhook'                         | header_names | invalid_field",
                "'scheme':'hmac'                                       | settings     | missing_field",
                "'scheme':'hmac','preset':'gitlab'                     | preset       | invalid_field",
                "'scheme':'hmac','settings':[]                         | settings     | invalid_field",
                "'scheme':'hmac','preset':'github','settings':{'a':1}  | settings     | invalid_field",
                "'scheme':'hmac','preset':'github','header_names':'svix' | header_names | invalid_field",
                "'scheme':'svix','preset':'github'                     | preset       | invalid_field",
                "'settings':{'header':'X'}                             | settings     | invalid_field",
            })
    void namesTheFieldThatIsWrong(String fields, String field, String reason) {
        create("," + fields.replace('\'', '"')).isProblemOf(field, 400, reason);
        assertThat(api.stores.endpoints().list(one.app())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "v1a, whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, secret_prefix",
        "v1a, whsk_AAAA, secret_length",
        "v1a, whsk_----, secret_not_base64",
        "hmac, short, secret_length",
        "hmac, '', secret_empty",
        "svix, whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, secret_not_base64",
    })
    void refusesSecretsThatTheSchemeDoesNotTakeWhenGivenAndWhenRotated(String scheme, String secret, String code) {
        String more = scheme.equals("hmac") ? ",\"preset\":\"github\"" : "";
        String given = ",\"secret\":\"" + secret + "\"";
        Reply created = create(",\"scheme\":\"" + scheme + "\"" + more).is(201);

        for (Reply refused : List.of(
                create(",\"scheme\":\"" + scheme + "\"" + more + given),
                rotate(created, "{" + given.substring(1) + "}"))) {
            assertThat(refused.isProblemOf("secret", 422, "secret_refused").at("detail_reason"))
                    .isEqualTo(code);
        }
    }

    @Test
    void refusesAPairWhoseHalvesAreNotOfOneKey() {
        byte[] bytes = Base64.getDecoder().decode(PAIR.reveal().substring(5));
        bytes[63] ^= 1;
        String secret = "whsk_" + Base64.getEncoder().encodeToString(bytes);

        Reply refused = create(",\"scheme\":\"v1a\",\"secret\":\"" + secret + "\"")
                .isProblemOf("secret", 422, "secret_refused");

        assertThat(refused.at("detail_reason")).isEqualTo("secret_key_pair");
    }

    private Reply create(String fields) {
        return one.client().post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"" + fields + "}");
    }

    private Reply change(Reply created, String body) {
        return one.client().patch("/v1/endpoints/" + created.at("id"), body);
    }

    private Reply rotate(Reply created, String body) {
        return one.client().post("/v1/endpoints/" + created.at("id") + "/secret/rotate", body);
    }

    private Reply publicKeys(Reply created) {
        return one.client().get("/v1/endpoints/" + created.at("id") + "/public-key");
    }

    private Endpoint stored(Reply created) {
        return api.stores
                .endpoints()
                .find(one.app(), new EndpointId(created.at("id")))
                .orElseThrow();
    }

    private SigningForm form(Reply created) {
        return stored(created).signing().form();
    }

    /** Those that sign now, current first. */
    private List<String> secrets(Reply created) {
        SealContext context = new SealContext(one.app().value(), created.at("id"));
        return stored(created).signing().secretsAt(api.clock.instant()).stream()
                .map(envelope -> ((Opened.Readable) api.sealer.open(context, envelope))
                        .secret()
                        .reveal())
                .toList();
    }
}
