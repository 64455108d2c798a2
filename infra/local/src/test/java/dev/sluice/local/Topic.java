package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.emulators.function.StreamFunction;
import dev.sluice.emulators.sns.FailedInvocation;
import dev.sluice.emulators.sns.LambdaSubscriber;
import dev.sluice.emulators.sns.SnsEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A topic with the ingest function behind it, which is invoked again soon when it fails. */
final class Topic implements Entrance, AutoCloseable {

    private static final String NAME = "ses-events";
    private static final List<Duration> RETRIES = List.of(Duration.ofMillis(200), Duration.ofMillis(400));
    private static final Pattern MESSAGE_ID = Pattern.compile("<MessageId>([^<]+)</MessageId>");
    private static final int AT_ONCE = 20;

    private final AtomicInteger invocations = new AtomicInteger();
    private final Queue<FailedInvocation> givenUp = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SnsEmulator sns;

    Topic(RequestStreamHandler ingest) throws IOException {
        RequestStreamHandler counted = (input, output, context) -> {
            invocations.incrementAndGet();
            ingest.handleRequest(input, output, context);
        };
        sns = SnsEmulator.builder()
                .subscribe(
                        NAME,
                        new LambdaSubscriber(
                                new StreamFunction("ingest", Duration.ofSeconds(10), counted),
                                RETRIES,
                                AT_ONCE,
                                givenUp::add))
                .start();
    }

    @Override
    public long handOver(int events) throws InterruptedException, ExecutionException {
        publish(Bounces.of(events));
        await().atMost(Settled.PATIENCE).until(() -> sns.pending() == 0);
        return givenUp.size();
    }

    /** Publishes all, many at once. */
    void publish(List<String> messages) throws InterruptedException, ExecutionException {
        try (ExecutorService publishers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<String>> calls = messages.stream()
                    .map(message -> (Callable<String>) () -> publish(message))
                    .toList();
            for (Future<String> published : publishers.invokeAll(calls)) {
                published.get();
            }
        }
    }

    /** Publishes one; its SNS message id. */
    String publish(String message) throws IOException, InterruptedException {
        String form = "Action=Publish&TopicArn=" + encode(SnsEmulator.topicArn(NAME)) + "&Message=" + encode(message);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(sns.endpoint() + "/"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher id = MESSAGE_ID.matcher(answer.body());
        if (answer.statusCode() != 200 || !id.find()) {
            throw new IOException("Publish answered " + answer.statusCode() + ": " + answer.body());
        }
        return id.group(1);
    }

    /** Delivers a notification once more, as SNS may at any time. */
    boolean redeliver(String messageId) throws InterruptedException {
        return sns.redeliver(messageId);
    }

    /** How often the function was invoked. */
    int invocations() {
        return invocations.get();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        sns.close();
        http.close();
    }
}
