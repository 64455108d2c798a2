package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries, events and stretches of time that are sent once more. */
final class ReplaysTest {

    private static final Cause ERROR = new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500);

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");
    private final EndpointId endpoint = endpoint("*");

    @Test
    void aDeliveredDeliveryIsSentOnceMore() {
        Delivery delivered = delivered(event("order.paid"), endpoint);

        Reply reply =
                post("/v1/deliveries/" + delivered.key().id() + "/replay", "{}").is(200);

        assertThat(reply.at("state")).isEqualTo("held");
        assertThat(reply.at("hold_reason")).isEqualTo("replay");
        assertThat(reply.at("series")).isEqualTo("2");
        assertThat(reply.json().path("attempts")).as("the log is kept").hasSize(1);
        assertThat(post("/v1/deliveries/" + delivered.key().id() + "/replay", "{}")
                        .is(200)
                        .json())
                .as("asked twice")
                .isEqualTo(reply.json());
    }

    @Test
    void whatIsOnItsWayIsLeftAlone() {
        DeliveryKey key = key(event("order.paid"), endpoint);

        assertThat(post("/v1/deliveries/" + key.id() + "/replay", "{}").is(200).at("state"))
                .isEqualTo("pending");
        assertThat(api.stores.deliveries().all()).isEmpty();
    }

    @Test
    void aDeletedEndpointIsSentNothing() {
        Delivery delivered = delivered(event("order.paid"), endpoint);
        one.client().delete("/v1/endpoints/" + endpoint).is(204);

        post("/v1/deliveries/" + delivered.key().id() + "/replay", "{}").is(404);
        assertThat(post("/v1/events/" + delivered.key().id().event() + "/replay", "{}")
                        .is(200)
                        .at("matched"))
                .isEqualTo("0");
    }

    @Test
    void anEventGoesToAllOfItsEndpointsOrToOne() {
        EndpointId other = endpoint("*");
        EventId event = event("order.paid");
        EndpointId later = endpoint("*");
        delivered(event, endpoint);
        delivered(event, other);

        JsonNode dry = post("/v1/events/" + event + "/replay", "{\"dry_run\":true}")
                .is(200)
                .json();
        assertThat(dry.path("matched").asInt()).isEqualTo(2);
        assertThat(dry.path("replayed").asInt()).isZero();
        JsonNode single = post("/v1/events/" + event + "/replay", "{\"endpoint\":\"" + other + "\"}")
                .is(200)
                .json();
        assertThat(single.path("replayed").asInt()).isEqualTo(1);
        JsonNode all = post("/v1/events/" + event + "/replay", "").is(200).json();
        assertThat(all.path("replayed").asInt()).isEqualTo(1);
        assertThat(all.path("open").asInt()).isEqualTo(1);
        assertThat(all.path("next").isNull()).isTrue();
        post("/v1/events/" + event + "/replay", "{\"endpoint\":\"" + later + "\"}")
                .is(404);
        post("/v1/events/" + event + "/replay", "{\"endpoint\":\"ep_x\"}").is(404);
        post("/v1/events/evt_x/replay", "").is(404);
    }

    @Test
    void whatWasLostIsMadeOnceTheAuditHasLooked() {
        EventId event = event("order.paid");

        assertThat(post("/v1/events/" + event + "/replay", "").is(200).at("open"))
                .isEqualTo("1");
        api.clock.advance(Duration.ofMinutes(15));
        assertThat(post("/v1/events/" + event + "/replay", "").is(200).at("replayed"))
                .isEqualTo("1");

        assertThat(row(key(event, endpoint))).hasValueSatisfying(row -> {
            assertThat(row.series()).isEqualTo(1);
            assertThat(row.status()).isEqualTo(new Status.Held(HoldReason.REPLAY, api.clock.instant()));
        });
    }

    @Test
    void recoverSendsWhatIsNotDelivered() {
        DeliveryKey dead = dead(event("order.paid"), endpoint).key();
        delivered(event("order.paid"), endpoint);
        EventId lost = event("order.paid");
        api.clock.advance(Duration.ofHours(1));

        JsonNode sum = recover("\"since\":\"2026-05-04T03:00:00Z\"");

        assertThat(sum.path("matched").asInt()).isEqualTo(2);
        assertThat(sum.path("recovered").asInt()).isEqualTo(2);
        assertThat(row(dead).orElseThrow().status()).isInstanceOf(Status.Held.class);
        assertThat(row(key(lost, endpoint)).orElseThrow().status()).isInstanceOf(Status.Held.class);
        assertThat(recover("\"since\":\"2026-05-04T03:00:00Z\"").path("open").asInt())
                .as("asked twice")
                .isEqualTo(2);
    }

    @Test
    void recoverSendsWhatIsDeliveredTooWhereThatIsWanted() {
        dead(event("order.paid"), endpoint);
        delivered(event("order.paid"), endpoint);

        assertThat(recover(
                                "\"since\":\"2026-05-04T03:00:00Z\",\"missing_only\":false,\"until\":\"2026-05-04T04:00:00Z\"")
                        .path("recovered")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void recoverSendsWhatWasBeforeTheEndpointAndOfItsTypesAlone() {
        event("order.paid");
        event("invoice.paid");
        api.clock.advance(Duration.ofMinutes(1));
        EndpointId later = endpoint("invoice.*");

        JsonNode sum = recover(later, "\"since\":\"2026-05-04T03:00:00Z\"");

        assertThat(sum.path("recovered").asInt()).isEqualTo(1);
        assertThat(sum.path("open").asInt()).isZero();
    }

    @Test
    void recoverSendsNoTestsToAnybody() {
        one.client().post("/v1/endpoints/" + endpoint + "/test", "").is(202);
        EndpointId late = endpoint("*");
        api.clock.advance(Duration.ofHours(1));
        String since = "\"since\":\"2026-05-04T03:00:00Z\"";

        assertThat(recover(since).path("matched").asInt()).isZero();
        assertThat(recover(late, since).path("matched").asInt()).isZero();
    }

    @Test
    void recoverLeavesOperationalEventsToOperatorsAndTheOthersToCustomers() {
        event("order.paid");
        Event ours = Samples.event(
                one.app(), EventId.create(api.clock.instant(), new Random(7)), api.clock.instant(), "key", "{}");
        Event told = new Event(
                ours.id(),
                ours.app(),
                "endpoint.disabled",
                ours.createdAt(),
                new Source(Source.OURS, "key", null, null, false),
                ours.data());
        api.stores.events().put(told, api.clock.instant(), List.of());
        EndpointId operator = new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"audience\":\"operator\"}")
                .is(201)
                .at("id"));
        api.clock.advance(Duration.ofHours(1));
        String since = "\"since\":\"2026-05-04T03:00:00Z\"";

        assertThat(recover(since).path("recovered").asInt()).isEqualTo(1);
        assertThat(recover(operator, since).path("recovered").asInt()).isEqualTo(1);

        assertThat(row(key(told.id(), endpoint))).isEmpty();
        assertThat(row(key(told.id(), operator))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T03:02:01.123Z, 2026-05-04T03:02:03.123Z, 2",
        "2026-05-04T03:02:01.124Z, 2026-05-04T03:02:03.124Z, 2",
        "2026-05-04T03:02:01.123+00:00, 2026-05-04T04:00:00Z, 3",
        "2026-05-04T03:02:05.124Z, 2026-05-04T04:00:00Z, 0",
    })
    void aRangeHasItsFirstInstantAndNotItsLast(String since, String until, int number) {
        for (int i = 0; i < 3; i++) {
            dead(event("order.paid"), endpoint);
            api.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(recover("\"since\":\"" + since + "\",\"until\":\"" + until + "\",\"dry_run\":true")
                        .path("matched")
                        .asInt())
                .isEqualTo(number);
    }

    @Test
    void aRequestReadsAThousandEventsAndTheNextGoesOn() {
        for (int i = 0; i < 1_050; i++) {
            dead(event("order.paid"), endpoint);
            api.clock.advance(Duration.ofMillis(1));
        }
        String body = "{\"since\":\"2026-05-04T03:00:00Z\",\"until\":\"2026-05-05T00:00:00Z\"}";

        JsonNode first =
                post("/v1/endpoints/" + endpoint + "/recover", body).is(200).json();
        JsonNode second = post(
                        "/v1/endpoints/" + endpoint + "/recover?after="
                                + first.path("next").asText(),
                        body)
                .is(200)
                .json();

        assertThat(first.path("recovered").asInt()).isEqualTo(1_000);
        assertThat(second.path("recovered").asInt()).isEqualTo(50);
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void aReplayThatIsCalledOffIsWhatItWas() {
        Delivery delivered = delivered(event("order.paid"), endpoint);
        EventId lost = event("order.paid");
        api.clock.advance(Duration.ofHours(1));
        recover("\"since\":\"2026-05-04T03:00:00Z\",\"missing_only\":false");

        post("/v1/endpoints/" + endpoint + "/held/cancel", "{\"reason\":\"replay\"}")
                .is(200);

        assertThat(row(delivered.key()).orElseThrow().status()).isEqualTo(delivered.status());
        assertThat(row(key(lost, endpoint)).orElseThrow().status())
                .isEqualTo(new Status.Canceled("request", api.clock.instant()));
        assertThat(api.deadLetters.pointers()).isEmpty();
    }

    @Test
    void whatIsWrongIsNamed() {
        String path = "/v1/endpoints/" + endpoint + "/recover";
        post(path, "{}").isProblemOf("since", 400, "missing_field");
        post(path, "{\"since\":\"x\"}").isProblemOf("since", 400, "invalid_field");
        post(path, "{\"since\":\"2026-05-04T03:00:00Z\",\"until\":\"2026-05-04T03:00:00Z\"}")
                .isProblemOf("until", 400, "invalid_field");
        post(path, "{\"since\":\"2026-05-04T03:00:00Z\",\"missing_only\":1}")
                .isProblemOf("missing_only", 400, "invalid_field");
        post(path, "{\"since\":\"2026-05-04T03:00:00Z\",\"all\":true}").isProblemOf("all", 400, "unknown_field");
        post(path + "?after=x", "{\"since\":\"2026-05-04T03:00:00Z\"}").isProblemOf("after", 400, "invalid_cursor");
    }

    private JsonNode recover(String fields) {
        return recover(endpoint, fields);
    }

    private JsonNode recover(EndpointId at, String fields) {
        return post("/v1/endpoints/" + at + "/recover", "{" + fields + "}")
                .is(200)
                .json();
    }

    private Reply post(String path, String body) {
        return one.client().post(path, body);
    }

    private EndpointId endpoint(String types) {
        return new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"event_types\":[\"" + types + "\"]}")
                .is(201)
                .at("id"));
    }

    private EventId event(String type) {
        return new EventId(one.client()
                .post("/v1/events", "{\"type\":\"" + type + "\",\"data\":{}}")
                .is(202)
                .at("id"));
    }

    private DeliveryKey key(EventId event, EndpointId at) {
        return DeliveryKey.of(one.app(), event, at);
    }

    private Delivery first(EventId event, EndpointId at) {
        DeliveryKey key = key(event, at);
        return Delivery.first(key, 1, api.stores.events().find(key.event()).orElseThrow(), api.clock.instant());
    }

    private Delivery delivered(EventId event, EndpointId at) {
        Instant now = api.clock.instant();
        Attempt attempt =
                Attempt.of(1, 1, now, Duration.ZERO, 9, new AttemptResult.Answered(200, Map.of(), new byte[0], false));
        return written(first(event, at).after(attempt, new Decision.Delivered(), Delivery.Wait.ROW, now));
    }

    private Delivery dead(EventId event, EndpointId at) {
        return written(first(event, at).dead(ERROR, api.clock.instant()));
    }

    private Delivery written(Delivery row) {
        assertThat(api.stores.deliveries().write(null, row)).isTrue();
        return row;
    }

    private Optional<Delivery> row(DeliveryKey key) {
        return api.stores.deliveries().row(key);
    }
}
