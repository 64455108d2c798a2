package dev.sluice.local;

import dev.sluice.application.ApiKey;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.emulators.function.Invocable;
import dev.sluice.emulators.gateway.HttpApi;
import dev.sluice.emulators.kms.KmsEmulator;
import dev.sluice.emulators.lambda.InvokeApi;
import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.emulators.ses.SesOutbox;
import dev.sluice.emulators.sns.HttpSubscriber;
import dev.sluice.emulators.sns.SignatureVersion;
import dev.sluice.emulators.sns.SnsEmulator;
import dev.sluice.emulators.sqs.SqsEmulator;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.local.LocalOptions.Part;
import dev.sluice.signature.SealingKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything on one machine: the real handlers, made from an environment as Lambda would make them, behind stand-ins that treat them
 * as AWS does. It is set up through its own API.
 */
final class LocalSystem implements AutoCloseable {

    /** The topic of the ingest function. */
    static final String TOPIC = "ses-events";

    /** The topic that posts to {@code /events/ses}. */
    static final String HTTP_TOPIC = "ses-events-http";

    /** Says whom the api believes besides SNS. */
    static final String STAND_IN = "SLUICE_SNS_STAND_IN";

    private static final String ATTEMPT_TIMEOUT = "SLUICE_ATTEMPT_TIMEOUT";
    private static final String STRIPE_SOURCE = "SLUICE_STRIPE_SOURCE";
    private static final Duration LONGER_THAN_THE_FUNCTION = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<Part, URI> addresses = new TreeMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> functionNames = new ArrayList<>();
    private String sourceQueue = "";
    private final LocalOptions options;
    private final Path directory;
    private final Keepsakes keepsakes;
    private final Demo demo;

    private LocalSystem(LocalOptions options) throws IOException {
        this.options = options;
        this.directory = directory(options.data());
        running.push(DataLock.take(directory));
        this.keepsakes = Keepsakes.in(directory);
        this.demo = new Demo(keepsakes);
    }

    /**
     * Starts everything; it serves when this returns.
     *
     * @param listener told of every attempt, null for the lines that there are in Lambda
     * @throws IOException if an address cannot be bound or the directory not be used
     */
    static LocalSystem start(LocalOptions options, @Nullable DispatchListener listener) throws IOException {
        Listening.check(options);
        LocalSystem system = new LocalSystem(options);
        try {
            system.start(listener);
            return system;
        } catch (IOException | RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private static final String SES_APPLICATION = "SLUICE_SES_APPLICATION";

    /** The value of that variable with which what no owner rule names is nobody's. */
    private static final String OWNED_BY_RULES_ALONE = "none";

    private void start(@Nullable DispatchListener listener) throws IOException {
        // As long as an endpoint may ask for. Whoever sets less for all wants what is interrupted to come again soon.
        Duration functionTimeout =
                attemptTimeout(EndpointSettings.LONGEST_TIMEOUT).plus(Functions.AROUND_AN_ATTEMPT);
        Stores stores = open(Stores.start(options, home(), functionTimeout.plus(LONGER_THAN_THE_FUNCTION)));
        addresses.put(Part.SQS, stores.sqs().endpoint());
        addresses.put(Part.DYNAMODB, stores.dynamoDb().endpoint());
        SesOutbox outbox = open(SesOutbox.start(options.address(Part.SES), InstantSource.system()));
        addresses.put(Part.SES, outbox.endpoint());
        if (options.demo()) {
            Receiver receiver = open(Receiver.start(
                    demo.receiving(Receiver.Options.defaults().address(options.address(Part.RECEIVER)))));
            addresses.put(Part.RECEIVER, receiver.uri());
        }
        if (options.hasKms()) {
            KmsEmulator kms = open(LocalKms.start(options.address(Part.KMS), directory));
            addresses.put(Part.KMS, kms.endpoint());
        }
        SnsEmulator.Builder topics = SnsEmulator.builder().address(options.address(Part.SNS));
        SnsEmulator.Bound sns =
                open(topics.bind()); // the api trusts its address; it starts when the api can be posted to
        addresses.put(Part.SNS, sns.endpoint());
        environment.putAll(environment(stores.queues()));

        String application = setUp();
        if (!OWNED_BY_RULES_ALONE.equals(System.getenv(SES_APPLICATION))) {
            environment.put(SES_APPLICATION, application);
        }
        SamVariables.write(samVariables(), environment);

        Functions functions = new Functions(environment, listener);
        HttpApi api = open(HttpApi.start(options.address(Part.API), functions.api(), InstantSource.system()));
        addresses.put(Part.API, api.uri());
        for (String queue : List.of(stores.queues().dispatch(), stores.queues().slow())) {
            open(functions.dispatcher(stores.sqsClient(), queue, functionTimeout, options.dispatchers()));
        }
        sourceQueue = stores.queues().source();
        open(functions.queueIngest(stores.sqsClient(), sourceQueue));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("timer").factory());
        open(timer::shutdownNow);
        open(functions.scheduler(timer));
        topics.subscribe(
                        TOPIC,
                        functions.ingest(stores.sqsClient(), stores.queues().ingestFailure()))
                .subscribe(HTTP_TOPIC, door(stores));
        if (options.data() != null) {
            topics.directory(directory.resolve("sns"));
        }
        open(sns.start());
        List<Invocable> invocable = functions.invocable(functionTimeout);
        invocable.forEach(function -> functionNames.add(function.name()));
        addresses.put(
                Part.LAMBDA,
                open(InvokeApi.start(options.address(Part.LAMBDA), invocable)).uri());
    }

    /** The api as a subscriber over HTTP; what it never takes goes where the ingest function's failures go. */
    private HttpSubscriber door(Stores stores) {
        return new HttpSubscriber(
                address(Part.API).resolve("/events/ses"),
                SignatureVersion.V2,
                HttpSubscriber.SNS_RETRY_DELAYS,
                envelope -> stores.sqsClient()
                        .sendMessage(request -> request.queueUrl(stores.queues().ingestFailure())
                                .messageBody(envelope)));
    }

    /** Makes what a first run needs, through an API of its own: the one that stays is to know the application. */
    private String setUp() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(options.host(), 0);
        try (HttpApi api = HttpApi.start(anyPort, Functions.api(environment), InstantSource.system());
                ApiClient admin = new ApiClient(api.uri(), adminKey(), null)) {
            String application = keepsakes.remember(
                    "application",
                    () -> admin.create("/v1/applications", Map.of("name", "local"))
                            .path("id")
                            .asText());
            keepsakes.remember(
                    "key",
                    () -> admin.create("/v1/keys?application=" + application, Map.of())
                            .path("key")
                            .asText());
            if (options.demo()) {
                demo.setUp(admin, application, address(Part.RECEIVER));
            }
            return application;
        }
    }

