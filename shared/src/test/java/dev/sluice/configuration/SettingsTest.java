package dev.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.signature.SealingKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String ONE = Base64.getEncoder().encodeToString(filled(1));
    private static final String TWO = Base64.getEncoder().encodeToString(filled(2));

    @ParameterizedTest
    @ValueSource(strings = {"new:%s,old:%s", "new:%s\nold:%s\n", " new:%s , old:%s ,", "\nnew:%s,\nold:%s"})
    void readsSealingKeysTheCurrentOneFirst(String form) {
        SealingKeys keys = Settings.sealingKeys(environment("SLUICE_SEALING_KEYS", form.formatted(ONE, TWO)));

        assertThat(keys.toString()).contains("current=new").contains("old");
    }

    @Test
    void readsSealingKeysFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "k1 " + ONE + "\n");

        assertThat(Settings.sealingKeys(environment("SLUICE_SEALING_KEY_FILE", file.toString()))
                        .toString())
                .contains("current=k1");
    }

    @Test
    void namesAKeyFileThatIsNotThere(@TempDir Path directory) {
        String file = directory.resolve("absent").toString();

        assertThatThrownBy(() -> Settings.sealingKeys(environment("SLUICE_SEALING_KEY_FILE", file)))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessageContaining("SLUICE_SEALING_KEY_FILE")
                .hasMessageContaining(file);
    }

    @Test
    void wantsOneOfTheTwoAndNotBoth() {
        assertThatThrownBy(() -> Settings.sealingKeys(new Environment(Map.of())))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessage("SLUICE_SEALING_KEYS and SLUICE_SEALING_KEY_FILE are not set");
    }

    @Test
    void refusesBoth(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "k1 " + ONE + "\n");
        Environment both =
                new Environment(Map.of("SLUICE_SEALING_KEYS", "k:" + TWO, "SLUICE_SEALING_KEY_FILE", file.toString()));

        assertThatThrownBy(() -> Settings.sealingKeys(both)).hasMessageContaining("are both set");
    }

    @Test
    void neverRepeatsAKeyThatIsWrong() {
        assertThatThrownBy(() -> Settings.sealingKeys(environment("SLUICE_SEALING_KEYS", "k1:hunter2")))
                .isInstanceOf(Environment.Invalid.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void readsExceptionsFromTheAddressPolicy() {
        var allowing = Settings.addressPolicy(environment("SLUICE_ALLOWED_ADDRESSES", "localhost:3028, 10.0.0.0/8"));
        InetAddress loopback = InetAddress.getLoopbackAddress();

        assertThat(allowing.refusal("localhost", 3028, loopback)).isEmpty();
        assertThat(allowing.refusal("localhost", 80, loopback)).isPresent();
        assertThat(allowing.refusal(InetAddress.ofLiteral("10.1.2.3"))).isEmpty();
        assertThat(Settings.addressPolicy(environment("SLUICE_ALLOWED_ADDRESSES", ""))
                        .refusal(loopback))
                .isPresent();
    }

    @Test
    void keepsDeliveriesAWeekLongerThanEvents() {
        assertThat(Settings.deliveryRetention(environment("SLUICE_EVENT_RETENTION", "6d")))
                .isEqualTo(Duration.ofDays(13));
        assertThat(Settings.eventRetention(new Environment(Map.of()))).isEqualTo(Duration.ofDays(30));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Environment environment(String name, String value) {
        return new Environment(Map.of(name, value));
    }
}
