package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.signature.Opened.Cause;
import dev.sluice.signature.Opened.Readable;
import dev.sluice.signature.Opened.Unreadable;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileKeySealerTest {

    private static final SealContext OWNER = new SealContext("app_1", "ep_1");
    private static final Secret SECRET = Secret.generate(new Random(1));
    private static final String OLD = SealingKeys.newKey(new Random(11));
    private static final String NEW = SealingKeys.newKey(new Random(12));

    private final SecretSealer sealer = sealer(OLD);

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "whsec_пароль-🔑", "a\0b\n"})
    void opensWhatItSealed(String text) {
        assertThat(sealer.open(OWNER, sealer.seal(OWNER, Secret.of(text)))).isEqualTo(new Readable(Secret.of(text)));
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            sealed.add(sealer.seal(OWNER, SECRET));
        }
        assertThat(sealed).hasSize(100);
    }

    @Test
    void theTextNamesVersionAndKeyAndHidesTheSecret() {
        String sealed = sealer.seal(OWNER, SECRET);

        assertThat(sealed).matches("v1\\.k[0-9a-f]{8}\\.[A-Za-z0-9_-]+");
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(sealed.lastIndexOf('.') + 1));
        assertThat(bytes).hasSize(12 + SECRET.reveal().length() + 16);
    }

    @ParameterizedTest
    @CsvSource({"app_2, ep_1", "app_1, ep_2", "app_, 1ep_1", "app_1e, p_1", "ep_1, app_1"})
    void doesNotOpenForAnotherTenantOrEndpoint(String tenant, String endpoint) {
        String sealed = sealer.seal(OWNER, SECRET);

        assertThat(sealer.open(new SealContext(tenant, endpoint), sealed)).isEqualTo(new Unreadable(Cause.DAMAGED));
    }

    @Test
    void noChangedCharacterOpens() {
        String sealed = sealer.seal(OWNER, SECRET);
        for (int at = 0; at < sealed.length(); at++) {
            for (int bit = 0; bit < 7; bit++) {
                char other = (char) (sealed.charAt(at) ^ 1 << bit);
                String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);

                assertThat(sealer.open(OWNER, changed))
                        .as("character %d, bit %d", at, bit)
                        .isInstanceOf(Unreadable.class);
            }
        }
    }

    @Test
    void noChangedByteOpens() {
        String sealed = sealer.seal(OWNER, SECRET);
        int start = sealed.lastIndexOf('.') + 1;
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(start));
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            String text = sealed.substring(0, start)
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

            assertThat(sealer.open(OWNER, text)).as("byte %d", at).isEqualTo(new Unreadable(Cause.DAMAGED));
        }
    }

    @Test
    void noShortenedTextOpens() {
        String sealed = sealer.seal(OWNER, SECRET);
        for (int length = 0; length < sealed.length(); length++) {
            assertThat(sealer.open(OWNER, sealed.substring(0, length)))
                    .as("length %d", length)
                    .isInstanceOf(Unreadable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v1", "v1.k", "v2.k.AAAA", "v1.k.AAAA", "v1.k.not base64", "v1.k.AA==.AA", "whsec_plain"})
    void saysWhenATextWasNeverSealed(String text) {
        assertThat(sealer.open(OWNER, text)).isEqualTo(new Unreadable(Cause.FORMAT));
    }

    @Test
    void saysWhenItDoesNotHaveTheKey() {
        String sealed = sealer(NEW).seal(OWNER, SECRET);

        assertThat(sealer.open(OWNER, sealed)).isEqualTo(new Unreadable(Cause.UNKNOWN_KEY));
    }

    @Test
    void sealsUnderTheCurrentKeyAndOpensUnderOldOnes() {
        String sealedBefore = sealer.seal(OWNER, SECRET);
        SecretSealer rotated = sealer(NEW + "\n" + OLD);

        String sealedAfter = rotated.seal(OWNER, SECRET);

        assertThat(rotated.open(OWNER, sealedBefore)).isEqualTo(new Readable(SECRET));
        assertThat(sealer(NEW).open(OWNER, sealedAfter)).isEqualTo(new Readable(SECRET));
    }

    @Test
    void doesNotSealWhatItCouldNotGiveBack() {
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(OWNER, Secret.of("half \ud83d a pair")));
    }

    private static SecretSealer sealer(String keys) {
        return new FileKeySealer(SealingKeys.parse("test", keys), new Random(5));
    }
}
