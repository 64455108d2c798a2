package dev.sluice.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delivery.Samples;
import dev.sluice.signature.FileKeySealer;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.KeysUnavailable;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.SealingKeys;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.Signer;
import dev.sluice.signature.SigningResult.Signed;
import dev.sluice.signature.SigningScheme;
import dev.sluice.source.HmacSettings.Preset;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kind of source. */
final class SourceSignatureLawsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final byte[] BODY =
            "{\"type\":\"order.paid\",\"data\":{\"n\":1.10,\"ü\":\"🚀\"}}\r\n".getBytes(UTF_8);
    private static final Secret SECRET = Secret.generate(new Random(1));
    private static final SecretSealer SEALER = new FileKeySealer(
            SealingKeys.parse("test", "k1:" + Base64.getEncoder().encodeToString(new byte[32])), new Random(1));

    /** @param headers that go with {@link #BODY} */
    private record Posted(WebhookSource source, Map<String, String> headers, String signatureHeader) {

        SignatureVerdict verify(Map<String, String> presented, byte[] body, Instant now) {
            return SourceSignature.verify(source, SEALER, presented, body, now);
        }

        @Override
        public String toString() {
            HmacSettings settings = source.settings();
            return source.kind().code()
                    + (settings == null ? "" : " " + settings.form().header());
        }
    }

    static Stream<Posted> posted() throws Exception {
        HmacSettings full = Sources.full(Samples.app(), NOW).settings();
        return Stream.of(
                new Posted(
                        source(SourceKind.STRIPE, null),
                        Map.of(
                                "stripe-signature",
                                "t=" + SECONDS + ",v1=" + hex(mac("HmacSHA256", SECONDS + ".", BODY))),
                        "stripe-signature"),
                new Posted(
                        source(SourceKind.STANDARD_WEBHOOKS, null), signed(HeaderStyle.WEBHOOK), "webhook-signature"),
                new Posted(source(SourceKind.STANDARD_WEBHOOKS, null), signed(HeaderStyle.SVIX), "svix-signature"),
                new Posted(
                        source(SourceKind.HMAC, Preset.GITHUB.settings()),
                        Map.of("x-hub-signature-256", "sha256=" + hex(mac("HmacSHA256", "", BODY))),
                        "x-hub-signature-256"),
                new Posted(
                        source(SourceKind.HMAC, Preset.SHOPIFY.settings()),
                        Map.of("x-shopify-hmac-sha256", base64(mac("HmacSHA256", "", BODY))),
                        "x-shopify-hmac-sha256"),
                new Posted(
                        source(SourceKind.HMAC, Preset.DISPATCHGO.settings()),
                        Map.of("x-signature", "sha256=" + hex(mac("HmacSHA256", "", BODY))),
                        "x-signature"),
                new Posted(
                        source(SourceKind.HMAC, full),
                        Map.of(
                                "X-SIGNATURE",
                                "v0=" + base64(mac("HmacSHA512", "a.1:" + SECONDS + ":", BODY)),
                                "x-id",
                                "a.1",
                                "x-timestamp",
                                Long.toString(SECONDS)),
                        "X-SIGNATURE"));
    }

    @ParameterizedTest
    @MethodSource("posted")
    void aSecretThatCannotBeOpenedNowIsMissedOnlyWhereItMayDecide(Posted posted) {
        WebhookSource source = posted.source().withSecret("away", NOW);
        SecretSealer sealer = new OneAway();

        assertThat(SourceSignature.verify(source, sealer, posted.headers(), BODY, NOW))
                .isInstanceOf(Genuine.class);
        assertThatThrownBy(() -> SourceSignature.verify(source, sealer, posted.headers(), new byte[] {'x'}, NOW))
                .isInstanceOf(KeysUnavailable.class);
    }

    /** Whose key for one text does not answer. */
    private static final class OneAway implements SecretSealer {

        @Override
        public String seal(SealContext context, Secret secret) {
            return SEALER.seal(context, secret);
        }

        @Override
        public Opened open(SealContext context, String sealed) {
            if (sealed.equals("away")) {
                throw new KeysUnavailable("away");
            }
            return SEALER.open(context, sealed);
        }

        @Override
        public Optional<String> currentKeyId() {
            return SEALER.currentKeyId();
        }

        @Override
        public void forget() {
            SEALER.forget();
        }
    }

    @ParameterizedTest
    @MethodSource("posted")
    void whatTheProviderSignedIsGenuine(Posted posted) {
        assertThat(posted.verify(posted.headers(), BODY, NOW)).isInstanceOf(Genuine.class);
    }

    @ParameterizedTest
    @MethodSource("posted")
    void everyChangeOfOneByteIsRefused(Posted posted) {
        for (int at = 0; at < BODY.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = BODY.clone();
                changed[at] ^= (byte) (1 << bit);

                assertThat(posted.verify(posted.headers(), changed, NOW))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(Refused.class);
            }
        }
        assertThat(posted.verify(posted.headers(), new byte[0], NOW)).isInstanceOf(Refused.class);
        assertThat(posted.verify(posted.headers(), Arrays.copyOf(BODY, BODY.length + 1), NOW))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @MethodSource("posted")
    void everyOtherCharacterInAHeaderIsRefused(Posted posted) {
        posted.headers().forEach((name, value) -> {
            for (int at = 0; at < value.length(); at++) {
                char other = value.charAt(at) == '1' ? '2' : '1'; // never the same digit in the other case
                Map<String, String> changed = new HashMap<>(posted.headers());
                changed.put(name, value.substring(0, at) + other + value.substring(at + 1));

                assertThat(posted.verify(changed, BODY, NOW))
                        .as("%s: %s", name, changed.get(name))
                        .isInstanceOf(Refused.class);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("posted")
    void everyMissingHeaderIsNamed(Posted posted) {
        posted.headers().keySet().forEach(name -> {
            Map<String, String> fewer = new HashMap<>(posted.headers());
            fewer.remove(name);

            assertThat(posted.verify(fewer, BODY, NOW)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo("missing_header");
                assertThat(refused.message()).containsIgnoringCase(name);
            });
        });
    }

    @ParameterizedTest
    @MethodSource("posted")
    void noOtherSourcesSecretVerifies(Posted posted) {
        WebhookSource other = Sources.sealed(
                posted.source().kind(), posted.source().settings(), Secret.generate(new Random(2)), SEALER);

        assertThat(Verdicts.reason(SourceSignature.verify(other, SEALER, posted.headers(), BODY, NOW)))
                .isEqualTo("no_matching_signature");
    }

    @ParameterizedTest
    @MethodSource("posted")
    void anotherSourcesSealedSecretDoesNotOpen(Posted posted) {
        WebhookSource copied = Sources.stripe(Samples.app(), NOW)
                .withSecret(posted.source().secrets().getFirst().envelope(), NOW);

        assertThat(Verdicts.reason(SourceSignature.verify(copied, SEALER, posted.headers(), BODY, NOW)))
                .isEqualTo("secret_unreadable");
    }

    @ParameterizedTest
    @MethodSource("posted")
    void theOldSecretVerifiesForADayAfterAnotherTookItsPlace(Posted posted) {
        WebhookSource lasting = posted.source().with("lasting", Duration.ZERO, NOW);
        WebhookSource rotated =
                lasting.withSecret(SEALER.seal(SourceSignature.context(lasting), Secret.generate(new Random(2))), NOW);
        Instant end = NOW.plus(Duration.ofHours(24));

        assertThat(SourceSignature.verify(rotated, SEALER, posted.headers(), BODY, end.minusMillis(1)))
                .isInstanceOf(Genuine.class);
        assertThat(Verdicts.reason(SourceSignature.verify(rotated, SEALER, posted.headers(), BODY, end)))
                .isEqualTo("no_matching_signature");
    }

    @Test
    void whatIsSignedIsTold() throws Exception {
        List<SignatureVerdict> verdicts =
                posted().map(each -> each.verify(each.headers(), BODY, NOW)).toList();

        assertThat(verdicts)
                .containsExactly(
                        new Genuine(null, NOW),
                        new Genuine("msg_1", NOW),
                        new Genuine("msg_1", NOW),
                        new Genuine(null, null),
                        new Genuine(null, null),
                        new Genuine(null, null),
                        new Genuine("a.1", NOW));
    }

    @Test
    void hexMayHaveCapitalsAndBase64MayNot() throws Exception {
        Posted hex = posted().toList().get(3);
        Map<String, String> capitals = Map.of(
                hex.signatureHeader(),
                "sha256="
                        + hex.headers().get(hex.signatureHeader()).substring(7).toUpperCase(Locale.ROOT));
        Posted base64 = posted().toList().get(4);
        Map<String, String> lower = Map.of(
                base64.signatureHeader(),
                base64.headers().get(base64.signatureHeader()).toLowerCase(Locale.ROOT));

        assertThat(hex.verify(capitals, BODY, NOW)).isInstanceOf(Genuine.class);
        assertThat(base64.verify(lower, BODY, NOW)).isInstanceOf(Refused.class);
    }

    @Test
    void aSignedTimestampIsLookedAtEitherWay() throws Exception {
        Posted full = posted().toList().getLast();

        assertThat(Verdicts.reason(full.verify(full.headers(), BODY, NOW.plusSeconds(300))))
                .isNull();
        assertThat(Verdicts.reason(full.verify(full.headers(), BODY, NOW.plusSeconds(301))))
                .isEqualTo("too_old");
        assertThat(Verdicts.reason(full.verify(full.headers(), BODY, NOW.minusSeconds(301))))
                .isEqualTo("too_new");
        Map<String, String> noTime = new HashMap<>(full.headers());
        noTime.put("x-timestamp", "yesterday");
        assertThat(Verdicts.reason(full.verify(noTime, BODY, NOW))).isEqualTo("bad_timestamp");
    }

    private static WebhookSource source(SourceKind kind, HmacSettings settings) {
        return Sources.sealed(kind, settings, SECRET, SEALER);
    }

    private static Map<String, String> signed(HeaderStyle style) {
        return ((Signed) Signer.sign(SigningScheme.SVIX, style, List.of(SECRET), "msg_1", NOW, BODY)).headers();
    }

    private static byte[] mac(String algorithm, String before, byte[] body) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(SECRET.reveal().getBytes(UTF_8), algorithm));
        mac.update(before.getBytes(UTF_8));
        return mac.doFinal(body);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
