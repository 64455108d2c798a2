package dev.sluice.local;

import dev.sluice.aws.AwsStack;
import dev.sluice.aws.TableSchema;
import dev.sluice.configuration.Environment;
import dev.sluice.dispatcher.DispatchHandler;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.dynamodb.MeteredDynamoDb;
import dev.sluice.emulators.dynamodb.Units;
import dev.sluice.emulators.gateway.HttpApi;
import dev.sluice.emulators.lambda.EventSource;
import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.emulators.sqs.SqsEmulator;
import dev.sluice.scheduler.Ticks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The path with an endpoint, in warm containers as they are in a service that is used, behind a table and queues that count. The queues
 * are this pipeline's alone.
 */
final class MeteredPipeline implements AutoCloseable {

    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(25);
    private static final Duration LONG_POLL = Duration.ofSeconds(1);
    private static final int API_CONTAINERS = 8;
    private static final String ADMIN_KEY = "an admin key for tests, 32 characters".replace(' ', '-');

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Told told = new Told();
    private final AtomicInteger invocations = new AtomicInteger();
    private final SqsEmulator sqs;
    private final SqsClient lambda;
    private final Queues queues;
    private final MeteredDynamoDb meter;
    private final Receiver receiver;
    private final AwsStack stack;

    /** Of the API, of which none has two requests at a time, as in Lambda. */
    private final BlockingQueue<URI> idleApis = new ArrayBlockingQueue<>(API_CONTAINERS);

    private final String key;
    private final Map<String, Long> askedBefore;
    private final Map<String, Long> unknownBefore;

    MeteredPipeline(DynamoDbExtension dynamoDb) throws IOException {
        String name = "cost-" + UUID.randomUUID();
        dynamoDb.client().createTable(TableSchema.createTable(name));
        meter = open(MeteredDynamoDb.start(dynamoDb.database().endpoint()));
        sqs = open(SqsEmulator.builder().start());
        lambda = open(sqs.newClient());
        queues = Queues.create(lambda, name, FUNCTION_TIMEOUT);
        receiver = open(Receiver.start());
        variables.putAll(PipelineVariables.of(name, queues, sqs.endpoint(), meter.endpoint(), ADMIN_KEY, receiver));
        stack = new AwsStack(new Environment(variables), InstantSource.system(), new SecureRandom());
        for (int i = 0; i < API_CONTAINERS; i++) {
            idleApis.add(open(HttpApi.start(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            Functions.api(variables),
                            InstantSource.system()))
                    .uri());
        }
        key = key(idleApis.element());
        askedBefore = sqs.requests();
        unknownBefore = meter.unknown(); // an endpoint is made by a transaction
    }

    /** An application with one endpoint: its key, as a sender has it. */
    private String key(URI api) {
        try (ApiClient admin = new ApiClient(api, ADMIN_KEY, null)) {
            String id = admin.create("/v1/applications", Map.of("name", "cost"))
                    .path("id")
                    .asText();
            admin.create(
                    "/v1/endpoints?application=" + id,
                    Map.of("url", receiver.uri("/hook").toString()));
            return admin.create("/v1/keys?application=" + id, Map.of())
                    .path("key")
                    .asText();
        }
    }

    /** What the dispatch queue was asked, as SQS bills it. */
    record Queue(Map<String, Long> byAction, long emptyReceives) {

        /** Without the receives that came back empty. */
        long requests() {
            return byAction.values().stream().mapToLong(Long::longValue).sum() - emptyReceives;
        }
    }

    /** Posts events, several at once; how many were answered 202. */
    long post(List<String> bodies) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService clients = Executors.newFixedThreadPool(API_CONTAINERS)) {
            return clients
                    .invokeAll(bodies.stream().map(body -> post(http, body)).toList())
                    .stream()
                    .filter(post -> post.resultNow() == 202)
                    .count();
        }
    }

    private Callable<Integer> post(HttpClient http, String body) {
        return () -> {
            URI api = idleApis.take();
            try {
                HttpRequest request = HttpRequest.newBuilder(api.resolve("/v1/events"))
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } finally {
                idleApis.add(api);
            }
        };
    }

    /** Runs the dispatcher on batches of so many, which wait in the queue already, until something is so. */
    void deliver(int batch, Runnable until) {
        try (EventSource source = EventSource.builder(
                        lambda, queues.dispatch(), () -> new DispatchHandler(variables, told))
                .functionName("dispatcher")
                .timeout(FUNCTION_TIMEOUT)
                .batchSize(batch)
                .longPoll(LONG_POLL)
                .observer(_ -> invocations.incrementAndGet())
                .start()) {
            until.run();
        }
    }

    void tick(Instant now) {
        Ticks.run(stack, () -> now);
    }

    Units table() {
        return meter.counted();
    }

    /** Operations at the table that were not counted, since this was made. */
    Map<String, Long> unknown() {
        return since(unknownBefore, meter.unknown());
    }

    /** The requests for all queues since this was made; one of them is the event source's own, at its start. */
    Queue queue() {
        return new Queue(since(askedBefore, sqs.requests()), sqs.emptyReceives());
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        Map<String, Long> added = new TreeMap<>(now);
        before.forEach((name, count) -> added.merge(name, -count, Long::sum));
        added.values().removeIf(count -> count == 0);
        return added;
    }

    /** Attempts that were recorded. */
    int attempts() {
        return told.attempted().size();
    }

    int webhooks() {
        return Webhooks.of(receiver.received()).ids().size();
    }

    int invocations() {
        return invocations.get();
    }

    private <T extends AutoCloseable> T open(T part) {
        running.push(part);
        return part;
    }

    /** Ends every part, the last started first. */
    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
