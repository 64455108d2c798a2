package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Http;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HostResolver;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.VettedResolver;
import dev.sluice.event.AppId;
import dev.sluice.event.InMemoryQuarantine;
import dev.sluice.signature.DataKeyStore;
import dev.sluice.signature.FileKeySealer;
import dev.sluice.signature.InMemoryDataKeyStore;
import dev.sluice.signature.SealingKeys;
import dev.sluice.signature.SecretSealer;
import dev.sluice.sns.Certificates;
import dev.sluice.sns.SnsMessages;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import dev.sluice.source.InMemorySourceStore;
import dev.sluice.source.SourceId;
import dev.sluice.wake.InMemoryStores;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The handler over the twins, asked as API Gateway asks it. */
final class TestApi {

    static final Instant START = Instant.parse("2026-05-04T03:02:01.123Z");
    static final String ADMIN_KEY = "an-admin-key-of-more-than-32-characters";
    static final int MOST_ENDPOINTS = 3;

    private static final HostResolver DNS = host -> switch (host) {
        case "hooks.example.com", "other.example.com" -> new InetAddress[] {InetAddress.ofLiteral("93.184.216.34")};
        case "inside.example.com" -> new InetAddress[] {InetAddress.ofLiteral("10.1.2.3")};
        default -> throw new UnknownHostException(host);
    };

    final SettableClock clock;
    final InMemoryStores stores;
    final InMemorySourceStore sources;
    final InMemoryQuarantine quarantine;
    final InMemoryDispatchQueue queue;
    final InMemoryDeadLetterQueue deadLetters = new InMemoryDeadLetterQueue();
    final SecretSealer sealer = new FileKeySealer(
            SealingKeys.parse("test", "k1:" + Base64.getEncoder().encodeToString(new byte[32])), new Random(1));
    final TestContext context = new TestContext();
    final List<URI> confirmed = new ArrayList<>();

    /** What SNS's certificates are. */
    Certificates certificates = SnsMessages.CERTIFICATES;

    /** Whether SNS takes confirmations. */
    boolean confirms = true;

    final Ports ports;
    private final ApiHandler handler;

    TestApi() {
        this(_ -> {});
    }

    /** @param change puts others in the place of some parts */
    TestApi(Consumer<Parts> change) {
        this(new SettableClock(START), change);
    }

    private TestApi(SettableClock clock, Consumer<Parts> change) {
        this(clock, InMemoryStores.of(clock), new InMemorySourceStore(), change);
    }

    private TestApi(SettableClock clock, InMemoryStores stores, InMemorySourceStore sources, Consumer<Parts> change) {
        this.clock = clock;
        this.stores = stores;
        this.sources = sources;
        this.quarantine = stores.quarantine();
        this.queue = new InMemoryDispatchQueue(clock);
        Parts parts = new Parts();
        change.accept(parts);
        this.ports = ports(parts);
        this.handler = new ApiHandler(ports, Optional.of(ADMIN_KEY), MOST_ENDPOINTS);
    }

    /** Another container over the same rows. */
    TestApi another(Consumer<Parts> change) {
        return new TestApi(clock, stores, sources, change);
    }

    /** What a test may have otherwise. */
    final class Parts {
        EndpointStore endpoints = stores.endpoints();
        DeliveryStore deliveries = stores.deliveries();
        Optional<SourceId> stripeSource = Optional.empty();
        RandomGenerator random = new Random(2);
        SecretSealer sealer = TestApi.this.sealer;
        DataKeyStore dataKeys = new InMemoryDataKeyStore();
    }

    private Ports ports(Parts parts) {
        return new Ports(
                new Tenants(stores.applications(), stores.keys(), stores.ownerRules(), Optional.empty()),
                new Doors(sources, parts.stripeSource, snsVerifier(), this::confirm, quarantine),
                new Dispatch(
                        stores.idempotency(),
                        parts.endpoints,
                        stores.health(),
                        stores.events(),
                        queue,
                        parts.deliveries,
                        stores.held(),
                        stores.indexed(),
                        stores.dead(),
                        deadLetters),
                new EffectStores(stores.suppressions(), stores.emailStatuses(), stores.ended()),
                parts.sealer,
                parts.dataKeys,
                new UrlPolicy(false, new VettedResolver(AddressPolicy.publicOnly(), DNS)),
                () -> {},
                clock,
                parts.random);
    }

    private SnsVerifier snsVerifier() {
        SnsSettings settings = new SnsSettings(Set.of(SnsMessages.TOPIC), Duration.ofHours(1), Optional.empty());
        return new SnsVerifier(settings, url -> certificates.get(url));
    }

    private boolean confirm(URI url) {
        confirmed.add(url);
        return confirms;
    }

    /** Asks with the admin key. */
    Client admin() {
        return new Client(ADMIN_KEY);
    }

    /** Asks with this key. */
    Client as(String key) {
        return new Client(key);
    }

    /** A new application, and its key. */
    Tenant tenant(String name) {
        AppId app = new AppId(admin().post("/v1/applications", "{\"name\":\"" + name + "\"}")
                .is(201)
                .at("id"));
        String key = admin().post("/v1/keys?application=" + app, "").is(201).at("key");
        return new Tenant(app, new Client(key), key);
    }

    /** Hands the handler an event as it is. */
    Reply handle(APIGatewayV2HTTPEvent event) {
        return Reply.of(handler.handleRequest(event, context));
    }

    /** An event of API Gateway's, its headers' names in lower case as there. */
    static APIGatewayV2HTTPEvent event(
            String method, String target, Map<String, String> headers, @Nullable String body) {
        String[] parts = target.split("\\?", 2);
        Map<String, String> query = new HashMap<>();
        if (parts.length > 1) {
            for (String pair : parts[1].split("&", -1)) {
                String[] nameAndValue = pair.split("=", 2);
                query.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRawPath(parts[0])
                .withQueryStringParameters(query.isEmpty() ? null : query)
                .withHeaders(headers)
                .withBody(body)
                .withRequestContext(RequestContext.builder()
                        .withStage("$default")
                        .withHttp(Http.builder().withMethod(method).build())
                        .build())
                .build();
    }

    /** Who was created by {@link #tenant}. */
    record Tenant(AppId app, Client client, String key) {}

    /** Asks with one key. */
    final class Client {

        private final String key;

        private Client(String key) {
            this.key = key;
        }

        Reply get(String target) {
            return send("GET", target, null, Map.of());
        }

        Reply post(String target, String body) {
            return send("POST", target, body, Map.of());
        }

        Reply post(String target, String body, String idempotencyKey) {
            return send("POST", target, body, Map.of("idempotency-key", idempotencyKey));
        }

        Reply patch(String target, String body) {
            return send("PATCH", target, body, Map.of());
        }

        Reply delete(String target) {
            return send("DELETE", target, null, Map.of());
        }

        Reply send(String method, String target, @Nullable String body, Map<String, String> more) {
            Map<String, String> headers = new HashMap<>(more);
            headers.put("authorization", "Bearer " + key);
            return handle(event(method, target, headers, body));
        }
    }
}
