package dev.sluice.signature;

import static dev.sluice.signature.Signatures.headersOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.signature.Verdict.Invalid;
import dev.sluice.signature.Verdict.Valid;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every secret, id, time and body. Seeded: a failure names its seed and comes again. */
final class SignatureLawsTest {

    private static final int ROUNDS = 200;

    @ParameterizedTest
    @EnumSource
    void everySignatureVerifies(SigningScheme scheme) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(scheme, seed);

            assertThat(c.verify(scheme, c.sign(scheme), c.body))
                    .as("seed %d", seed)
                    .isEqualTo(new Valid());
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSignatureSurvivesAChangedBit(SigningScheme scheme) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(scheme, seed);
            Map<String, String> headers = c.sign(scheme);
            int at = c.random.nextInt(c.body.length);
            byte[] changed = c.body.clone();
            changed[at] ^= (byte) (1 << c.random.nextInt(8));

            assertThat(c.verify(scheme, headers, changed))
                    .as("seed %d, body byte %d", seed, at)
                    .isInstanceOf(Invalid.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SVIX", "OPENSEND", "V1A"})
    void noSignatureSurvivesAChangedHeader(SigningScheme scheme) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(scheme, seed);
            for (String name : List.of("svix-id", "svix-timestamp", "svix-signature")) {
                Map<String, String> headers = new HashMap<>(c.sign(scheme));
                String changed = c.changeOneCharacter(headers.get(name));
                headers.put(name, changed);

                assertThat(c.verify(scheme, headers, c.body))
                        .as("seed %d, %s: %s", seed, name, changed)
                        .isInstanceOf(Invalid.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noOtherSecretVerifies(SigningScheme scheme) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Case c = Case.of(scheme, seed);
            Case other = new Case(c.random, scheme.generate(c.random), c.id, c.now, c.body);

            assertThat(other.verify(scheme, c.sign(scheme), c.body))
                    .as("seed %d", seed)
                    .isInstanceOf(Invalid.class);
        }
    }

    private record Case(Random random, Secret secret, String id, Instant now, byte[] body) {

        static Case of(SigningScheme scheme, long seed) {
            Random random = new Random(seed);
            byte[] body = new byte[random.nextInt(1, 2048)];
            random.nextBytes(body);
            return new Case(
                    random,
                    scheme.generate(random),
                    "msg_" + Long.toUnsignedString(random.nextLong(), 36),
                    Instant.ofEpochSecond(random.nextLong(1, 1L << 40)),
                    body);
        }

        Map<String, String> sign(SigningScheme scheme) {
            return headersOf(Signer.sign(scheme, HeaderStyle.SVIX, List.of(secret), id, now, body));
        }

        Verdict verify(SigningScheme scheme, Map<String, String> headers, byte[] received) {
            return Verifier.verify(scheme, List.of(secret), headers, received, Verifier.DEFAULT_TOLERANCE, now);
        }

        String changeOneCharacter(String text) {
            int at = random.nextInt(text.length());
            char other = (char) (text.charAt(at) ^ 1 << random.nextInt(7));
            return text.substring(0, at) + other + text.substring(at + 1);
        }
    }
}
