package dev.sluice.configuration;

import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.signature.SealingKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The variables that several functions read, each read in one way. All throw {@link Environment.Invalid} for a wrong value. */
public final class Settings {

    private static final String SEALING_KEYS = "SLUICE_SEALING_KEYS";
    private static final String SEALING_KEY_FILE = "SLUICE_SEALING_KEY_FILE";

    /** How much longer a delivery is kept than its event. */
    private static final Duration DELIVERY_KEPT_LONGER = Duration.ofDays(7);

    private Settings() {}

    /** {@code SLUICE_SEALING_KEYS} or {@code SLUICE_SEALING_KEY_FILE}: one of them has to be set. */
    public static SealingKeys sealingKeys(Environment environment) {
        Optional<SealingKeys> keys = environment.value(SEALING_KEYS, text -> SealingKeys.parse(SEALING_KEYS, text));
        Optional<SealingKeys> file = environment.value(SEALING_KEY_FILE, Settings::readKeys);
        if (keys.isPresent() == file.isPresent()) {
            throw new Environment.Invalid(
                    SEALING_KEYS + " and " + SEALING_KEY_FILE, keys.isPresent() ? "are both set" : "are not set");
        }
        return keys.or(() -> file).orElseThrow();
    }

    private static SealingKeys readKeys(String file) {
        try {
            return SealingKeys.read(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** {@code SLUICE_ALLOWED_ADDRESSES}; none where it is unset. */
    public static AddressPolicy addressPolicy(Environment environment) {
        return environment
                .value(
                        "SLUICE_ALLOWED_ADDRESSES",
                        text -> AddressPolicy.allowing(Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .toList()))
                .orElseGet(AddressPolicy::publicOnly);
    }

    /** {@code SLUICE_HTTPS_ONLY}. */
    public static boolean httpsOnly(Environment environment) {
        return environment.flag("SLUICE_HTTPS_ONLY", false);
    }

    /** {@code SLUICE_EVENT_RETENTION}: how long an event is kept. */
    public static Duration eventRetention(Environment environment) {
        return environment.duration(
                "SLUICE_EVENT_RETENTION", Duration.ofDays(30), Duration.ofDays(6), Duration.ofDays(365));
    }

    /** How long a delivery is kept, from its event's acceptance. */
    public static Duration deliveryRetention(Environment environment) {
        return eventRetention(environment).plus(DELIVERY_KEPT_LONGER);
    }
}
