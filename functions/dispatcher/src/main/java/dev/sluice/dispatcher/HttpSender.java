package dev.sluice.dispatcher;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlPolicy.Verdict;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends webhooks over HTTP/1.1. Connects to judged addresses only ({@link VettedDns} is the one hook), verifies TLS against the
 * name, follows nothing, remembers nothing, repeats nothing; keeps connections for the next send to the same host and port.
 *
 * <p>The deadline is one clock outside the client: each exchange runs on a virtual thread of its own, which is interrupted and its
 * socket closed when the time is up. What cannot be interrupted (a DNS look-up) is left behind, and can no longer send.
 *
 * <p>Safe for use by many threads.
 */
public final class HttpSender implements WebhookSender, AutoCloseable {

    private final Remembered<URI, Verdict>
            verdicts; // of URLs as they are written; names are judged when they are connected to
    private final CloseableHttpClient client;

    /**
     * A sender that trusts the platform's certificate authorities.
     *
     * @param urls judges every URL again before it is sent to, and every address it stands for
     */
    public HttpSender(UrlPolicy urls) {
        this(urls, platformTrust());
    }

    /** @param tls whom to trust */
    HttpSender(UrlPolicy urls, SSLContext tls) {
        this.verdicts = new Remembered<>(url -> urls.judge(url.toString()));
        this.client = SendingClient.create(urls.resolver(), tls);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A URL that may not be sent to is {@code ADDRESS_REFUSED}, whatever is wrong with it.
     *
     * @throws CancellationException when the calling thread is interrupted, which says nothing of the receiver; the request may
     *     have left
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
        Exchange exchange = new Exchange(client, url, request);
        if (!request.deadline().isPositive()) {
            return exchange.abandon(); // begun, it might be done before anybody looks at the time
        }
        FutureTask<AttemptResult> task = new FutureTask<>(exchange);
        Thread.ofVirtual().name("webhook-exchange").start(task);
        try {
            return task.get(request.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            AttemptResult result = exchange.abandon();
            task.cancel(true);
            return result;
        } catch (InterruptedException e) {
            exchange.abandon();
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while sending a webhook");
        } catch (ExecutionException e) {
            throw new IllegalStateException("sending a webhook failed on our side", e.getCause());
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
