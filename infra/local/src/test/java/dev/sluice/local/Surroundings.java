package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.application.ApiKey;
import dev.sluice.application.Application;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoApiKeyStore;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.emulators.sqs.SqsEmulator;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Verdict;
import dev.sluice.signature.Verifier;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What the functions find around them: a table, queues and a receiver, and in the table what the files of {@code infra/events} name: the
 * application, its API key, its endpoint at the receiver, and the two events of the batch.
 */
final class Surroundings implements AutoCloseable {

    static final String PATH = "/webhooks";

    private static final Secret SECRET = Secret.of("whsec_c2VjcmV0IG9mIHRoZSBzdXJyb3VuZGluZ3M9PT0=");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Stores stores;
    private final Receiver receiver;
    private final Map<String, String> environment;
    private final AwsStack stack;
    private final One first;
    private final Split second;

    private Surroundings(Stores stores, Receiver receiver) throws IOException {
        this.stores = stores;
        this.receiver = receiver;
        JsonNode batch = EventFiles.json("dispatch-batch.json");
        this.first = (One) DispatchMessageText.read(batch.at("/Records/0/body").textValue());
        this.second =
                (Split) DispatchMessageText.read(batch.at("/Records/1/body").textValue());
        this.environment = variables();
        this.stack = new AwsStack(new Environment(environment), InstantSource.system(), RANDOM);
    }

    /** Starts the stand-ins and fills the table. */
    static Surroundings start() throws IOException {
        LocalOptions options = new LocalOptions(
                "127.0.0.1", 0, null, RetrySchedule.DEFAULT, List.of(), 10, false, LocalOptions.Sealing.FILE);
        Stores stores = Stores.start(options, EventFiles.root(), Duration.ofSeconds(30));
        Receiver receiver = Receiver.start();
        Surroundings surroundings = new Surroundings(stores, receiver);
        surroundings.fill();
        return surroundings;
    }

    private Map<String, String> variables() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_REGION", SqsEmulator.REGION);
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_ENDPOINT_URL_SQS", stores.sqs().endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", stores.dynamoDb().endpoint().toString());
        variables.put("SLUICE_TABLE", Stores.TABLE);
        variables.put("SLUICE_DISPATCH_QUEUE_URL", stores.queues().dispatch());
        variables.put("SLUICE_SLOW_QUEUE_URL", stores.queues().slow());
        variables.put("SLUICE_DEAD_LETTER_QUEUE_URL", stores.queues().deadLetter());
        variables.put("SLUICE_SEALING_KEYS", "k1:" + Base64.getEncoder().encodeToString(key));
        variables.put("SLUICE_SES_APPLICATION", app().value());
        variables.put("SLUICE_ALLOWED_ADDRESSES", receiver.uri().getAuthority());
        return variables;
    }

    private void fill() throws IOException {
        Instant now = Instant.now();
        stack.applications().create(new Application(app(), "Harbour Books", now));
        String key = EventFiles.json("http-post-event.json")
                .at("/headers/authorization")
                .textValue()
                .substring("Bearer ".length());
        new DynamoApiKeyStore(stack.table()).create(ApiKey.of(key, app(), now, RANDOM));
        String sealed =
                stack.sealer().seal(new SealContext(app().value(), endpoint().value()), SECRET);
        stack.endpoints()
                .create(Endpoint.create(
                        endpoint(),
                        app(),
                        EndpointSettings.of(receiver.uri(PATH)),
                        Signing.of(SigningScheme.DEFAULT, sealed),
                        now));
        put(first.event(), now, List.of(endpoint()));
        List<EndpointId> many = IntStream.range(0, second.to())
                .mapToObj(i -> EndpointId.create(now.toEpochMilli(), RANDOM))
                .toList();
        put(second.event(), now, many);
    }

    /** Stores an event whose message was never sent. */
    void put(EventId id, Instant createdAt, List<EndpointId> endpoints) {
        put(app(), id, createdAt, endpoints);
    }

    /** The same of another application. */
    void put(AppId app, EventId id, Instant createdAt, List<EndpointId> endpoints) {
        stack.events().put(event(app, id, createdAt), createdAt, endpoints);
    }

    static Event event(AppId app, EventId id, Instant createdAt) {
        Source source = new Source("api", "key of " + id.value(), null, null, false);
        return new Event(id, app, "order.shipped", createdAt, source, "{}");
    }

    /** The application of all the files. */
    AppId app() {
        return first.app();
    }

    /** The endpoint of the batch's first message, and the application's only one. */
    EndpointId endpoint() {
        return first.endpoint();
    }

    /** The batch's first message. */
    One first() {
        return first;
    }

    /** The batch's second message. */
    Split second() {
        return second;
    }

    /** Of every function. */
    Map<String, String> environment() {
        return environment;
    }

    AwsStack stack() {
        return stack;
    }

    Receiver receiver() {
        return receiver;
    }

    /** What one receive of the dispatch queue gives, which hides it for 30 s. */
    List<Message> receive() {
        return stores.sqsClient()
                .receiveMessage(request -> request.queueUrl(stores.queues().dispatch())
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(0))
                .messages();
    }

    /** Empties the dispatch queue, but for what is hidden. */
    List<DispatchMessage> takeMessages() {
        List<DispatchMessage> taken = new ArrayList<>();
        List<Message> received = receive();
        while (!received.isEmpty()) {
            for (Message message : received) {
                taken.add(DispatchMessageText.read(message.body()));
                stores.sqsClient()
                        .deleteMessage(request ->
                                request.queueUrl(stores.queues().dispatch()).receiptHandle(message.receiptHandle()));
            }
            received = receive();
        }
        return taken;
    }

    /** As if no audit had ever been. */
    void forgetAudit() {
        try (DynamoDbClient client = stores.dynamoDb().newClient()) {
            client.deleteItem(request -> request.tableName(Stores.TABLE)
                    .key(Map.of("pk", AttributeValue.fromS("JOB"), "sk", AttributeValue.fromS("AUDIT"))));
        }
    }

    /** Whether a webhook is signed with the endpoint's secret. */
    boolean verifies(Received webhook) {
        Map<String, String> headers = new HashMap<>();
        webhook.headers().forEach(header -> headers.put(header.name(), header.value()));
        return Verifier.verify(
                        SigningScheme.SVIX,
                        List.of(SECRET),
                        headers,
                        webhook.body(),
                        Verifier.DEFAULT_TOLERANCE,
                        Instant.now())
                instanceof Verdict.Valid;
    }

    @Override
    public void close() throws IOException {
        receiver.close();
        stores.close();
    }
}
