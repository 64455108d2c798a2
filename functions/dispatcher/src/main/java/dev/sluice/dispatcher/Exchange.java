package dev.sluice.dispatcher;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.AttemptResult.Answered;
import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * One POST and its answer. {@link #run} is called once, by the thread that made it; {@link #abandon} may come from another at any time, even
 * before that, and settles with one atomic step how far the exchange got: from then on it cannot get farther, so "never left" is certain.
 */
final class Exchange {

    /** How much of an answer's body is kept: enough to see what went wrong, little enough for every attempt's record. */
    static final int BODY_CAP_BYTES = 1024;

    /** Ours to set: they frame the message or belong to the connection (RFC 9110 sections 7.2, 7.6.1 and 8.6). */
    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "proxy-connection",
            "proxy-authorization");

    private static final String ATTRIBUTE = "sluice.exchange";

    /** How far the exchange got. */
    enum Phase {
        CONNECTING,
        HANDSHAKING,
        SENT,
        ANSWERING,
        ABANDONED;

        /** Whether no byte of the request can have left. */
        boolean isBeforeSending() {
            return this == CONNECTING || this == HANDSHAKING;
        }
    }

    private final CloseableHttpClient client;
    private final HttpHost target;
    private final HttpPost post;
    private Phase phase = Phase.CONNECTING; // guarded by this
    private @Nullable Thread thread = Thread.currentThread(); // until it is over; guarded by this
    private @Nullable AttemptResult abandonedAs; // guarded by this
    private volatile @Nullable Answered enough;

    /** @param url normalized by the URL policy; stands for the request's own */
    Exchange(CloseableHttpClient client, URI url, WebhookRequest request) {
        this.client = client;
        this.target = new HttpHost(url.getScheme(), withoutBrackets(url.getHost()), url.getPort());
        this.post = new HttpPost(url);
        post.setAuthority(new URIAuthority(target.getHostName(), url.getPort()));
        request.headers().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                post.setHeader(name, value);
            }
        });
        post.setEntity(new ByteArrayEntity(request.body(), null));
    }

    /**
     * Does it.
     *
     * @return what came of it, or had come of it when it was abandoned
     * @throws CancellationException when the calling thread is interrupted, which says nothing of the receiver
     */
    AttemptResult run() {
        AttemptResult own = null;
        AttemptResult abandoned;
        try {
            own = post();
        } finally {
            abandoned = end();
        }
        if (abandoned != null
                && !(own instanceof Answered)) { // an answer that came whole counts, whatever else is said
            return abandoned;
        }
        if (own instanceof Failed && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while sending a webhook");
        }
        return own;
    }

    /** What comes of one whose time is up before it begins. */
    AttemptResult tooLate() {
        return Failures.timedOut(Phase.CONNECTING, target);
    }

    private AttemptResult post() {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(ATTRIBUTE, this);
        try {
            return read(client.executeOpen(target, post, context));
        } catch (IOException e) {
            return Failures.of(e, phase(), target);
        } catch (RuntimeException e) {
            if (phase().isBeforeSending()) {
                throw e;
            }
            // The client's own complaint about what it was sent.
            return new Failed(Kind.PROTOCOL, true, target.getHostName() + " sent an answer that is not valid HTTP/1.1");
        } finally {
            post.cancel(); // closes the connection unless the answer was read to its end
        }
    }

    /**
     * Ends the exchange where it is, which settles what {@link #run} returns: a failure by the phase that it reached, unless status,
     * headers and the cap's worth of body are there, which counts as answered. Without effect on one that is over, or whose answer
     * has come whole though it is not over yet.
     */
    void abandon() {
        synchronized (this) {
            if (thread == null || abandonedAs != null) {
                return;
            }
            Phase reached = phase;
            phase = Phase.ABANDONED;
            Answered answered = enough;
            abandonedAs = answered != null ? answered : Failures.timedOut(reached, target);
            if (reached.isBeforeSending()) {
                // It may wait for a name's addresses, or for a connection, with no socket to be closed.
                thread.interrupt();
            }
        }
        post.cancel();
    }

    /** What it was abandoned as; nothing where it came to its own end. */
    private synchronized @Nullable AttemptResult end() {
        thread = null;
        if (abandonedAs != null) {
            Thread.interrupted(); // ours
        }
        return abandonedAs;
    }

    /** The exchange whose request has this context. */
    static Exchange of(HttpContext context) {
        return (Exchange) context.getAttribute(ATTRIBUTE);
    }

    /** @throws IOException when the exchange was abandoned before; nothing may be done then */
    synchronized void advance(Phase to) throws IOException {
        if (phase == Phase.ABANDONED) {
            throw new IOException("abandoned");
        }
        phase = to;
    }

    private synchronized Phase phase() {
        return phase;
    }

    /**
     * Reads up to the cap, then looks for one byte more. The stream is never closed: closing reads it to its end, which an endless
     * body does not have.
     */
    @SuppressWarnings("MustBeClosed")
    private Answered read(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = headersOf(response);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Answered(response.getCode(), headers, new byte[0], false);
        }
        InputStream content = entity.getContent();
        byte[] kept = content.readNBytes(BODY_CAP_BYTES);
        if (kept.length < BODY_CAP_BYTES) {
            return new Answered(response.getCode(), headers, kept, false);
        }
        Answered atCap = new Answered(response.getCode(), headers, kept, true);
        enough = atCap;
        try {
            return content.read() < 0 ? new Answered(response.getCode(), headers, kept, false) : atCap;
        } catch (IOException e) {
            return atCap; // it broke behind what counts
        }
    }

    private static Map<String, String> headersOf(ClassicHttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            String value = header.getValue();
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
        }
        return headers;
    }

    /** The client writes IPv6 addresses with brackets where they belong, and TLS compares them without. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
