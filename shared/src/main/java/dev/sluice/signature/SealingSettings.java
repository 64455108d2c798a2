package dev.sluice.signature;

import dev.sluice.configuration.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sealer from the environment. */
public final class SealingSettings {

    private static final String KEYS = "SLUICE_SEALING_KEYS";
    private static final String FILE = "SLUICE_SEALING_KEY_FILE";

    private SealingSettings() {}

    /**
     * The sealer with the keys of {@code SLUICE_SEALING_KEYS}, or else of the file that {@code SLUICE_SEALING_KEY_FILE} names.
     *
     * @throws Environment.Invalid if neither is set or the keys cannot be read
     */
    public static SecretSealer sealer(Environment environment, RandomGenerator random) {
        Optional<SealingKeys> keys = environment.value(KEYS, text -> SealingKeys.parse(KEYS, text));
        return new FileKeySealer(keys.orElseGet(() -> read(Path.of(environment.required(FILE)))), random);
    }

    private static SealingKeys read(Path file) {
        try {
            return SealingKeys.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}
