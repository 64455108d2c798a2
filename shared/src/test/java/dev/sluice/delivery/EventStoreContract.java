package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.EventStore.Stored;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import dev.sluice.event.TraceId;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link EventStore} does. */
public abstract class EventStoreContract {

    private static final int MOST_DATA_BYTES = 350_000;

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private EventStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(clock).events();
    }

    @Test
    void findsWhatWasPut() {
        Event event = Samples.event(app, Samples.NOON);
        List<EndpointId> endpoints = Samples.endpointIds(3);

        assertThat(store.put(event, Samples.NOON, endpoints))
                .isEqualTo(new Stored.New(AcceptedEvent.of(event, Samples.NOON, endpoints)));

        assertThat(store.find(key(event))).contains(AcceptedEvent.of(readBack(event), Samples.NOON, endpoints));
    }

    @Test
    void keepsATraceId() {
        TraceId trace = new TraceId("0af7651916cd43dd8448eb211c80319c");
        Event event = Samples.event(app, Samples.NOON).traced(trace);

        store.put(event, Samples.NOON, List.of());
        store.put(event.traced(new TraceId("f".repeat(32))), Samples.NOON, List.of());

        assertThat(store.find(key(event)).orElseThrow().event().source().trace())
                .as("of the first report")
                .isEqualTo(trace);
    }

    @Test
    void keptAreThoseThatAreThereAndTheApplicationsOwn() {
        Event event = Samples.event(app, Samples.NOON);
        Event other = Samples.event(Samples.app(), Samples.NOON);
        Event never = Samples.event(app, Samples.NOON);
        store.put(event, Samples.NOON, List.of());
        store.put(other, Samples.NOON, List.of());
        EventKey othersAsOwn = new EventKey(app, other.id());

        assertThat(store.kept(List.of(key(event), key(never), othersAsOwn))).containsExactly(key(event));

        clock.advance(Stores.EVENTS_KEPT.plusSeconds(1));
        assertThat(store.kept(List.of(key(event)))).isEmpty();
    }

    @Test
    void keepsEverySourceField() {
        EventId id = Samples.event(app, Samples.NOON).id();
        Event bare = new Event(id, app, "invoice.paid", Samples.NOON, new Source("api", "", null, null, true), "{}");

        store.put(bare, Samples.NOON, List.of());

        assertThat(found(bare).event()).isEqualTo(bare);
    }

    @Test
    void aSecondPutOfTheOccurrenceAnswersTheFirst() {
        Event first = Samples.event(app, Samples.NOON);
        List<EndpointId> endpoints = Samples.endpointIds(2);
        store.put(first, Samples.NOON, endpoints);
        Event again =
                Samples.event(app, first.id(), first.createdAt(), first.source().key(), "{\"other\":true}");

        Stored stored = store.put(again, Samples.NOON.plusSeconds(9), Samples.endpointIds(5));

        assertThat(stored).isEqualTo(new Stored.Duplicate(AcceptedEvent.of(readBack(first), Samples.NOON, endpoints)));
        assertThat(found(first)).isEqualTo(stored.event());
    }

    @Test
    void anotherOccurrenceWithTheIdIsACollision() {
        Event first = Samples.event(app, Samples.NOON);
        store.put(first, Samples.NOON, List.of());
        Event other = Samples.event(app, first.id(), first.createdAt(), "another key", "{\"other\":true}");

        assertThat(store.put(other, Samples.NOON.plusSeconds(9), List.of())).isInstanceOf(Stored.Collision.class);

        assertThat(found(first).event()).isEqualTo(readBack(first));
    }

    @Test
    void oneOfManyPutsIsNew() throws Exception {
        Event event = Samples.event(app, Samples.NOON);
        List<List<EndpointId>> endpoints =
                Stream.generate(() -> Samples.endpointIds(120)).limit(5).toList();

        List<Stored> stored = Race.of(5, runner -> () -> store.put(event, Samples.NOON, endpoints.get(runner)));

        assertThat(stored).filteredOn(Stored.New.class::isInstance).hasSize(1);
        assertThat(stored).filteredOn(Stored.Duplicate.class::isInstance).hasSize(4);
        int winner = IntStream.range(0, 5)
                .filter(i -> stored.get(i) instanceof Stored.New)
                .findFirst()
                .orElseThrow();
        assertThat(store.endpoints(key(event), 0, 200)).isEqualTo(endpoints.get(winner));
    }

    @Test
    void hidesAnotherApplicationsEvent() {
        Event event = Samples.event(app, Samples.NOON);
        store.put(event, Samples.NOON, Samples.endpointIds(101));
        EventKey wrong = new EventKey(Samples.app(), event.id());

        assertThat(store.find(wrong)).isEmpty();
        assertThat(store.endpoints(wrong, 0, 101)).isEmpty();
        assertThat(store.list(wrong.app(), null, 10)).isEmpty();
    }

    @Test
    void theSameIdInTwoApplicationsIsTwoEvents() {
        Event event = Samples.event(app, Samples.NOON);
        Event other = Samples.event(Samples.app(), event.id(), event.createdAt(), "k", "{\"mine\":false}");
        store.put(event, Samples.NOON, List.of());

        assertThat(store.put(other, Samples.NOON, List.of())).isInstanceOf(Stored.New.class);

        assertThat(found(event).event().data()).isEqualTo(event.data());
        assertThat(found(other).event().data()).isEqualTo(other.data());
    }

    @Test
    void anExpiredEventIsAbsent() {
        Event event = Samples.event(app, Samples.NOON);
        store.put(event, Samples.NOON, Samples.endpointIds(101));

        clock.set(Samples.NOON.plus(Stores.EVENTS_KEPT).minusSeconds(1));
        assertThat(store.find(key(event))).isPresent();
        assertThat(store.endpoints(key(event), 95, 105)).hasSize(6);

        clock.set(Samples.NOON.plus(Stores.EVENTS_KEPT).truncatedTo(ChronoUnit.SECONDS));
        assertThat(store.find(key(event))).isEmpty();
        assertThat(store.endpoints(key(event), 95, 105)).isEmpty();
        assertThat(store.list(app, null, 10)).isEmpty();
    }

    @Test
    void anExpiredEventMakesRoomForANewOne() {
        Event event = Samples.event(app, Samples.NOON);
        store.put(event, Samples.NOON, Samples.endpointIds(3));
        Instant later = clock.advance(Stores.EVENTS_KEPT);
        List<EndpointId> endpoints = Samples.endpointIds(1);

        assertThat(store.put(event, later, endpoints)).isInstanceOf(Stored.New.class);

        assertThat(found(event)).isEqualTo(AcceptedEvent.of(readBack(event), later, endpoints));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 200, 201, 1_234})
    void keepsAnyNumberOfEndpointsInOrder(int number) {
        Event event = Samples.event(app, Samples.NOON);
        List<EndpointId> endpoints = Samples.endpointIds(number);
        store.put(event, Samples.NOON, endpoints);

        AcceptedEvent found = found(event);
        assertThat(found.endpointCount()).isEqualTo(number);
        assertThat(found.firstEndpoints()).isEqualTo(endpoints.subList(0, Math.min(100, number)));
        assertThat(store.endpoints(key(event), 0, number + 1)).isEqualTo(endpoints);
        assertThat(store.endpoints(key(event), number, number + 10)).isEmpty();
    }

    @Test
    void givesAnyStretchOfTheEndpoints() {
        Event event = Samples.event(app, Samples.NOON);
        List<EndpointId> endpoints = Samples.endpointIds(350);
        store.put(event, Samples.NOON, endpoints);
        Random random = new Random(7);

        for (int i = 0; i < 60; i++) {
            int from = random.nextInt(360);
            int to = from + 1 + random.nextInt(120);
            assertThat(store.endpoints(key(event), from, to))
                    .as("%d to %d", from, to)
                    .isEqualTo(endpoints.subList(Math.min(from, 350), Math.min(to, 350)));
        }
        for (int edge : new int[] {99, 100, 101, 199, 200, 299, 300, 349}) {
            assertThat(store.endpoints(key(event), edge, edge + 1)).containsExactly(endpoints.get(edge));
        }
    }

    @ParameterizedTest
    @MethodSource("data")
    void keepsDataToTheCharacter(String data) {
        Event event = Samples.event(app, Samples.event(app, Samples.NOON).id(), Samples.NOON, "k", data);
        store.put(event, Samples.NOON, Samples.endpointIds(100));

        assertThat(found(event).event().data()).isEqualTo(data);
    }

    static Stream<String> data() {
        return Stream.of(
                "{}",
                "{ \"spaces\" :\t[1.0, 1e2,\"\\u00e9\\/\"] }",
                json("ä€😀\u2028".repeat(40)),
                json("ä€😀".repeat(20_000)),
                json("a".repeat(MOST_DATA_BYTES - 8)),
                json(noise(MOST_DATA_BYTES - 8)));
    }

    @Test
    void listsNewestFirstInPages() {
        List<Event> events = Stream.iterate(0, i -> i + 1)
                .limit(45)
                .map(i -> Samples.event(app, Samples.NOON.minusSeconds(i % 20)))
                .peek(event -> store.put(event, Samples.NOON, List.of()))
                .map(EventStoreContract::readBack)
                .sorted(Comparator.comparing((Event event) -> event.id().value())
                        .reversed())
                .toList();
        store.put(Samples.event(Samples.app(), Samples.NOON), Samples.NOON, List.of());

        List<Event> listed = new ArrayList<>();
        List<AcceptedEvent> page = store.list(app, null, 7);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(7);
            page.forEach(accepted -> listed.add(accepted.event()));
            page = store.list(app, listed.getLast().id(), 7);
        }

        assertThat(listed).isEqualTo(events);
        assertThat(store.list(app, null, 1)).hasSize(1);
        assertThat(store.list(app, null, 100)).hasSize(45);
    }

    @Test
    void anExpiredEventTakesNobodysPlaceInAList() {
        Event old = Samples.event(app, Samples.NOON.plus(Duration.ofHours(23)));
        store.put(old, Samples.NOON, List.of());
        Instant later = clock.advance(Duration.ofDays(1));
        Event young = Samples.event(app, Samples.NOON);
        store.put(young, later, List.of());
        clock.set(Samples.NOON.plus(Stores.EVENTS_KEPT));

        assertThat(store.list(app, null, 1)).extracting(AcceptedEvent::event).containsExactly(readBack(young));
    }

    private AcceptedEvent found(Event event) {
        return store.find(key(event)).orElseThrow();
    }

    private static EventKey key(Event event) {
        return new EventKey(event.app(), event.id());
    }

    private static Event readBack(Event event) {
        Source source = event.source();
        return new Event(
                event.id(),
                event.app(),
                event.type(),
                event.createdAt(),
                new Source(
                        source.kind(),
                        "",
                        source.envelope(),
                        source.snsMessageId(),
                        source.timeReplaced(),
                        source.trace()),
                event.data());
    }

    private static String json(String text) {
        return "{\"a\":\"" + text + "\"}";
    }

    /** Text that hardly deflates. */
    private static String noise(int length) {
        Random random = new Random(8);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('#' + random.nextInt(56)));
        }
        return text.toString();
    }
}
