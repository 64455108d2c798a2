package dev.sluice.endpoint;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a customer chooses about an endpoint, but for how it is signed.
 *
 * @param url as {@link UrlPolicy} allowed it; judged again at every attempt
 * @param subscription which event types it wants
 * @param schedule its own waits, null for the default
 * @param description for people, at most {@value #LONGEST_DESCRIPTION} characters
 */
public record EndpointSettings(
        URI url, Subscription subscription, @Nullable RetrySchedule schedule, String description) {

    /** Longest description, in characters. */
    public static final int LONGEST_DESCRIPTION = 256;

    /** @throws IllegalArgumentException if the description is too long */
    public EndpointSettings {
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException(
                    "description has " + description.length() + " characters, more than " + LONGEST_DESCRIPTION);
        }
    }

    /** These, elsewhere. */
    public EndpointSettings at(URI nextUrl) {
        return new EndpointSettings(nextUrl, subscription, schedule, description);
    }

    /** Those of an endpoint of which nothing but the URL is said. */
    public static EndpointSettings of(URI url) {
        return new EndpointSettings(url, Subscription.ALL, null, "");
    }
}