    private Map<String, String> environment(Queues queues) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_REGION", SqsEmulator.REGION);
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_ENDPOINT_URL_SQS", address(Part.SQS).toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", address(Part.DYNAMODB).toString());
        variables.put("SLUICE_TABLE", Stores.TABLE);
        variables.put("SLUICE_DISPATCH_QUEUE_URL", queues.dispatch());
        variables.put("SLUICE_SLOW_QUEUE_URL", queues.slow());
        variables.put("SLUICE_DEAD_LETTER_QUEUE_URL", queues.deadLetter());
        variables.put("SLUICE_RETRY_SCHEDULE", options.schedule().toString());
        variables.put(ATTEMPT_TIMEOUT, attemptTimeout(Duration.ofSeconds(15)).toSeconds() + "s");
        variables.put("SLUICE_ADMIN_KEY", adminKey());
        variables.put("SLUICE_SNS_TOPICS", SnsEmulator.topicArn(TOPIC) + "," + SnsEmulator.topicArn(HTTP_TOPIC));
        Environment given = new Environment(System.getenv());
        // Another one, for who wants to see which certificates are asked for.
        variables.put(
                STAND_IN, given.text(STAND_IN).orElseGet(() -> address(Part.SNS).toString()));
        given.text(STRIPE_SOURCE)
                .ifPresent(source -> variables.put(STRIPE_SOURCE, source)); // made here once, after a first start
        Path keys = directory.resolve("sealing.keys");
        SealingKeys.readOrCreate(keys, new SecureRandom());
        variables.put("SLUICE_SEALING_KEY_FILE", keys.toString());
        if (options.hasKms()) {
            variables.putAll(LocalKms.variables(address(Part.KMS), options.sealing(), given));
        }
        List<String> allowed = new ArrayList<>(options.allowed());
        if (options.demo()) {
            allowed.add(address(Part.RECEIVER).getAuthority());
        }
        variables.put("SLUICE_ALLOWED_ADDRESSES", String.join(",", allowed));
        return variables;
    }

    /** Where a part listens; the receiver only where there is a demo. */
    URI address(Part part) {
        URI address = addresses.get(part);
        if (address == null) {
            throw new IllegalStateException("there is no " + part);
        }
        return address;
    }

    /** The URL of the queue whose messages are taken for SNS's, SES's and EventBridge's. */
    String sourceQueue() {
        return sourceQueue;
    }

    /** What can be invoked by name. */
    List<String> functionNames() {
        return List.copyOf(functionNames);
    }

    LocalOptions options() {
        return options;
    }

    /** The first admin key: given, or made at the first start. */
    String adminKey() {
        return new Environment(System.getenv())
                .text("SLUICE_ADMIN_KEY")
                .orElseGet(() -> keepsakes.remember("admin_key", () -> ApiKey.generate(new SecureRandom())));
    }

    /** The local application's key. */
    String key() {
        return keepsakes.find("key").orElseThrow();
    }

    /** The demo's endpoint, where there is a demo. */
    Optional<String> demoEndpoint() {
        return options.demo() ? demo.endpoint() : Optional.empty();
    }

    /** What the functions were made from. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** The file of {@link SamVariables}. */
    Path samVariables() {
        return directory.resolve("sam-env.json");
    }

    Path directory() {
        return directory;
    }

    private static Duration attemptTimeout(Duration unlessSet) {
        return new Environment(System.getenv())
                .duration(
                        ATTEMPT_TIMEOUT,
                        unlessSet,
                        EndpointSettings.SHORTEST_TIMEOUT,
                        EndpointSettings.LONGEST_TIMEOUT);
    }

    /** Where Sluice itself is. */
    static Path home() {
        return Path.of(System.getProperty("sluice.home", ""));
    }

    private <T extends AutoCloseable> T open(T part) {
        running.push(part);
        return part;
    }

    /** Ends every part, the last started first, and leaves nothing where nothing is to be kept; a second time does nothing. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.getLogger(LocalSystem.class.getName())
                        .log(System.Logger.Level.WARNING, "a part did not end well", e);
            }
        }
        if (options.data() == null) {
            deleteDirectory();
        }
    }

    private static Path directory(@Nullable Path data) throws IOException {
        try {
            return data == null ? Files.createTempDirectory("sluice") : Files.createDirectories(data);
        } catch (IOException e) {
            throw new IOException("--data " + data + " cannot be made a directory", e);
        }
    }

    private void deleteDirectory() {
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // It went the first time.
        } catch (IOException e) {
            System.getLogger(LocalSystem.class.getName())
                    .log(System.Logger.Level.WARNING, "{0} is left behind: it holds keys", directory);
        }
    }
}
