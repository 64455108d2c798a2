package dev.sluice.sns;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * GETs small things: no redirects, one deadline over connecting, head and body, and a bound on the body. Servers have to show a
 * certificate that the JDK's authorities vouch for. Safe for use by many threads.
 */
final class BoundedGet {

    /** For certificate and confirmation one after the other, below the 15 s that SNS waits. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    /** A certificate has about 2 KB, a chain of four about 8. */
    static final int MAX_BYTES = 64 << 10;

    private final HttpClient client;
    private final Duration deadline;

    BoundedGet() {
        this(null, DEADLINE);
    }

    /** @param tls null for the JDK's authorities */
    BoundedGet(@Nullable SSLContext tls, Duration deadline) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
        this.deadline = deadline;
    }

    /** What came of it. */
    sealed interface Got {

        /** An answer of any status. */
        record Answer(int status, byte[] body) implements Got {}

        /** None, or not all of one. */
        record Failure(String problem) implements Got {}
    }

    Got get(URI url) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(deadline)
                .header("user-agent", "Sluice")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The request's own timeout ends with the head; a body may drip.
            HttpResponse<byte[]> whole = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return new Got.Answer(whole.statusCode(), whole.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Got.Failure("no whole answer within " + deadline);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Got.Failure("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                return new Got.Failure(cause.getClass().getSimpleName());
            }
            throw new IllegalStateException("a GET failed for no reason of the network", e);
        }
    }
}
