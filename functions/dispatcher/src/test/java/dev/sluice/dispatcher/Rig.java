package dev.sluice.dispatcher;

import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.Signing.SealedSecret;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.signature.FileKeySealer;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.SealingKeys;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.SigningScheme;
import dev.sluice.wake.HeldStore;
import dev.sluice.wake.InMemoryStores;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dispatcher over the twins, with a clock that is set, a receiver that answers as it is told, and waits without jitter. */
final class Rig {

    static final RetrySchedule SCHEDULE = RetrySchedule.parse("5s,5m,2h");
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15);
    static final Duration AMPLE = Duration.ofMinutes(1);
    static final Secret SECRET = Secret.generate(new Random(1));

    private static final RandomGenerator NO_JITTER = () -> 1L << 63; // as a double, one half

    private static final URI URL = URI.create("https://customer.example/hook?token=kept-quiet");

    final SettableClock clock = new SettableClock(Samples.NOON);
    final InMemoryStores stores = InMemoryStores.of(clock);
    final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    final InMemoryDispatchQueue slowQueue = new InMemoryDispatchQueue(clock);
    final SetTimer timer = new SetTimer();
    final InMemoryDeadLetterQueue deadLetterQueue = new InMemoryDeadLetterQueue();
    final ScriptedReceiver receiver = new ScriptedReceiver();
    final Told told = new Told();
    final AppId app = Samples.app();

    /** How long each message stays away, by its id. */
    final Map<String, Duration> waits = new ConcurrentHashMap<>();

    // A test may put others in their place, before its first batch.
    DeliveryStore deliveries = stores.deliveries();
    EndpointStore endpoints = stores.endpoints();
    HeldStore held = stores.held();
    HealthStore health = stores.health();
    DeadLetterQueue deadLetters = deadLetterQueue;
    Visibility visibility = (message, wait) -> waits.put(message.id(), wait);
    DispatchListener listener = told;
    SecretSealer sealer = new FileKeySealer(
            SealingKeys.parse("test", "k1:" + Base64.getEncoder().encodeToString(new byte[32])), new Random(2));

    private final AtomicInteger received = new AtomicInteger();
    private @Nullable Dispatcher dispatcher;

    Rig() {
        stores.applications().create(Samples.application(app));
    }

    DispatcherPorts ports() {
        return new DispatcherPorts(
                stores.events(),
                deliveries,
                endpoints,
                health,
                stores.rates(),
                held,
                queue,
                slowQueue,
                deadLetters,
                sealer,
                receiver,
                visibility,
                timer,
                SCHEDULE,
                ATTEMPT_TIMEOUT,
                listener,
                clock,
                NO_JITTER);
    }

    Instant now() {
        return clock.instant();
    }

    /** An active endpoint of the default scheme, which has not changed for a day. */
    Endpoint endpoint() {
        return endpoint(SigningScheme.DEFAULT, null, SECRET);
    }

    Endpoint endpoint(RetrySchedule schedule) {
        return endpoint(SigningScheme.DEFAULT, schedule, SECRET);
    }

    Endpoint endpoint(SigningScheme scheme, @Nullable RetrySchedule schedule, Secret secret) {
        EndpointId id = Samples.endpointId();
        return create(id, scheme, schedule, List.of(new SealedSecret(seal(id, secret), null)));
    }

    /** Signed in another form. */
    Endpoint endpoint(SigningForm form, Secret secret) {
        EndpointId id = Samples.endpointId();
        Endpoint endpoint =
                Endpoint.create(id, app, EndpointSettings.of(URL), Signing.of(form, seal(id, secret)), now());
        stores.endpoints().create(endpoint);
        return endpoint;
    }

    /** With settings of its own; the id is what its headers are sealed for. */
    Endpoint endpoint(BiConsumer<EndpointId, EndpointSettings.Change> settings) {
        EndpointId id = Samples.endpointId();
        EndpointSettings.Change change = EndpointSettings.of(URL).change();
        settings.accept(id, change);
        Endpoint endpoint = Endpoint.create(
                id,
                app,
                change.done(),
                Signing.of(SigningScheme.DEFAULT, seal(id, SECRET)),
                now().minus(Duration.ofDays(1)));
        stores.endpoints().create(endpoint);
        return endpoint;
    }

    Endpoint create(EndpointId id, SigningScheme scheme, @Nullable RetrySchedule schedule, List<SealedSecret> secrets) {
        Instant created = now().minus(Duration.ofDays(1));
        Endpoint endpoint = Endpoint.create(
                id,
                app,
                EndpointSettings.of(URL).change().schedule(schedule).done(),
                new Signing(new SigningForm.Standard(scheme, HeaderStyle.SVIX), secrets),
                created);
        stores.endpoints().create(endpoint);
        return endpoint;
    }

    String seal(EndpointId id, Secret secret) {
        return sealer.seal(new SealContext(app.value(), id.value()), secret);
    }

    Endpoint setStatus(Endpoint endpoint, EndpointStatus status) {
        Endpoint next =
                endpoint.withStatus(status, status == EndpointStatus.DISABLED ? DisabledReason.REQUEST : null, now());
        if (!stores.endpoints().replace(endpoint, next)) {
            throw new IllegalStateException("the endpoint has changed");
        }
        return next;
    }

    /** The endpoint as it is stored now. */
    Endpoint stored(Endpoint endpoint) {
        return stores.endpoints().find(app, endpoint.id()).orElseThrow();
    }

    /** An event that was accepted now; its message for this endpoint. */
    One accept(Endpoint endpoint) {
        Event event = Samples.event(app, now());
        stores.events().put(event, now(), List.of(endpoint.id()));
        return new One(app, event.id(), endpoint.id(), 1);
    }

    ReceivedMessage receive(DispatchMessage message) {
        return receive(message, 1);
    }

    ReceivedMessage receive(DispatchMessage message, int receives) {
        return receive(DispatchMessageText.write(message), receives);
    }

    ReceivedMessage receive(String body, int receives) {
        int number = received.incrementAndGet();
        return new ReceivedMessage("id-" + number, "receipt-" + number, body, Lane.FAST, receives);
    }

    /** The same message through the slow queue. */
    static ReceivedMessage bySlowQueue(ReceivedMessage received) {
        return new ReceivedMessage(received.id(), received.receipt(), received.body(), Lane.SLOW, received.receives());
    }

    /** Handles a batch; what is not done. */
    List<String> handle(ReceivedMessage... batch) {
        return handle(List.of(batch), AMPLE);
    }

    List<String> handle(List<ReceivedMessage> batch, Duration remaining) {
        if (dispatcher == null) {
            dispatcher = new Dispatcher(ports());
        }
        return dispatcher.handle(batch, remaining);
    }

    /** Handles messages in a batch of their own; whether all are done. */
    boolean isDone(DispatchMessage... messages) {
        return handle(Stream.of(messages).map(this::receive).toList(), AMPLE).isEmpty();
    }

    Delivery row(One message) {
        return stores.deliveries().row(message.key()).orElseThrow();
    }

    Status status(One message) {
        return row(message).status();
    }
}
