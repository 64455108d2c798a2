package dev.sluice.dispatcher;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlPolicy.Verdict;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends webhooks over HTTP/1.1. Connects to judged addresses only ({@link VettedDns} is the one hook), verifies TLS against the
 * name, follows nothing, remembers nothing, repeats nothing; keeps connections for the next send to the same host and port.
 *
 * <p>The deadline is one clock outside the client: when the time is up, what came of the exchange is settled, its socket closed and its wait
 * for addresses or a connection interrupted. What cannot be interrupted (a DNS look-up) is left behind, and can no longer send.
 *
 * <p>Safe for use by many threads.
 */
final class HttpSender implements WebhookSender, AutoCloseable {

    private final Remembered<URI, Verdict>
            verdicts; // of URLs as they are written; names are judged when they are connected to
    private final Timer timer;
    private final CloseableHttpClient client;

    /**
     * A sender that trusts the platform's certificate authorities.
     *
     * @param urls judges every URL again before it is sent to, and every address it stands for
     * @param timer keeps the deadlines
     */
    HttpSender(UrlPolicy urls, Timer timer) {
        this(urls, timer, platformTrust());
    }

    /** @param tls whom to trust */
    HttpSender(UrlPolicy urls, Timer timer, SSLContext tls) {
        this.timer = timer;
        this.verdicts = new Remembered<>(url -> urls.judge(url.toString()));
        this.client = SendingClient.create(urls.resolver(), tls);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A URL that may not be sent to is {@code ADDRESS_REFUSED}, whatever is wrong with it.
     *
     * @throws java.util.concurrent.CancellationException when the calling thread is interrupted, which says nothing of the receiver;
     *     the request may have left
     */
    @Override
    public AttemptResult send(WebhookRequest request) {
        return switch (verdicts.of(request.url())) {
            case Verdict.Allowed allowed -> exchange(allowed.url(), request);
            case Verdict.Refused refused ->
                new AttemptResult.Failed(AttemptResult.Kind.ADDRESS_REFUSED, false, refused.message());
        };
    }

    private AttemptResult exchange(URI url, WebhookRequest request) {
        Duration deadline = request.deadline();
        Exchange exchange = new Exchange(client, url, request);
        if (!deadline.isPositive()) {
            return exchange.tooLate();
        }
        Runnable inTime = timer.after(deadline, exchange::abandon);
        try {
            return exchange.run();
        } finally {
            inTime.run();
        }
    }

    /** Closes every connection; sends in progress fail. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static SSLContext platformTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
