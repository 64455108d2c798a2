package dev.sluice.emulators.sns;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An HTTP or HTTPS endpoint to which each notification is POSTed in its signed envelope. Any 2xx is a delivery; 429, 5xx and a
 * broken connection are retried; anything else, redirects included, is final.
 *
 * @param retryDelays the waits before the second, third … attempt
 * @param deadLetter given the envelope after the last attempt, as a subscription's dead-letter queue is
 */
public record HttpSubscriber(
        URI endpoint, SignatureVersion signatureVersion, List<Duration> retryDelays, Consumer<String> deadLetter) {

    /** The default delivery policy of SNS for HTTP: {@code numRetries 3, minDelayTarget 20, maxDelayTarget 20}. */
    public static final List<Duration> SNS_RETRY_DELAYS =
            List.of(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    public HttpSubscriber {
        if (endpoint.getScheme() == null || !Set.of("http", "https").contains(endpoint.getScheme())) {
            throw new IllegalArgumentException("endpoint is neither http nor https: " + endpoint);
        }
        retryDelays = List.copyOf(retryDelays);
    }
}
