package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.delivery.Samples;
import dev.sluice.email.SuppressionStore;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Effect;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.TraceId;
import dev.sluice.wake.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final byte[] RAW = "{\"raw\":1}".getBytes(StandardCharsets.UTF_8);
    private static final TraceId TRACE = new TraceId("0af7651916cd43dd8448eb211c80319c");
    private static final Effect.Suppress BOUNCED =
            new Effect.Suppress("ann@example.com", "bounced", null, null, "m-1", Samples.NOON);

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    private final AppId app = Samples.app();
    private final Event event = Samples.event(app, Samples.NOON);
    private final Input input =
            new Input(app, Door.SQS, Map.of("source", "src_1"), TRACE, () -> RAW, Samples.NOON.minusSeconds(1));
    private final Intake intake = intake(stores.suppressions());

    @BeforeEach
    void create() {
        stores.applications().create(Samples.application(app));
    }

    @Test
    void storesAnEventAndCarriesOutItsEffects() {
        Taken taken = take(accepted(event, BOUNCED));

        assertThat(taken).isInstanceOfSatisfying(Taken.Accepted.class, accepted -> {
            assertThat(accepted.duplicate()).isFalse();
            assertThat(accepted.event().event()).isEqualTo(event.traced(TRACE));
        });
        assertThat(stores.suppressions().list(app, null, 10)).hasSize(1);
        assertThat(stores.quarantine().kept()).isEmpty();
    }

    @Test
    void aDuplicateCarriesOutWhatTheFirstTimeMayNotHaveComeTo() {
        Intake faulty = intake(Faults.in(SuppressionStore.class, stores.suppressions(), Faults.first(1, "put")));
        assertThatThrownBy(() -> faulty.take(accepted(event, BOUNCED), input, clock.instant()))
                .hasMessage("put fails");
        assertThat(stores.events().all()).hasSize(1);

        Taken taken = faulty.take(accepted(event, BOUNCED), input, clock.instant());

        assertThat(((Taken.Accepted) taken).duplicate()).isTrue();
        assertThat(stores.suppressions().list(app, null, 10)).hasSize(1);
    }

    @Test
    void anEventAboutWhatHasEndedIsStoredAsStaleAndTheFirstTellingStays() {
        Event late = Samples.event(app, Samples.NOON);
        take(accepted(event, new Effect.End("sub_1", Samples.NOON)));

        take(accepted(late, new Effect.StaleIfEnded("sub_1")));

        assertThat(stored(late).data()).endsWith("\"stale\":true}");
        Event early = Samples.event(app, Samples.NOON);
        take(accepted(early, new Effect.StaleIfEnded("sub_2")));
        take(accepted(Samples.event(app, Samples.NOON), new Effect.End("sub_2", Samples.NOON)));
        take(accepted(early, new Effect.StaleIfEnded("sub_2")));
        assertThat(stored(early).data()).isEqualTo(early.data());
    }

    @Test
    void whatIsAcceptedOnceAnEndIsStoredIsStaleThoughTheEndWasNotAnswered() {
        stores.endpoints().create(Samples.endpoint(app, Samples.NOON));
        queue.refuse(message -> true);
        assertThatThrownBy(() -> take(accepted(event, new Effect.End("sub_1", Samples.NOON))))
                .isInstanceOf(DispatchQueue.NotAccepted.class);
        assertThat(stores.events().all()).hasSize(1);

        queue.refuse(message -> false);
        Event late = Samples.event(app, Samples.NOON);
        take(accepted(late, new Effect.StaleIfEnded("sub_1")));

        assertThat(stored(late).data()).endsWith("\"stale\":true}");
    }

    @Test
    void anEndThatIsTooLargeToStoreEndsNothing() {
        take(accepted(withData(350_001), new Effect.End("sub_1", Samples.NOON)));

        assertThat(stores.ended().contains(app, "sub_1")).isFalse();
    }

    @Test
    void aControlMessageLeavesNothing() {
        assertThat(take(new Outcome.Control("provider_ping", "a ping")))
                .isEqualTo(new Taken.Control("provider_ping", "a ping"));

        assertThat(stores.events().all()).isEmpty();
        assertThat(stores.quarantine().kept()).isEmpty();
    }

    @Test
    void aRejectionIsKeptWithWhatAReplayHasToKnowAndOnceHoweverOftenItIsTaken() {
        Outcome rejected = RejectionReason.INVALID_JSON.because("line 1");

        Taken first = take(rejected);
        Taken second = take(rejected);

        assertThat(second).isEqualTo(first);
        assertThat(stores.quarantine().kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept)
                        .isEqualTo(new RejectedInput(
                                app,
                                Door.SQS,
                                Map.of("source", "src_1"),
                                "invalid_json",
                                "line 1",
                                RAW,
                                Samples.NOON.minusSeconds(1))));
    }

    @Test
    void dataOfMoreThanARowHoldsAreRejectedAndDoNothing() {
        Event largest = withData(350_000);
        Event larger = withData(350_001);

        assertThat(take(accepted(largest))).isInstanceOf(Taken.Accepted.class);
        assertThat(reason(take(accepted(larger, BOUNCED)))).isEqualTo("payload_too_large");

        assertThat(stores.suppressions().list(app, null, 10)).isEmpty();
        assertThat(stores.quarantine().kept()).extracting(RejectedInput::app).containsExactly(app);
    }

    @Test
    void whatBelongsToAnUnknownApplicationIsKeptAsNobodysWhereAnAdminFindsIt() {
        Event strangers = Samples.event(Samples.app(), Samples.NOON);

        assertThat(reason(take(accepted(strangers, BOUNCED)))).isEqualTo("unknown_application");

        assertThat(stores.quarantine().list(null, null, 10)).hasSize(1);
        assertThat(stores.suppressions().list(strangers.app(), null, 10)).isEmpty();
    }

    @Test
    void whatIsRejectedOfAnApplicationThatDoesNotExistIsKeptAsNobodysToo() {
        AppId unknown = Samples.app();
        Input ofUnknown = new Input(unknown, Door.SQS, Map.of(), TRACE, () -> RAW, Samples.NOON);

        assertThat(reason(intake.take(RejectionReason.INVALID_JSON.because("line 1"), ofUnknown, clock.instant())))
                .isEqualTo("invalid_json");
        assertThat(reason(intake.take(accepted(withData(unknown, 350_001)), ofUnknown, clock.instant())))
                .isEqualTo("payload_too_large");

        assertThat(stores.quarantine().list(unknown, null, 10)).isEmpty();
        assertThat(stores.quarantine().kept()).extracting(RejectedInput::app).containsOnlyNulls();
    }

    @Test
    void whatIsRejectedIsItsApplicationsAsSoonAsThatIsThere() {
        AppId late = Samples.app();
        Input ofLate = new Input(late, Door.SQS, Map.of(), TRACE, () -> RAW, Samples.NOON);
        take(ofLate);
        stores.applications().create(Samples.application(late));
        take(ofLate);

        assertThat(stores.quarantine().list(null, null, 10)).hasSize(1);
        assertThat(stores.quarantine().list(late, null, 10)).hasSize(1);
    }

    @Test
    void whatIsTakenAgainAndRejectedStillIsNotKeptOnceMore() {
        assertThat(intake.takeAgain(RejectionReason.INVALID_JSON.because("line 1"), input, clock.instant()))
                .isEqualTo(new Intake.Replayed.StillRejected("invalid_json", "line 1"));
        assertThat(stores.quarantine().kept()).isEmpty();

        clock.advance(Duration.ofDays(1));
        assertThat(intake.takeAgain(accepted(event, BOUNCED), input, clock.instant()))
                .isInstanceOf(Intake.Replayed.Done.class);
        assertThat(stores.suppressions().list(app, null, 10)).hasSize(1);
    }

    @Test
    void anOperatorIsToldOfWhatIsRejectedAndNotWhatItHolds() {
        Endpoint operator = Samples.operator(app, Samples.NOON);
        stores.endpoints().create(operator);

        Taken.Rejected rejected =
                (Taken.Rejected) take(new Outcome.Rejected("unsupported_input", "kept-quiet is no shape"));

        assertThat(stores.events().all()).singleElement().satisfies(told -> {
            assertThat(told.event().type()).isEqualTo("source.rejected");
            assertThat(told.firstEndpoints()).containsExactly(operator.id());
            assertThat(told.event().data())
                    .isEqualTo("{\"quarantine\":\"" + rejected.id() + "\",\"door\":\"sqs\",\"source\":\"src_1\","
                            + "\"reason\":\"unsupported_input\",\"received_at\":\"2026-03-02T11:59:59.250Z\"}");
        });
    }

    private Intake intake(SuppressionStore suppressions) {
        Subscriptions subscriptions = new Subscriptions(stores.endpoints());
        Acceptor acceptor = new Acceptor(subscriptions, stores.events(), queue);
        return new Intake(
                acceptor,
                stores.quarantine(),
                new Effects(suppressions, stores.emailStatuses(), stores.ended()),
                new OperationalEvents(subscriptions, acceptor));
    }

    private Taken take(Outcome outcome) {
        return intake.take(outcome, input, clock.instant());
    }

    private Event stored(Event told) {
        return stores.events().all().stream()
                .map(accepted -> accepted.event())
                .filter(each -> each.id().equals(told.id()))
                .findFirst()
                .orElseThrow();
    }

    private void take(Input rejected) {
        intake.take(RejectionReason.INVALID_JSON.because("line 1"), rejected, clock.instant());
    }

    private Event withData(int bytes) {
        return withData(app, bytes);
    }

    private static Event withData(AppId app, int bytes) {
        String data = "{\"a\":\"" + "ä".repeat((bytes - 8) / 2) + ((bytes - 8) % 2 == 0 ? "" : "a") + "\"}";
        return Samples.event(app, Samples.event(app, Samples.NOON).id(), Samples.NOON, "key", data);
    }

    private static String reason(Taken taken) {
        return ((Taken.Rejected) taken).reason();
    }

    private static Outcome.Accepted accepted(Event event, Effect... effects) {
        return new Outcome.Accepted(event, List.of(effects));
    }
}
