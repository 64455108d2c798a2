package dev.sluice.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.sluice.signature.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Stripe's own Java library and ours say the same of every request. Seeded: a failure names its seed and comes again. */
final class OfficialStripeTest {

    private static final int ROUNDS = 300;
    private static final long TOLERANCE_SECONDS = 300;

    @Test
    void weVerifyWhatTheLibrarySigns() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(seed);
            String header = Webhook.Signature.generateSignatureHeader(c.body, c.secret, c.time);

            assertThat(c.oursSays(header)).as("seed %d", seed).isNull();
            assertThat(c.libraryAccepts(header)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void theLibraryVerifiesWhatWeComputeOurselves() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(seed);
            String header = "t=" + c.time + ",v1=" + "0".repeat(64) + ",v1=" + c.computed();

            assertThat(c.libraryAccepts(header)).as("seed %d", seed).isTrue();
            assertThat(c.oursSays(header)).as("seed %d", seed).isNull();
        }
    }

    @Test
    void bothRefuseWhatWasTamperedWith() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(seed);
            String header = Webhook.Signature.generateSignatureHeader(c.body, c.secret, c.time);
            List<Case> tampered = List.of(
                    c.withBody(c.body + " "),
                    c.withBody(c.body.substring(1)),
                    c.withBody(c.changed(c.body)),
                    c.withSecret(c.changed(c.secret)));

            for (Case each : tampered) {
                assertThat(each.libraryAccepts(header)).as("seed %d", seed).isFalse();
                assertThat(each.oursSays(header)).as("seed %d", seed).isEqualTo("no_matching_signature");
            }
        }
    }

    @Test
    void whatTheLibraryRefusesOfAChangedHeaderWeRefuse() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(seed);
            String header = c.changed(Webhook.Signature.generateSignatureHeader(c.body, c.secret, c.time));

            assertThat(c.oursSays(header) == null)
                    .as("seed %d, %s", seed, header)
                    .isEqualTo(c.libraryAccepts(header));
        }
    }

    @Test
    void bothRefuseASignatureInUpperCase() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(seed);
            String header = "t=" + c.time + ",v1=" + c.computed().toUpperCase(Locale.ROOT);

            assertThat(c.libraryAccepts(header)).as("seed %d", seed).isFalse();
            assertThat(c.oursSays(header)).as("seed %d", seed).isEqualTo("no_matching_signature");
        }
    }

    @Test
    void bothRefuseWhatIsTooOld() throws Exception {
        for (long age : new long[] {0, 299, 300, 301, 1_000_000}) {
            Case c = Case.of(age);
            String header = Webhook.Signature.generateSignatureHeader(c.body, c.secret, c.time - age);

            assertThat(c.oursSays(header) == null).as("age %d", age).isEqualTo(c.libraryAccepts(header));
            assertThat(c.oursSays(header)).as("age %d", age).isEqualTo(age > TOLERANCE_SECONDS ? "too_old" : null);
        }
    }

    private record Case(Random random, String secret, String body, long time) {

        static Case of(long seed) {
            Random random = new Random(seed);
            return new Case(
                    random,
                    "whsec_" + Long.toUnsignedString(random.nextLong(), 36) + (seed % 7 == 0 ? "ß" : ""),
                    "{\"id\":\"evt_" + random.nextInt() + "\",\"text\":\"" + text(random) + "\"}",
                    random.nextLong(1_000_000_000, 4_000_000_000L));
        }

        private static String text(Random random) {
            return random.ints(random.nextInt(0, 200), ' ', 0x2000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append(random.nextBoolean() ? "🚀" : "\n")
                    .toString();
        }

        Case withBody(String other) {
            return new Case(random, secret, other, time);
        }

        Case withSecret(String other) {
            return new Case(random, other, body, time);
        }

        boolean libraryAccepts(String header) {
            try {
                return Webhook.Signature.verifyHeader(
                        body,
                        header,
                        secret,
                        TOLERANCE_SECONDS,
                        Clock.fixed(Instant.ofEpochSecond(time), ZoneOffset.UTC));
            } catch (SignatureVerificationException | NumberFormatException e) {
                return false; // a t that is no number it does not expect
            }
        }

        String oursSays(String header) {
            return Verdicts.reason(StripeSignature.verify(
                    header,
                    List.of(Secret.of(secret)),
                    body.getBytes(UTF_8),
                    Duration.ofSeconds(TOLERANCE_SECONDS),
                    Instant.ofEpochSecond(time)));
        }

        /** Written here from Stripe's description alone. */
        String computed() throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
        }

        /** With another character of ASCII in one place. */
        String changed(String text) {
            int at = random.nextInt(text.length());
            char other = (char) ('!' + (text.charAt(at) - '!' + 1 + random.nextInt(90)) % 94);
            return text.charAt(at) == other ? changed(text) : text.substring(0, at) + other + text.substring(at + 1);
        }
    }
}
