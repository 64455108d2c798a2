package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.InMemoryQuarantine;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.input.Normalizer;
import dev.sluice.intake.Intakes;
import dev.sluice.wake.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IngestTest {

    private static final String POISON = Bounces.notification("{not JSON");

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final AppId app = Samples.app();
    private final Endpoint endpoint = Samples.endpoint(app, Samples.NOON);
    private final Ingest ingest = ingest(stores.events(), quarantine);

    @BeforeEach
    void create() {
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
    }

    private Ingest ingest(EventStore events, Quarantine whereTo) {
        return new Ingest(
                Intakes.of(new Acceptor(new Subscriptions(stores.endpoints()), events, queue), whereTo),
                Owners.always(app),
                clock);
    }

    private static void accept(Ingest ingest, List<String> notifications) {
        ingest.takeAll(notifications.stream().map(IngestTest::parcel).toList());
    }

    private static Parcel parcel(String notification) {
        return new Parcel(Door.SNS, null, bytes(notification), new IngestLog("sns_message_id", "sns-1"));
    }

    private static byte[] bytes(String notification) {
        return notification.getBytes(StandardCharsets.UTF_8);
    }

    private EventId idOf(String notification) {
        return event(notification).id();
    }

    private Event event(String notification) {
        return accepted(notification).event();
    }

    private Outcome.Accepted accepted(String notification) {
        return (Outcome.Accepted) Normalizer.normalize(bytes(notification), Owners.always(app), clock.instant())
                .getFirst();
    }

    private One message(String notification) {
        return new One(app, idOf(notification), endpoint.id(), 1);
    }

    private List<EventId> stored() {
        return stores.events().all().stream().map(event -> event.event().id()).toList();
    }

    @Test
    void everyNotificationIsAnEventAndAMessage() {
        List<String> three = List.of(Bounces.bounce(1), Bounces.bounce(2), Bounces.bounce(3));

        accept(ingest, three);

        assertThat(stored())
                .containsExactlyInAnyOrderElementsOf(
                        three.stream().map(this::idOf).toList());
        assertThat(queue.take())
                .containsExactlyElementsOf(three.stream().map(this::message).toList());
        assertThat(quarantine.kept()).isEmpty();
    }

    @Test
    void poisonStopsNobody() {
        accept(ingest, List.of(Bounces.bounce(1), POISON, Bounces.bounce(2)));

        assertThat(queue.take()).containsExactly(message(Bounces.bounce(1)), message(Bounces.bounce(2)));
        assertThat(quarantine.kept()).extracting(RejectedInput::reason).containsExactly("invalid_json");
    }

    @Test
    void aControlMessageIsAcknowledgedAndLeavesNothing() {
        accept(
                ingest,
                List.of(Bounces.notification("Successfully validated SNS topic for Amazon SES event publishing.")));

        assertThat(stored()).isEmpty();
        assertThat(queue.waiting()).isEmpty();
        assertThat(quarantine.kept()).isEmpty();
    }

    static Stream<String> rejected() {
        return Stream.of(
                POISON,
                Bounces.notification(""),
                Bounces.notification("[1,2]"),
                Bounces.notification("{\"hello\":\"wörld ✓\"}"),
                Bounces.notification("{\"eventType\":\"Bounce\",\"mail\":{}}"),
                Bounces.notification("{\"eventType\":\"Bounce\",\"mail\":\"" + "x".repeat(400_000) + "\"}"),
                Bounces.notification("half a \ud83d surrogate"),
                Bounces.records("{\"Sns\":{\"Subject\":\"subject \udc00\",\"Message\":\"{}\"}}"),
                Bounces.records("{\"Sns\":{}}"),
                Bounces.records("null"));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void whatIsRejectedIsKeptWholeAndIsRejectedAgain(String notification) {
        accept(ingest, List.of(notification));

        assertThat(stored()).isEmpty();
        RejectedInput kept = quarantine.kept().getFirst();
        assertThat(kept.app()).isEqualTo(app);
        assertThat(kept.door()).isEqualTo(Door.SNS);
        assertThat(kept.receivedAt()).isEqualTo(clock.instant());
        assertThat(kept.raw()).isEqualTo(bytes(notification));
        assertThat(Normalizer.normalize(
                        kept.raw(), Owners.always(app), clock.instant().plus(Duration.ofDays(2))))
                .containsExactly(new Outcome.Rejected(kept.reason(), kept.message()));
    }

    static Stream<String> sound() {
        return Stream.of(Bounces.bounce(1), Bounces.undated(1));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void whatIsRejectedOnceIsTheSameEventAfterAFix(String sound) {
        Acceptor acceptor = new Acceptor(new Subscriptions(stores.endpoints()), stores.events(), queue);
        Owners stranger = Owners.always(Samples.app());
        accept(new Ingest(Intakes.of(acceptor, quarantine), stranger, clock), List.of(sound));

        RejectedInput kept = quarantine.kept().getFirst();
        assertThat(kept.reason()).isEqualTo("unknown_application");
        assertThat(Normalizer.normalize(
                        kept.raw(), Owners.always(app), clock.instant().plus(Duration.ofDays(2))))
                .containsExactly(accepted(sound));
        assertThat(stored()).isEmpty();
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void dataBeyondWhatARowHoldsAreKeptWhole() {
        String large = Bounces.notification(Bounces.text(1).replace("550 user unknown", "550 " + "ü".repeat(180_000)));

        accept(ingest, List.of(large, Bounces.bounce(2)));

        RejectedInput kept = quarantine.kept().getFirst();
        assertThat(kept.reason()).isEqualTo("payload_too_large");
        assertThat(Normalizer.normalize(kept.raw(), Owners.always(app), clock.instant()))
                .containsExactly(accepted(large));
        assertThat(stored()).containsExactly(idOf(Bounces.bounce(2)));
    }

    @Test
    void aCollisionIsKeptAndNothingIsOverwritten() {
        Event other = Samples.event(app, idOf(Bounces.bounce(1)), clock.instant(), "another key", "{\"other\":1}");
        stores.events().put(other, clock.instant(), List.of());

        accept(ingest, List.of(Bounces.bounce(1), Bounces.bounce(2)));

        assertThat(quarantine.kept()).extracting(RejectedInput::reason).containsExactly("id_collision");
        assertThat(stores.events().all())
                .extracting(event -> event.event().data())
                .contains("{\"other\":1}");
        assertThat(queue.take()).containsExactly(message(Bounces.bounce(2)));
    }

    @Test
    void aDuplicateIsOneEventAndSentAgain() {
        accept(ingest, List.of(Bounces.bounce(1), Bounces.bounce(1)));
        clock.advance(Duration.ofHours(1));
        accept(ingest, List.of(Bounces.bounce(1)));

        assertThat(stored()).containsExactly(idOf(Bounces.bounce(1)));
        assertThat(queue.take()).hasSize(3).containsOnly(message(Bounces.bounce(1)));
    }

    @Test
    void whenTheTableFailsOneTheOthersAreAcceptedAndTheFunctionFails() {
        EventId unlucky = idOf(Bounces.bounce(2));
        Faults.Fault once = Faults.first(1, "put");
        Ingest faulty = ingest(
                Faults.in(EventStore.class, stores.events(), (method, arguments) -> {
                    if (method.equals("put")
                            && ((Event) arguments.getFirst()).id().equals(unlucky)) {
                        once.before(method, arguments);
                    }
                }),
                quarantine);
        List<String> four = List.of(Bounces.bounce(1), Bounces.bounce(2), POISON, Bounces.bounce(3));

        assertThatThrownBy(() -> accept(faulty, four))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("put fails");
        assertThat(stored()).containsExactlyInAnyOrder(idOf(Bounces.bounce(1)), idOf(Bounces.bounce(3)));
        assertThat(quarantine.kept()).hasSize(1);

        accept(faulty, four); // as Lambda does
        assertThat(stored()).hasSize(3);
        assertThat(queue.take()).hasSize(5).<DispatchMessage>contains(message(Bounces.bounce(2)));
    }

    @Test
    void anEventThatTheQueueDidNotTakeIsSentByTheRetry() {
        queue.refuse(message -> true);
        assertThatThrownBy(() -> accept(ingest, List.of(Bounces.bounce(1))))
                .isInstanceOf(DispatchQueue.NotAccepted.class);
        assertThat(queue.waiting()).isEmpty();

        queue.refuse(message -> false);
        accept(ingest, List.of(Bounces.bounce(1)));
        assertThat(queue.take()).containsExactly(message(Bounces.bounce(1)));
    }

    @Test
    void whatCannotBeQuarantinedFailsTheFunctionAfterTheOthers() {
        Ingest faulty = ingest(stores.events(), Faults.in(Quarantine.class, quarantine, Faults.first(1, "keep")));

        assertThatThrownBy(() -> accept(faulty, List.of(POISON, Bounces.bounce(1))))
                .hasMessage("keep fails");

        assertThat(queue.take()).containsExactly(message(Bounces.bounce(1)));
    }

    @Test
    void theFirstFailureIsTheOneThatIsThrown() {
        Ingest faulty = ingest(
                Faults.in(EventStore.class, stores.events(), (method, arguments) -> {
                    throw new IllegalStateException(
                            ((Event) arguments.getFirst()).id().value());
                }),
                quarantine);

        assertThatThrownBy(() -> accept(faulty, List.of(Bounces.bounce(1), Bounces.bounce(2))))
                .hasMessage(idOf(Bounces.bounce(1)).value());
    }
}
