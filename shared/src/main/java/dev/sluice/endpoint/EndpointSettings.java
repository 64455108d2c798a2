package dev.sluice.endpoint;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer chooses about an endpoint, but for how it is signed.
 *
 * @param url as {@link UrlPolicy} allowed it; judged again at every attempt
 * @param subscription which event types it wants
 * @param schedule its own waits, null for the default
 * @param timeout of each attempt, 1 to 30 whole seconds; null for the default
 * @param retries4xx whether a 4xx that does not ask to come again is tried again
 * @param payload what it is sent
 * @param headers sent with every attempt; at most {@value HeaderRules#MOST}, no name twice, in whatever case
 * @param rateLimit deliveries a second, 1 to {@value #MOST_RATE}; null for none
 * @param description for people, at most {@value #LONGEST_DESCRIPTION} characters
 */
public record EndpointSettings(
        URI url,
        Subscription subscription,
        @Nullable RetrySchedule schedule,
        @Nullable Duration timeout,
        boolean retries4xx,
        Payload payload,
        List<CustomHeader> headers,
        @Nullable Integer rateLimit,
        String description) {

    /** Longest description, in characters. */
    public static final int LONGEST_DESCRIPTION = 256;

    /** Shortest timeout of an attempt. */
    public static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

    /** Longest timeout of an attempt: half of what the template lets the dispatcher run. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

    /** Highest rate limit, in deliveries a second. */
    public static final int MOST_RATE = 1_000;

    /**
     * Copies the headers.
     *
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public EndpointSettings {
        headers = List.copyOf(headers);
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException(
                    "description has " + description.length() + " characters, more than " + LONGEST_DESCRIPTION);
        }
        if (timeout != null && (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0)) {
            throw new IllegalArgumentException("timeout is not 1 to 30 s: " + timeout);
        }
        if (rateLimit != null && (rateLimit < 1 || rateLimit > MOST_RATE)) {
            throw new IllegalArgumentException("rate_limit is not 1 to " + MOST_RATE + ": " + rateLimit);
        }
        if (headers.size() > HeaderRules.MOST) {
            throw new IllegalArgumentException("headers has " + headers.size() + ", more than " + HeaderRules.MOST);
        }
    }

    /** Those of an endpoint of which nothing but the URL is said. */
    public static EndpointSettings of(URI url) {
        return new EndpointSettings(url, Subscription.ALL, null, null, true, Payload.STANDARD, List.of(), null, "");
    }

    /** These, to be changed one by one. */
    public Change change() {
        return new Change(this);
    }

    /** Settings in the making. Not thread-safe. */
    public static final class Change {

        private URI url;
        private Subscription subscription;
        private @Nullable RetrySchedule schedule;
        private @Nullable Duration timeout;
        private boolean retries4xx;
        private Payload payload;
        private List<CustomHeader> headers;
        private @Nullable Integer rateLimit;
        private String description;

        private Change(EndpointSettings before) {
            url = before.url;
            subscription = before.subscription;
            schedule = before.schedule;
            timeout = before.timeout;
            retries4xx = before.retries4xx;
            payload = before.payload;
            headers = before.headers;
            rateLimit = before.rateLimit;
            description = before.description;
        }

        public Change url(URI next) {
            url = next;
            return this;
        }

        public Change subscription(Subscription next) {
            subscription = next;
            return this;
        }

        public Change schedule(@Nullable RetrySchedule next) {
            schedule = next;
            return this;
        }

        public Change timeout(@Nullable Duration next) {
            timeout = next;
            return this;
        }

        public Change retries4xx(boolean next) {
            retries4xx = next;
            return this;
        }

        public Change payload(Payload next) {
            payload = next;
            return this;
        }

        public Change headers(List<CustomHeader> next) {
            headers = next;
            return this;
        }

        public Change rateLimit(@Nullable Integer next) {
            rateLimit = next;
            return this;
        }

        public Change description(String next) {
            description = next;
            return this;
        }

        /** @throws IllegalArgumentException naming the setting that is out of range */
        public EndpointSettings done() {
            return new EndpointSettings(
                    url, subscription, schedule, timeout, retries4xx, payload, headers, rateLimit, description);
        }
    }
}
