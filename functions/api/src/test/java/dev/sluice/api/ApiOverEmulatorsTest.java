package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.aws.AwsStack;
import dev.sluice.aws.TestTable;
import dev.sluice.configuration.Environment;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.event.AppId;
import dev.sluice.event.RejectionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The handler as it is deployed: built from variables, over the real protocols. */
final class ApiOverEmulatorsTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    private static final String ADMIN_KEY = "an-admin-key-of-more-than-32-characters";
    private static final String EVENT =
            "{\"type\":\"order.paid\",\"data\":{\"total\":1.10, \"big\":123456789012345678901}}";

    private final Map<String, String> variables = new HashMap<>();
    private String queueUrl = "";

    @BeforeEach
    void prepare() {
        TestTable.create(DYNAMO_DB);
        queueUrl = SQS.newQueue(Map.of());
        variables.put("SLUICE_TABLE", DYNAMO_DB.tableName());
        variables.put("SLUICE_DISPATCH_QUEUE_URL", queueUrl);
        variables.put("SLUICE_DEAD_LETTER_QUEUE_URL", SQS.newQueue(Map.of()));
        variables.put("SLUICE_ADMIN_KEY", ADMIN_KEY);
        variables.put("SLUICE_SEALING_KEYS", "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
        variables.put("SLUICE_ALLOWED_ADDRESSES", "127.0.0.1:3028");
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put(
                "AWS_ENDPOINT_URL_DYNAMODB", DYNAMO_DB.database().endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_SQS", SQS.emulator().endpoint().toString());
    }

    @Test
    void leadsFromTheFirstKeyToAnEventOnItsWay() {
        ApiHandler api = new ApiHandler(variables);
        String app = send(api, ADMIN_KEY, "POST", "/v1/applications", "{\"name\":\"Acme\"}")
                .is(201)
                .at("id");
        String key = send(api, ADMIN_KEY, "POST", "/v1/keys?application=" + app, null)
                .is(201)
                .at("key");
        String endpoint = send(api, key, "POST", "/v1/endpoints", "{\"url\":\"http://127.0.0.1:3028/in\"}")
                .is(201)
                .at("id");

        String event = send(api, key, "POST", "/v1/events", EVENT).is(202).at("id");

        Reply read = send(api, key, "GET", "/v1/events/" + event, null).is(200);
        assertThat(read.text()).contains("\"data\":{\"total\":1.10,\"big\":123456789012345678901},");
        assertThat(read.column("deliveries", "state")).containsExactly("pending");
        AwsStack stack = new AwsStack(new Environment(variables), InstantSource.system(), new Random(1));
        assertThat(stack.dispatchQueue().backlog()).isEqualTo(1);
        assertThat(send(api, key, "GET", "/v1/events", null).is(200).column("id"))
                .containsExactly(event);
        send(api, key, "PATCH", "/v1/endpoints/" + endpoint, "{\"status\":\"paused\"}")
                .is(200);
        send(api, key, "PATCH", "/v1/endpoints/" + endpoint, "{\"status\":\"active\"}")
                .is(200);
        send(api, key, "DELETE", "/v1/endpoints/" + endpoint, null).is(204);
        send(api, key, "GET", "/v1/endpoints/" + endpoint, null).isProblem(404, "not_found");
    }

    @Test
    void makesAllOfManyChangesThatAreMadeAtOnce() throws Exception {
        ApiHandler api = new ApiHandler(variables);
        String app = send(api, ADMIN_KEY, "POST", "/v1/applications", "{\"name\":\"Acme\"}")
                .is(201)
                .at("id");
        String endpoints = "?application=" + app;

        List<Future<Reply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                replies.add(threads.submit(() -> send(
                        api,
                        ADMIN_KEY,
                        "POST",
                        "/v1/endpoints" + endpoints,
                        "{\"url\":\"http://127.0.0.1:3028/in\"}")));
            }
        }

        for (Future<Reply> reply : replies) {
            reply.get().is(201);
        }
        assertThat(send(api, ADMIN_KEY, "GET", "/v1/endpoints" + endpoints, null)
                        .column("id"))
                .hasSize(8);
        assertThat(send(api, ADMIN_KEY, "GET", "/v1/keys", null).column("id")).hasSize(1);
    }

    @Test
    void takesWhatAProviderPostsAndKeepsWhatIsNoEvent() throws Exception {
        ApiHandler api = new ApiHandler(variables);
        String app = send(api, ADMIN_KEY, "POST", "/v1/applications", "{\"name\":\"Acme\"}")
                .is(201)
                .at("id");
        String secret = "whsec_of_the_emulators";
        String source = send(
                        api,
                        ADMIN_KEY,
                        "POST",
                        "/v1/sources?application=" + app,
                        "{\"name\":\"Stripe\",\"kind\":\"stripe\",\"secret\":\"" + secret + "\"}")
                .is(201)
                .at("id");
        variables.put("SLUICE_STRIPE_SOURCE", source);
        ApiHandler stripe = new ApiHandler(variables);
        String event = "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"customer.created\",\"created\":1700000000,"
                + "\"livemode\":false,\"data\":{\"object\":{\"id\":\"cus_1\",\"object\":\"customer\"}}}";

        Reply accepted = post(stripe, "/webhooks/stripe", event, secret);
        Reply again = post(stripe, "/v1/sources/" + source, event, secret);
        Reply rejected = post(stripe, "/webhooks/stripe", "no JSON", secret);

        String id = accepted.is(200).json().at("/outcomes/0/event").asText();
        assertThat(again.is(200).json().at("/outcomes/0/duplicate").asBoolean()).isTrue();
        assertThat(send(api, ADMIN_KEY, "GET", "/v1/events/" + id + "?application=" + app, null)
                        .is(200)
                        .at("type"))
                .isEqualTo("stripe.customer.created");
        RejectionId kept = new RejectionId(
                rejected.is(200).json().at("/outcomes/0/quarantine").asText());
        AwsStack stack = new AwsStack(new Environment(variables), InstantSource.system(), new Random(1));
        assertThat(stack.quarantine().find(new AppId(app), kept)).hasValueSatisfying(row -> {
            assertThat(row.reason()).isEqualTo("invalid_json");
            assertThat(row.context()).isEqualTo(Map.of("source", source));
        });
        post(stripe, "/webhooks/stripe", event, "whsec_of_a_stranger").isProblem(403, "signature_refused");
    }

    private static Reply post(ApiHandler api, String path, String body, String secret) throws Exception {
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String v1 = HexFormat.of().formatHex(mac.doFinal((now + "." + body).getBytes(UTF_8)));
        Map<String, String> headers = Map.of("stripe-signature", "t=" + now + ",v1=" + v1);
        return Reply.of(api.handleRequest(TestApi.event("POST", path, headers, body), new TestContext()));
    }

    @Test
    void saysWhichOfTableAndQueueDoesNotAnswer() {
        assertThat(ready("SLUICE_TABLE", variables.get("SLUICE_TABLE")))
                .isEqualTo("200 {\"status\":\"ready\",\"checks\":{\"table\":\"ok\",\"dispatch_queue\":\"ok\"}}");
        assertThat(ready("SLUICE_TABLE", "absent"))
                .isEqualTo(
                        "503 {\"status\":\"unavailable\",\"checks\":{\"table\":\"failed\",\"dispatch_queue\":\"ok\"}}");
        assertThat(ready("SLUICE_DISPATCH_QUEUE_URL", queueUrl + "-absent"))
                .isEqualTo(
                        "503 {\"status\":\"unavailable\",\"checks\":{\"table\":\"ok\",\"dispatch_queue\":\"failed\"}}");
    }

    @Test
    void answersALostTableAsAnOutage() {
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1");
        TestContext context = new TestContext();
        Map<String, String> headers = Map.of("authorization", "Bearer " + ADMIN_KEY);

        Reply reply = Reply.of(new ApiHandler(variables)
                .handleRequest(TestApi.event("GET", "/v1/applications", headers, null), context));

        reply.isProblem(503, "unavailable");
        assertThat(reply.text()).doesNotContain("127.0.0.1");
        assertThat(context.lines).singleElement().asString().contains("SdkClientException");
    }

    private String ready(String variable, @Nullable String value) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(variable, String.valueOf(value));
        Reply reply = send(new ApiHandler(changed), "", "GET", "/readyz", null);
        return reply.status() + " " + reply.text();
    }

    private static Reply send(ApiHandler api, String key, String method, String target, @Nullable String body) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + key);
        return Reply.of(api.handleRequest(TestApi.event(method, target, headers, body), new TestContext()));
    }
}
