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
            description = {"Whose, with an admin key. Only quarantine can do", "without: it then has what is nobody's."
            })
    private @Nullable String application;

    /** @throws IllegalArgumentException if there is no key, or no address of an API */
    ApiClient client() {
        String given = key;
        if (given == null || given.isBlank()) {
            throw new IllegalArgumentException("there is no API key: give --key, or set SLUICE_KEY");
        }
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("--url is no http:// or https:// address: " + url);
        }
        return new ApiClient(url, given, application);
    }
}
