package dev.sluice.local;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which API a command asks, and as whom. */
final class ApiOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_URL:-http://127.0.0.1:3027}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = {"Of the API; the variable SLUICE_URL unless given,", "without either http://127.0.0.1:3027."
            })
    private URI url = URI.create("http://127.0.0.1:3027");

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:SLUICE_KEY}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "An API key; the variable SLUICE_KEY unless given.")
    private @Nullable String key;

    @Option(
            names = "--application",
            paramLabel = "ID",
            description = {
                "Whose, with an admin key. Without it an admin key sees the quarantined",
                "inputs that are nobody's, and nothing else."
            })
    private @Nullable String application;

    /** @throws IllegalArgumentException if there is no key */
    ApiClient client() {
        String given = key;
        if (given == null || given.isBlank()) {
            throw new IllegalArgumentException("there is no API key: give --key, or set SLUICE_KEY");
        }
        return new ApiClient(url, given, application);
    }
}
