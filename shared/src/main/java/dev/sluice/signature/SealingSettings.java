package dev.sluice.signature;

import dev.sluice.configuration.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sealer from the environment. */
public final class SealingSettings {

    private static final String KEYS = "SLUICE_SEALING_KEYS";
    private static final String FILE = "SLUICE_SEALING_KEY_FILE";
    private static final String KMS_KEY = "SLUICE_SEALING_KMS_KEY";
    private static final String OLD_KMS_KEYS = "SLUICE_SEALING_OLD_KMS_KEYS";
    private static final String REGION = "AWS_REGION";
    private static final String STAND_IN = "AWS_ENDPOINT_URL_KMS";
    private static final String PERIOD = "SLUICE_SEALING_DATA_KEY_PERIOD";

    private static final Duration USUAL_PERIOD = Duration.ofDays(90);
    private static final Duration SHORTEST_PERIOD = Duration.ofDays(1);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(1_000);

    private SealingSettings() {}

    /**
     * The sealer: under the KMS key of {@code SLUICE_SEALING_KMS_KEY}, or else under the first of the keys of
     * {@code SLUICE_SEALING_KEYS} or of the file that {@code SLUICE_SEALING_KEY_FILE} names. The others, and those of
     * {@code SLUICE_SEALING_OLD_KMS_KEYS}, open. Asks nobody for anything.
     *
     * @param wrapper called only if there is a KMS key
     * @throws Environment.Invalid if there is nothing to seal under, or a value cannot be read
     */
    public static SecretSealer sealer(
            Environment environment,
            DataKeyStore store,
            Supplier<KeyWrapper> wrapper,
            InstantSource clock,
            RandomGenerator random) {
        KmsKeys kmsKeys = kmsKeys(environment);
        if (kmsKeys.isEmpty()) {
            return new FileKeySealer(keys(environment).orElseThrow(SealingSettings::missing), random);
        }
        SecretSealer byKms = new DataKeySealer(new DataKeys(store, wrapper.get(), kmsKeys, clock), random);
        Optional<SecretSealer> byFile = keys(environment).map(keys -> new FileKeySealer(keys, random));
        if (kmsKeys.current() != null) {
            return byFile.<SecretSealer>map(other -> new TwoSealers(byKms, other))
                    .orElse(byKms);
        }
        return new TwoSealers(byFile.orElseThrow(SealingSettings::missing), byKms);
    }

    private static KmsKeys kmsKeys(Environment environment) {
        String region = environment.text(STAND_IN).isPresent()
                ? null
                : environment.text(REGION).orElse(null);
        return new KmsKeys(
                environment
                        .value(KMS_KEY, text -> KmsKeys.requireArn(text, region))
                        .orElse(null),
                environment.value(OLD_KMS_KEYS, text -> arns(text, region)).orElse(Set.of()),
                environment.duration(PERIOD, USUAL_PERIOD, SHORTEST_PERIOD, LONGEST_PERIOD));
    }

    private static Set<String> arns(String text, @Nullable String region) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(arn -> KmsKeys.requireArn(arn, region))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<SealingKeys> keys(Environment environment) {
        return environment
                .value(KEYS, text -> SealingKeys.parse(KEYS, text))
                .or(() -> environment.text(FILE).map(file -> read(Path.of(file))));
    }

    private static Environment.Invalid missing() {
        return Environment.Invalid.noneOf(KEYS, FILE, KMS_KEY);
    }

    private static SealingKeys read(Path file) {
        try {
            return SealingKeys.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}
