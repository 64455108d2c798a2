package dev.sluice.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private final Random random = new Random(15);

    @Test
    void aKeyIsFortyThreeCharactersOfBase64Url() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            keys.add(ApiKey.generate(random));
        }

        assertThat(keys).hasSize(500).allMatch(key -> key.matches("slk_[A-Za-z0-9_-]{43}"));
    }

    @Test
    void onlyItsHashIsKept() {
        AppId app = Samples.app();
        String secret = ApiKey.generate(random);

        ApiKey key = ApiKey.of(secret, app, Samples.NOON, random);

        assertThat(key.toString()).doesNotContain(secret).doesNotContain(secret.substring(4));
        assertThat(key.hash()).isEqualTo(ApiKey.hash(secret));
        assertThat(key.app()).isEqualTo(app);
        assertThat(key.isAdmin()).isFalse();
        assertThat(key.createdAt()).isEqualTo(Samples.NOON);
        assertThat(key.id()).startsWith("key_");
    }

    @Test
    void aKeyOfNoApplicationIsAnAdminKey() {
        assertThat(ApiKey.of("slk_x", null, Samples.NOON, random).isAdmin()).isTrue();
    }

    /** FIPS 180-2's example. */
    @Test
    void theHashIsSha256InLowerCaseHexadecimal() {
        assertThat(ApiKey.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void anIdOfAnotherFormIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiKey("app_01KJQ2C7YT0000000000000000", null, "h", Samples.NOON))
                .withMessageContaining("key_");
    }
}
