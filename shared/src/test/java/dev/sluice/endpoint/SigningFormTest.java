package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.endpoint.SigningForm.OfHmac;
import dev.sluice.endpoint.SigningForm.Standard;
import dev.sluice.event.json.Json;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Reason;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningResult;
import dev.sluice.signature.SigningResult.Signed;
import dev.sluice.signature.SigningScheme;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SigningFormTest {

    private static final Secret SECRET = Secret.of("whsec_all of this text");
    private static final byte[] BODY = "{\"ä\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.250Z");
    private static final String SECONDS = "1772452800";

    @Test
    void hookdIsSignedOverTheTimeAndTheBody() throws Exception {
        assertThat(signed(HmacPreset.HOOKD))
                .isEqualTo(Map.of(
                        "X-Webhook-Signature",
                        hex(SECONDS + "."),
                        "X-Webhook-Timestamp",
                        SECONDS,
                        "X-Webhook-Delivery-ID",
                        "msg_1",
                        "X-Webhook-Event-Type",
                        "order.paid"));
    }

    @Test
    void nselfIsSignedOverTheTimeAndTheBodyBehindAPrefix() throws Exception {
        assertThat(signed(HmacPreset.NSELF))
                .isEqualTo(Map.of(
                        "X-Nself-Signature-256",
                        "sha256=" + hex(SECONDS + "."),
                        "X-Nself-Timestamp",
                        SECONDS,
                        "X-Nself-Delivery",
                        "msg_1",
                        "X-Nself-Event",
                        "order.paid"));
    }

    @Test
    void dispatchgoIsSignedOverTheBody() throws Exception {
        assertThat(signed(HmacPreset.DISPATCHGO))
                .isEqualTo(Map.of("X-Signature", "sha256=" + hex(""), "X-Webhook-Job-Id", "msg_1"));
    }

    @Test
    void githubIsSignedOverTheBody() throws Exception {
        assertThat(signed(HmacPreset.GITHUB))
                .isEqualTo(Map.of(
                        "X-Hub-Signature-256", "sha256=" + hex(""),
                        "X-GitHub-Delivery", "msg_1",
                        "X-GitHub-Event", "order.paid"));
    }

    @Test
    void theCurrentSecretAloneSigns() {
        SigningForm form = HmacPreset.GITHUB.form();

        assertThat(form.sign(List.of(SECRET, Secret.of("an old one")), "msg_1", "a.b", NOW, BODY))
                .isEqualTo(form.sign(List.of(SECRET), "msg_1", "a.b", NOW, BODY));
        assertThat(form.hasRoomForOldSecrets()).isFalse();
    }

    @Test
    void nothingIsSignedWithoutASecretOrWithAnEmptyOne() {
        assertThat(reason(List.of())).isEqualTo(Reason.SECRET_MISSING);
        assertThat(reason(List.of(Secret.of("")))).isEqualTo(Reason.SECRET_EMPTY);
        assertThat(reason(List.of(Secret.of(""), SECRET))).isEqualTo(Reason.SECRET_EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    void everyFormTakesASecretOfItsOwnMaking(SigningScheme scheme) {
        SigningForm form = new Standard(scheme, HeaderStyle.BOTH);

        assertThat(form.refusalOfNew(form.generate(new Random(1)))).isEmpty();
        assertThat(form.sign(List.of(form.generate(new Random(1))), "msg_1", "a.b", NOW, BODY))
                .isInstanceOf(Signed.class);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(HmacPreset preset) {
        assertThat(OfHmacJson.parse(Json.write(out -> OfHmacJson.write(out, preset.form()))))
                .isEqualTo(preset.form());
        assertThat(HmacPreset.ofCode(preset.code())).contains(preset);
        assertThat(preset.form().refusalOfNew(preset.form().generate(new Random(1))))
                .isEmpty();
    }

    @Test
    void fieldsTakeThePlaceOfAPresets() {
        OfHmac changed = OfHmacJson.read(
                json("{'header':'X-Mine','type_header':'X-Kind','encoding':'base64'}"), HmacPreset.NSELF.form());

        assertThat(changed.form().header()).isEqualTo("X-Mine");
        assertThat(changed.typeHeader()).isEqualTo("X-Kind");
        assertThat(changed.form().prefix()).isEqualTo("sha256=");
        assertThat(changed.form().timestampHeader()).isEqualTo("X-Nself-Timestamp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'header':'Content-Type'}            | settings.header is Content-Type, which is reserved",
                "{'timestamp_header':'host'}          | settings.timestamp_header is host, which is reserved",
                "{'id_header':'User-Agent'}           | settings.id_header is User-Agent, which is reserved",
                "{'type_header':'proxy-x'}            | settings.type_header is proxy-x, which is reserved",
                "{'type_header':'a b'}                | settings.type_header is not",
                "{'id_header':'x-webhook-signature'}  | settings has the header x-webhook-signature twice",
                "{'type_field':'a'}                   | settings.type_field is no field",
            })
    void namesTheFieldThatIsWrong(String settings, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OfHmacJson.read(json(settings), HmacPreset.HOOKD.form()))
                .withMessageStartingWith(message);
    }

    @Test
    void theNamesOfStandardWebhooksMayBeUsed() {
        assertThat(OfHmacJson.read(json("{'header':'webhook-signature'}"), HmacPreset.GITHUB.form())
                        .ownHeaders())
                .containsExactly("webhook-signature", "x-github-delivery", "x-github-event");
    }

    private static Map<String, String> signed(HmacPreset preset) {
        SigningResult result = preset.form().sign(List.of(SECRET), "msg_1", "order.paid", NOW, BODY);
        return ((Signed) result).headers();
    }

    private static Reason reason(List<Secret> secrets) {
        SigningResult result = HmacPreset.GITHUB.form().sign(secrets, "msg_1", "a.b", NOW, BODY);
        return ((SigningResult.Unusable) result).reason();
    }

    private static String hex(String before) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(before.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(BODY));
    }

    private static JsonNode json(String text) {
        return ((Json.Parsed.Document) Json.parse(text.replace('\'', '"'))).root();
    }
}
