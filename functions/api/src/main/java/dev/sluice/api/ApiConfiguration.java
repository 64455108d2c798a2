package dev.sluice.api;

import dev.sluice.configuration.Environment;
import dev.sluice.configuration.Settings;
import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.signature.SealingKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the environment says, read once at start.
 *
 * @param adminKey in clear text, to be kept as a hash; nothing where none is set
 */
record ApiConfiguration(
        String table,
        String dispatchQueueUrl,
        Optional<String> adminKey,
        SealingKeys sealingKeys,
        boolean httpsOnly,
        AddressPolicy addresses,
        Duration eventRetention,
        Duration deliveryRetention) {

    private static final Pattern ADMIN_KEY = Pattern.compile("[!-~]{32,256}");

    /** @throws Environment.Invalid naming the variable that is wrong and its range */
    static ApiConfiguration of(Environment environment) {
        return new ApiConfiguration(
                environment.required("SLUICE_TABLE"),
                environment.requiredUrl("SLUICE_DISPATCH_QUEUE_URL").toString(),
                environment.value("SLUICE_ADMIN_KEY", ApiConfiguration::adminKey),
                Settings.sealingKeys(environment),
                Settings.httpsOnly(environment),
                Settings.addressPolicy(environment),
                Settings.eventRetention(environment),
                Settings.deliveryRetention(environment));
    }

    /** What can stand in a header behind {@code Bearer}. */
    private static String adminKey(String text) {
        if (!ADMIN_KEY.matcher(text).matches()) {
            throw new IllegalArgumentException("not 32 to 256 visible ASCII characters");
        }
        return text;
    }

    /** Everything but the keys. */
    @Override
    public String toString() {
        return "ApiConfiguration[table=" + table + ", dispatchQueueUrl=" + dispatchQueueUrl + "]";
    }
}
