package dev.sluice.emulators.sns;

import dev.sluice.emulators.sns.Subscription.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** POSTs envelopes with the headers that SNS sends. */
final class HttpSender implements AutoCloseable {

    /** "If the endpoint doesn't respond within 15 seconds … the delivery attempt has failed" (SNS guide). */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient client;

    HttpSender(@Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** @param subscriptionArn null in a request to confirm */
    record Post(
            String type,
            Notification notification,
            @Nullable String subscriptionArn,
            String envelope) {}

    Outcome post(URI endpoint, Post post) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .header("User-Agent", "Amazon Simple Notification Service Agent")
                .header("x-amz-sns-message-type", post.type())
                .header("x-amz-sns-message-id", post.notification().messageId())
                .header("x-amz-sns-topic-arn", post.notification().topicArn())
                .POST(BodyPublishers.ofString(post.envelope()));
        if (post.subscriptionArn() != null) {
            request.header("x-amz-sns-subscription-arn", post.subscriptionArn());
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            // The body does not matter, and may never end.
            answer.body().close();
            return outcome(answer.statusCode());
        } catch (IOException e) {
            return new Outcome.Failed(e.getClass().getName(), String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(int status) {
        if (status / 100 == 2) {
            return new Outcome.Delivered();
        }
        return status == 429 || status / 100 == 5
                ? new Outcome.Failed("status", "the endpoint answered " + status)
                : new Outcome.Refused("status", "the endpoint answered " + status);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
