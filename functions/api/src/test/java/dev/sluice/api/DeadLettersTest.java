package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.EventId;
import dev.sluice.wake.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeadLettersTest {

    private static final Cause REFUSED = new Cause(Cause.Reason.RETRIES_EXHAUSTED, "connect", null);
    private static final Cause ERROR = new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500);
    private static final Cause GONE = new Cause(Cause.Reason.CLIENT_ERROR, "status", 404);

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");
    private final List<EndpointId> endpoints = Stream.of(endpoint(one), endpoint(one))
            .sorted(Comparator.comparing(EndpointId::value))
            .toList();
    private final EndpointId first = endpoints.getFirst();
    private final EndpointId second = endpoints.getLast();

    @Test
    void areListedByEndpointAndCauseWithFirstAndLast() {
        dead(first, ERROR, 0);
        Delivery last = dead(first, ERROR, 20);
        dead(first, ERROR, 10);
        dead(first, GONE, 5);
        dead(second, REFUSED, 7);

        JsonNode data = list("").path("data");

        assertThat(StreamSupport.stream(data.spliterator(), false)
                        .map(row -> row.path("endpoint").asText() + " " + row.path("cause") + " " + row.path("count"))
                        .toList())
                .containsExactly(
                        first + " {\"reason\":\"retries_exhausted\",\"failure\":\"status\",\"status\":500} 3",
                        first + " {\"reason\":\"client_error\",\"failure\":\"status\",\"status\":404} 1",
                        second + " {\"reason\":\"retries_exhausted\",\"failure\":\"connect\"} 1");
        JsonNode errors = data.path(0);
        assertThat(errors.path("first_dead_at").asText()).isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(errors.path("last_dead_at").asText()).isEqualTo("2026-05-04T03:02:21.123Z");
        assertThat(errors.path("example").asText()).isEqualTo(last.key().id().toString());
    }

    @Test
    void areListedOneByOneWithoutTheirAttempts() {
        Delivery error = dead(first, ERROR, 0);
        dead(first, GONE, 5);
        dead(second, REFUSED, 7);

        JsonNode data = one.client()
                .get("/v1/dead-letters/deliveries?status=500")
                .is(200)
                .json()
                .path("data");

        assertThat(data).hasSize(1);
        assertThat(data.path(0).path("id").asText()).isEqualTo(error.key().id().toString());
        assertThat(data.path(0).path("cause").path("reason").asText()).isEqualTo("retries_exhausted");
        assertThat(data.path(0).path("dead_at").asText()).isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(data.path(0).has("attempts")).isFalse();
    }

    @Test
    void oneByOneTheListGoesOnBehindAThousand() {
        for (int i = 0; i < Effort.MOST_MOVED + 5; i++) {
            dead(first, ERROR, 0);
        }

        Reply page = one.client().get("/v1/dead-letters/deliveries").is(200);
        Reply rest = one.client()
                .get("/v1/dead-letters/deliveries?after=" + page.at("next"))
                .is(200);

        assertThat(page.column("id")).hasSize(Effort.MOST_MOVED);
        assertThat(rest.column("id")).hasSize(5).doesNotContainAnyElementsOf(page.column("id"));
        assertThat(rest.json().path("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 5",
        "reason=client_error, 1",
        "failure=status, 4",
        "failure=connect, 1",
        "status=500, 3",
        "reason=retries_exhausted&status=404, 0",
        "since=2026-05-04T03:02:11.123Z, 2",
        "until=2026-05-04T03:02:11.123Z, 3",
        "since=2026-05-04T03:02:06.123Z&until=2026-05-04T03:02:11.124Z, 3",
    })
    void filtersSayWhichAreMeantAlikeForListDryRunAndRedrive(String query, int number) {
        dead(first, ERROR, 0);
        dead(first, ERROR, 20);
        dead(first, ERROR, 10);
        dead(first, GONE, 5);
        dead(second, REFUSED, 7);

        int listed = StreamSupport.stream(
                        list(query.isEmpty() ? "" : "?" + query).path("data").spliterator(), false)
                .mapToInt(row -> row.path("count").asInt())
                .sum();
        assertThat(listed).isEqualTo(number);
        JsonNode dry = redrive(json(query, ",\"dry_run\":true"));
        assertThat(dry.path("matched").asInt()).isEqualTo(number);
        assertThat(dry.path("redriven").asInt()).isZero();
        assertThat(held()).isZero();
        assertThat(redrive(json(query, "")).path("redriven").asInt()).isEqualTo(number);
        assertThat(held()).isEqualTo(number);
    }

    /** A query as the fields of a body. */
    private static String json(String query, String more) {
        List<String> fields = new ArrayList<>(List.of("\"endpoint\":null"));
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.add("\"" + parts[0] + "\":" + (parts[0].equals("status") ? parts[1] : "\"" + parts[1] + "\""));
        }
        return "{" + String.join(",", fields) + more + "}";
    }

    @Test
    void aRedriveHoldsTheNextSeriesAndAsksForALook() {
        Delivery dead = dead(first, ERROR, 0);
        api.clock.advance(Duration.ofHours(1));

        redrive("{\"endpoint\":\"" + first + "\"}");

        Delivery row = row(dead);
        assertThat(row.series()).isEqualTo(2);
        assertThat(row.attempts()).isZero();
        assertThat(row.status()).isEqualTo(new Status.Held(HoldReason.REDRIVE, api.clock.instant(), dead.status()));
        assertThat(api.stores.held().looks())
                .containsExactlyEntriesOf(Map.of(new Due.OfEndpoint(one.app(), first), api.clock.instant()));
        assertThat(api.queue.take()).as("nothing is sent by the request").isEmpty();
        assertThat(api.stores.dead().cleaning()).isPresent();
    }

    @Test
    void redrivenTwiceIsRedrivenOnce() {
        dead(first, ERROR, 0);

        assertThat(redrive("{}").path("redriven").asInt()).isEqualTo(1);
        assertThat(redrive("{}").path("matched").asInt()).isZero();
    }

    @Test
    void aRequestThatIsCutOffLosesNothing() {
        List<Delivery> dead =
                IntStream.range(0, 250).mapToObj(i -> dead(first, ERROR, i)).toList();
        TestApi failing = api.another(parts ->
                parts.deliveries = Faults.in(DeliveryStore.class, api.stores.deliveries(), Faults.first(1, "write")));

        failing.as(one.key()).post("/v1/dead-letters/redrive", "{}").is(500);

        long moved = held();
        assertThat(moved).isBetween(1L, 100L);
        assertThat(api.stores.held().looks()).containsKey(new Due.OfEndpoint(one.app(), first));
        assertThat(redrive("{}").path("redriven").asLong()).isEqualTo(250 - moved);
        assertThat(dead).extracting(row -> row(row).series()).containsOnly(2);
    }

    @Test
    void aRequestMovesAThousandAndTheNextGoesOn() {
        for (int i = 0; i < 1_250; i++) {
            dead(i < 600 ? first : second, ERROR, i);
        }

        JsonNode one = redrive("{}");
        JsonNode two = redriveAfter(one.path("next").asText(), "{}");

        assertThat(one.path("redriven").asInt()).isEqualTo(1_000);
        assertThat(two.path("redriven").asInt()).isEqualTo(250);
        assertThat(two.path("next").isNull()).isTrue();
    }

    @Test
    void whatIsPastItsExpiryStaysDeadAndIsCounted() {
        Delivery old = dead(first, ERROR, 0);
        api.clock.advance(Duration.ofDays(30).plusSeconds(1));
        Delivery young = dead(first, ERROR, (int) Duration.ofDays(30).toSeconds() + 1);

        JsonNode sum = redrive("{}");

        assertThat(sum.path("matched").asInt()).isEqualTo(2);
        assertThat(sum.path("redriven").asInt()).isEqualTo(1);
        assertThat(sum.path("payload_expired").asInt()).isEqualTo(1);
        assertThat(row(old).status()).isInstanceOf(Status.Dead.class);
        assertThat(row(young).status()).isInstanceOf(Status.Held.class);
        post("/v1/deliveries/" + old.key().id() + "/redrive", "{}").isProblem(409, "payload_expired");
        post("/v1/deliveries/" + old.key().id() + "/replay", "{}").isProblem(409, "payload_expired");
    }

    @Test
    void aPurgeEndsWhatDiedBeforeATime() {
        Delivery old = dead(first, ERROR, 0);
        Delivery kept = dead(first, ERROR, 10);

        Reply reply = one.client().delete("/v1/dead-letters?before=2026-05-04T03:02:11.123Z");

        assertThat(reply.is(200).at("purged")).isEqualTo("1");
        assertThat(reply.json().path("next").isNull()).isTrue();
        assertThat(row(old).status()).isEqualTo(new Status.Canceled(Status.Canceled.PURGED, api.clock.instant()));
        assertThat(row(kept)).isEqualTo(kept);
        one.client().delete("/v1/dead-letters").isProblemOf("before", 400, "missing_field");
    }

    @Test
    void aDeletedEndpointsAreNeitherListedNorMoved() {
        dead(first, ERROR, 0);
        one.client().delete("/v1/endpoints/" + first).is(204);

        assertThat(list("").path("data")).isEmpty();
        assertThat(redrive("{}").path("matched").asInt()).isZero();
    }

    @Test
    void anotherTenantsAreNone() {
        Delivery dead = dead(first, ERROR, 0);
        Tenant two = api.tenant("two");

        assertThat(two.client().get("/v1/dead-letters").is(200).json().path("data"))
                .isEmpty();
        two.client().get("/v1/dead-letters?endpoint=" + first).is(404);
        two.client()
                .post("/v1/dead-letters/redrive", "{\"endpoint\":\"" + first + "\"}")
                .is(404);
        two.client()
                .delete("/v1/dead-letters?before=2027-01-01T00:00:00Z&endpoint=" + first)
                .is(404);
        two.client()
                .post("/v1/deliveries/" + dead.key().id() + "/redrive", "{}")
                .is(404);
        two.client().post("/v1/deliveries/" + dead.key().id() + "/replay", "{}").is(404);
        two.client()
                .post("/v1/events/" + dead.key().id().event() + "/replay", "{}")
                .is(404);
        two.client()
                .post("/v1/endpoints/" + first + "/recover", "{\"since\":\"2026-01-01T00:00:00Z\"}")
                .is(404);
        two.client().get("/v1/endpoints/" + first + "/held").is(404);
        two.client()
                .post("/v1/endpoints/" + first + "/held/cancel", "{\"reason\":\"redrive\"}")
                .is(404);
        two.client().delete("/v1/dead-letters?before=2027-01-01T00:00:00Z").is(200);

        assertThat(row(dead)).isEqualTo(dead);
    }

    @ParameterizedTest
    @CsvSource({
        "reason=none, reason",
        "failure=none, failure",
        "status=99, status",
        "status=x, status",
        "since=yesterday, since",
        "until=2026-05-04, until",
        "since=2026-05-04T03:02:11Z&until=2026-05-04T03:02:11Z, until",
    })
    void aFilterThatIsWrongIsNamed(String query, String field) {
        one.client().get("/v1/dead-letters?" + query).isProblemOf(field, 400, "invalid_field");
        one.client().delete("/v1/dead-letters?before=2026-05-04T03:02:11Z&x=1").isProblemOf("x", 400, "unknown_field");
        post("/v1/dead-letters/redrive", "{\"" + field + "\":\"?\"}").isProblemOf(field, 400, "invalid_field");
        one.client().get("/v1/dead-letters?after=x").isProblemOf("after", 400, "invalid_cursor");
    }

    @Test
    void oneDeliveryIsRedrivenIfItIsDead() {
        Delivery dead = dead(first, ERROR, 0);
        Delivery purged = dead(first, ERROR, 1);
        api.stores.deliveries().write(purged, purged.purged(api.clock.instant()));

        Reply reply = post("/v1/deliveries/" + dead.key().id() + "/redrive", "").is(200);

        assertThat(reply.at("state")).isEqualTo("held");
        assertThat(reply.at("hold_reason")).isEqualTo("redrive");
        assertThat(reply.at("series")).isEqualTo("2");
        assertThat(post("/v1/deliveries/" + dead.key().id() + "/redrive", "")
                        .is(200)
                        .json())
                .as("asked twice")
                .isEqualTo(reply.json());
        post("/v1/deliveries/" + purged.key().id() + "/redrive", "").isProblem(409, "delivery_not_dead");
    }

    @Test
    void whatIsHeldIsCountedByReasonAndARedriveIsCalledOff() {
        Delivery redriven = dead(first, ERROR, 0);
        Delivery released = dead(first, ERROR, 1);
        redrive("{}");
        Delivery row = row(released);
        api.stores.deliveries().write(row, row.released(api.clock.instant(), api.clock.instant()));
        Delivery paused = written(null, fresh(first).held(HoldReason.PAUSED, api.clock.instant()));
        api.clock.advance(Duration.ofSeconds(30));

        assertThat(StreamSupport.stream(
                                one.client()
                                        .get("/v1/endpoints/" + first + "/held")
                                        .is(200)
                                        .json()
                                        .path("data")
                                        .spliterator(),
                                false)
                        .toList())
                .extracting(
                        each -> each.path("reason").asText(),
                        each -> each.path("count").asInt())
                .containsExactly(tuple("paused", 1), tuple("redrive", 1));
        JsonNode canceled = post("/v1/endpoints/" + first + "/held/cancel", "{\"reason\":\"redrive\"}")
                .is(200)
                .json();

        assertThat(canceled.path("canceled").asInt()).isEqualTo(1);
        assertThat(row(redriven).status()).isEqualTo(redriven.status());
        assertThat(row(redriven).series()).isEqualTo(2);
        assertThat(api.deadLetters.pointers()).containsExactly(row(redriven).pointer());
        assertThat(row(released).status()).isInstanceOf(Status.Pending.class);
        assertThat(row(paused)).isEqualTo(paused);
        post("/v1/endpoints/" + first + "/held/cancel", "{\"reason\":\"paused\"}")
                .isProblemOf("reason", 400, "invalid_field");
        post("/v1/endpoints/" + first + "/held/cancel", "{}").isProblemOf("reason", 400, "missing_field");
    }

    private EndpointId endpoint(Tenant tenant) {
        return new EndpointId(tenant.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"}")
                .is(201)
                .at("id"));
    }

    private Delivery fresh(EndpointId endpoint) {
        String event = one.client()
                .post("/v1/events", "{\"type\":\"order.paid\",\"data\":{}}")
                .is(202)
                .at("id");
        api.queue.take();
        DeliveryKey key = DeliveryKey.of(one.app(), new EventId(event), endpoint);
        return Delivery.first(key, 1, api.stores.events().find(key.event()).orElseThrow(), api.clock.instant());
    }

    /** One that died so many seconds behind the start, noted as the dispatcher notes it. */
    private Delivery dead(EndpointId endpoint, Cause cause, int seconds) {
        Instant at = TestApi.START.plusSeconds(seconds);
        api.stores.dead().note(one.app(), endpoint, at);
        return written(null, fresh(endpoint).dead(cause, at));
    }

    private Delivery written(Delivery before, Delivery after) {
        assertThat(api.stores.deliveries().write(before, after)).isTrue();
        return after;
    }

    private Delivery row(Delivery delivery) {
        return api.stores.deliveries().row(delivery.key()).orElseThrow();
    }

    private long held() {
        return api.stores.deliveries().all().stream()
                .filter(row -> row.status() instanceof Status.Held)
                .count();
    }

    private JsonNode list(String query) {
        return one.client().get("/v1/dead-letters" + query).is(200).json();
    }

    private Reply post(String path, String body) {
        return one.client().post(path, body);
    }

    private JsonNode redrive(String body) {
        return post("/v1/dead-letters/redrive", body).is(200).json();
    }

    private JsonNode redriveAfter(String next, String body) {
        return post("/v1/dead-letters/redrive?after=" + next, body).is(200).json();
    }
}
