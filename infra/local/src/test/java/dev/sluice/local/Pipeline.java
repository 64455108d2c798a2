package dev.sluice.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.api.Apis;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.TableSchema;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.dispatcher.Dispatchers;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.gateway.HttpApi;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.lambda.EventSource;
import dev.sluice.emulators.lambda.Invocation;
import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.ingest.Ingests;
import dev.sluice.local.crash.Container;
import dev.sluice.local.crash.Crashes;
import dev.sluice.scheduler.Ticks;
import dev.sluice.signature.Secret;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The path for one test: the real handlers over a table, queues and a receiver of its own. Set up through its own API; ingest and the
 * dispatchers start when the test says so.
 */
final class Pipeline implements AutoCloseable {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** The dispatcher wants 5 s around an attempt before it begins one. */
    private static final Duration AROUND_AN_ATTEMPT = Duration.ofSeconds(6);

    private static final int CONTAINERS = 20;
    private static final int PAGE = 100;
    private static final String STRIPE_SECRET = "whsec_a secret as Stripe shows it".replace(' ', '-');
    private static final String ADMIN_KEY = "an admin key for tests, 32 characters".replace(' ', '-');

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Queue<Invocation> invocations = new ConcurrentLinkedQueue<>();
    private final Told told = new Told();
    private final String secret = Secret.generate(new SecureRandom()).reveal();
    private final Duration functionTimeout;
    private final SqsClient sqs;
    private final Queues queues;
    private final Receiver receiver;
    private final AwsStack stack;
    private final HttpApi api;
    private final ApiClient admin;
    private final AppId app;

    Pipeline(SqsExtension sqsExtension, DynamoDbExtension dynamoDb) throws IOException {
        this(sqsExtension, dynamoDb, ATTEMPT_TIMEOUT);
    }

    Pipeline(SqsExtension sqsExtension, DynamoDbExtension dynamoDb, Duration attemptTimeout) throws IOException {
        functionTimeout = attemptTimeout.plus(AROUND_AN_ATTEMPT);
        String name = "it-" + UUID.randomUUID();
        sqs = sqsExtension.client();
        queues = Queues.create(sqs, name, functionTimeout);
        dynamoDb.client().createTable(TableSchema.createTable(name));
        receiver = open(Receiver.start());
        variables.putAll(PipelineVariables.of(
                name,
                queues,
                sqsExtension.emulator().endpoint(),
                dynamoDb.database().endpoint(),
                ADMIN_KEY,
                receiver));
        variables.put("SLUICE_ATTEMPT_TIMEOUT", attemptTimeout.toSeconds() + "s");
        stack = new AwsStack(new Environment(variables), InstantSource.system(), new SecureRandom());
        api = api(Crashes.none());
        admin = open(new ApiClient(api.uri(), ADMIN_KEY, null));
        app = new AppId(admin.create("/v1/applications", Map.of("name", "test"))
                .path("id")
                .asText());
    }

    /** Adds an endpoint at a path of the receiver; its id. */
    String endpoint(String path, String retrySchedule) {
        return admin.create(
                        "/v1/endpoints?application=" + app,
                        Map.of("url", receiver.uri(path).toString(), "secret", secret, "retry_schedule", retrySchedule))
                .path("id")
                .asText();
    }

    /** Posts events to an API of its own, many at once; how often each status was answered. */
    Map<Integer, Long> post(List<String> events, Crashes crashes) throws IOException, InterruptedException {
        URI route = URI.create(api(crashes).uri() + "/v1/events?application=" + app);
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService clients = Executors.newFixedThreadPool(CONTAINERS)) {
            List<Callable<Integer>> posts = events.stream()
                    .map(event -> HttpRequest.newBuilder(route)
                            .header("Authorization", "Bearer " + ADMIN_KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(event))
                            .build())
                    .map(request -> (Callable<Integer>) () -> http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .toList();
            return clients.invokeAll(posts).stream()
                    .map(Future::resultNow)
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        }
    }

    /** One tick of the scheduler, at a time of the test's. */
    void tick(Instant now) {
        Ticks.run(stack, () -> now);
    }

    private HttpApi api(Crashes crashes) throws IOException {
        Apis apis = new Apis(variables);
        RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler =
                Container.foreverCold(crashes, apis::coldStart);
        return open(HttpApi.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LambdaFunction<>("api", Duration.ofSeconds(30), handler),
                InstantSource.system()));
    }

    Topic topic(Crashes crashes) throws IOException {
        return open(
                new Topic(Container.foreverColdStream(crashes, container -> Ingests.coldStart(container, stack, app))));
    }

    /** A way in, with a function behind it whose containers crash so. */
    Entrance entrance(Entrance.Way way, Crashes crashes) throws IOException {
        return switch (way) {
            case SNS -> topic(crashes);
            case SQS ->
                open(new InputQueue(
                        sqs,
                        "it-" + UUID.randomUUID(),
                        Container.foreverCold(crashes, container -> Ingests.queueColdStart(container, stack, app))));
            case EVENTBRIDGE ->
                new Bus(Container.foreverColdStream(crashes, container -> Ingests.busColdStart(container, stack, app)));
            case SOURCE -> open(new Provider(source(crashes), STRIPE_SECRET));
        };
    }

    private URI source(Crashes crashes) throws IOException {
        String path = admin.create(
                        "/v1/sources?application=" + app,
                        Map.of("name", "stripe", "kind", "stripe", "secret", STRIPE_SECRET))
                .path("url_path")
                .asText();
        return URI.create(api(crashes).uri() + path);
    }

    /** Starts to dispatch. */
    void dispatch(Crashes crashes) {
        dispatch(crashes, CrashPlan.NONE, InstantSource.system());
    }

    void dispatch(Crashes crashes, CrashPlan plan, InstantSource clock) {
        Dispatchers dispatchers = new Dispatchers(variables, told);
        open(EventSource.builder(sqs, queues.dispatch(), () -> dispatchers.coldStart(new Container(crashes), clock))
                .functionName("dispatcher")
                .timeout(functionTimeout)
                .concurrency(CONTAINERS)
                .pollers(CONTAINERS / 4)
                .longPoll(Duration.ofSeconds(1))
                .observer(invocations::add)
                .crashes(plan)
                .start());
    }

    /** All events that are stored. */
    List<AcceptedEvent> events() {
        List<AcceptedEvent> all = new ArrayList<>();
        List<AcceptedEvent> page;
        do {
            EventId last = all.isEmpty() ? null : all.getLast().event().id();
            page = stack.events().list(app, last, PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /** The deliveries that the stored events ask for. */
    List<DeliveryKey> expected() {
        return events().stream().flatMap(this::deliveriesOf).toList();
    }

    private Stream<DeliveryKey> deliveriesOf(AcceptedEvent event) {
        return stack.events().endpoints(event.key(), 0, event.endpointCount()).stream()
                .map(endpoint -> DeliveryKey.of(app, event.event().id(), endpoint));
    }

    Collection<Delivery> rows() {
        return stack.deliveries().read(expected()).values();
    }

    /** Messages in a queue, hidden and delayed ones too. */
    int depth(String queue) {
        return depth(sqs, queue);
    }

    /** The same of any queue. */
    static int depth(SqsClient sqs, String queue) {
        Map<QueueAttributeName, String> counts = sqs.getQueueAttributes(request -> request.queueUrl(queue)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
        return counts.values().stream().mapToInt(Integer::parseInt).sum();
    }

    Webhooks webhooks() {
        return Webhooks.of(receiver.received());
    }

    List<Invocation> invocations() {
        return List.copyOf(invocations);
    }

    Told told() {
        return told;
    }

    String secret() {
        return secret;
    }

    SqsClient sqs() {
        return sqs;
    }

    Queues queues() {
        return queues;
    }

    Receiver receiver() {
        return receiver;
    }

    AwsStack stack() {
        return stack;
    }

    AppId app() {
        return app;
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
