package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeliveriesTest {

    private static final Instant THEN = TestApi.START.plusSeconds(3);

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");

    @Test
    void showsADeliveryThatNobodyTriedYetAsPending() {
        EndpointId endpoint = endpoint();
        String event = post();

        Reply read = one.client().get("/v1/events/" + event).is(200);

        String id = "msg_" + event.substring(4) + "_" + endpoint.bare();
        assertThat(read.json().path("deliveries").toString())
                .isEqualTo("[{\"id\":\"" + id + "\",\"event\":\"" + event + "\",\"endpoint\":\"" + endpoint
                        + "\",\"type\":\"order.paid\",\"state\":\"pending\","
                        + "\"next_attempt_at\":\"2026-05-04T03:02:01.123Z\",\"series\":1,\"attempts_made\":0,\"probes_made\":0,"
                        + "\"accepted_at\":\"2026-05-04T03:02:01.123Z\",\"updated_at\":\"2026-05-04T03:02:01.123Z\","
                        + "\"attempts\":[]}]");
        assertThat(read.json().path("next").isNull()).isTrue();
        assertThat(one.client().get("/v1/deliveries/" + id).is(200).json())
                .isEqualTo(read.json().path("deliveries").path(0));
    }

    @Test
    void showsEveryAttemptWithWhatIsKeptOfIt() {
        EndpointId endpoint = endpoint();
        String event = post();
        Delivery failed = first(event, endpoint)
                .after(
                        attempt(
                                1,
                                new AttemptResult.Answered(
                                        500,
                                        Map.of("retry-after", "7", "content-type", "text/plain"),
                                        "oh no".getBytes(StandardCharsets.UTF_8),
                                        false)),
                        new Decision.RetryAt(THEN.plusSeconds(5)),
                        Delivery.Wait.MESSAGE,
                        THEN);
        write(failed);

        JsonNode read = delivery(failed.key());

        assertThat(read.path("state").asText()).isEqualTo("pending");
        assertThat(read.path("next_attempt_at").asText()).isEqualTo("2026-05-04T03:02:09.123Z");
        assertThat(read.path("attempts_made").asInt()).isEqualTo(1);
        assertThat(read.path("attempts").toString())
                .isEqualTo(
                        "[{\"series\":1,\"number\":1,\"started_at\":\"2026-05-04T03:02:04.123Z\",\"duration_ms\":250,"
                                + "\"status\":500,\"failure\":\"status\",\"may_have_arrived\":true,\"bytes\":77,"
                                + "\"answer\":\"oh no\",\"headers\":{\"content-type\":\"text/plain\",\"retry-after\":\"7\"}}]");
    }

    @Test
    void showsEachStateWithWhatBelongsToIt() {
        EndpointId endpoint = endpoint();

        Delivery delivered = first(post(), endpoint)
                .after(
                        attempt(1, new AttemptResult.Answered(204, Map.of("x", "y"), new byte[0], false)),
                        new Decision.Delivered(),
                        Delivery.Wait.MESSAGE,
                        THEN);
        AttemptResult refused =
                new AttemptResult.Failed(AttemptResult.Kind.ADDRESS_REFUSED, false, "stands for no public address");
        Delivery dead = first(post(), endpoint)
                .after(
                        attempt(1, refused),
                        new Decision.GiveUp(Cause.of(Cause.Reason.ADDRESS_REFUSED, refused)),
                        Delivery.Wait.MESSAGE,
                        THEN);
        Delivery held = first(post(), endpoint).held(HoldReason.PAUSED, THEN);
        Delivery canceled = first(post(), endpoint).canceled("endpoint_deleted", THEN);
        List.of(delivered, dead, held, canceled).forEach(this::write);

        String time = "2026-05-04T03:02:04.123Z";
        assertThat(delivery(delivered.key()).path("state").asText()).isEqualTo("delivered");
        assertThat(delivery(delivered.key()).path("delivered_at").asText()).isEqualTo(time);
        assertThat(delivery(delivered.key()).path("attempts").path(0).has("failure"))
                .isFalse();
        assertThat(delivery(delivered.key()).path("attempts").path(0).has("answer"))
                .isFalse();
        assertThat(delivery(dead.key()).path("state").asText()).isEqualTo("dead");
        assertThat(delivery(dead.key()).path("dead_at").asText()).isEqualTo(time);
        assertThat(delivery(dead.key()).path("cause").toString())
                .isEqualTo("{\"reason\":\"address_refused\",\"failure\":\"address_refused\"}");
        JsonNode attempt = delivery(dead.key()).path("attempts").path(0);
        assertThat(attempt.path("failure").asText()).isEqualTo("address_refused");
        assertThat(attempt.path("may_have_arrived").asBoolean()).isFalse();
        assertThat(attempt.path("detail").asText()).isEqualTo("stands for no public address");
        assertThat(delivery(held.key()).path("hold_reason").asText()).isEqualTo("paused");
        assertThat(delivery(held.key()).path("held_since").asText()).isEqualTo(time);
        assertThat(delivery(canceled.key()).path("cancel_reason").asText()).isEqualTo("endpoint_deleted");
        assertThat(delivery(canceled.key()).path("canceled_at").asText()).isEqualTo(time);
    }

    @Test
    void showsTheDeliveriesOfAnEventByPages() {
        List<EndpointId> endpoints = manyEndpoints(230);
        String event = storeFor(endpoints);

        List<String> read = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String after = "";
        do {
            Reply page = one.client().get("/v1/events/" + event + after).is(200);
            List<String> ids = page.column("deliveries", "endpoint");
            read.addAll(ids);
            sizes.add(ids.size());
            after = page.json().path("next").isNull() ? null : "?after=" + page.at("next");
        } while (after != null);

        assertThat(read).isEqualTo(endpoints.stream().map(EndpointId::value).toList());
        assertThat(sizes).containsExactly(100, 100, 30);
    }

    /** Lambda answers with 6 MB at most, and what receivers answered is theirs to choose. */
    @Test
    void endsAPageBeforeTheAnswerIsTooLarge() {
        List<EndpointId> endpoints = manyEndpoints(100);
        String event = storeFor(endpoints);
        AttemptResult hostile = new AttemptResult.Answered(500, Map.of(), new byte[1024], false);
        for (EndpointId endpoint : endpoints) {
            Delivery delivery = first(event, endpoint);
            for (int number = 1; number <= Delivery.LOGGED; number++) {
                delivery = delivery.after(
                        attempt(number, hostile), new Decision.RetryAt(THEN), Delivery.Wait.MESSAGE, THEN);
            }
            write(delivery);
        }

        List<String> read = new ArrayList<>();
        String after = "";
        do {
            Reply page = one.client().get("/v1/events/" + event + after).is(200);
            assertThat(page.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
            read.addAll(page.column("deliveries", "endpoint"));
            after = page.json().path("next").isNull() ? null : "?after=" + page.at("next");
        } while (after != null);

        assertThat(read).isEqualTo(endpoints.stream().map(EndpointId::value).toList());
    }

    @Test
    void findsADeliveryToAnEndpointFarDownTheList() {
        List<EndpointId> endpoints = manyEndpoints(150);
        String event = storeFor(endpoints);

        assertThat(delivery(DeliveryKey.of(one.app(), new EventId(event), endpoints.get(149)))
                        .path("state")
                        .asText())
                .isEqualTo("pending");
    }

    @Test
    void doesNotFindADeliveryToAnEndpointThatTheEventIsNotFor() {
        String event = post();
        EndpointId later = endpoint();

        one.client()
                .get("/v1/deliveries/msg_" + event.substring(4) + "_" + later.bare())
                .isProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"msg_1", "evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "msg__"})
    void doesNotFindWhatIsNoId(String id) {
        one.client().get("/v1/deliveries/" + id).isProblem(404, "not_found");
    }

    @Test
    void showsADeliveryThatOutlivedItsEvent() {
        EndpointId endpoint = endpoint();
        String event = post();
        Delivery delivered = first(event, endpoint).canceled("request", THEN);
        write(delivered);

        api.clock.advance(Duration.ofDays(31));

        one.client().get("/v1/events/" + event).isProblem(404, "not_found");
        assertThat(delivery(delivered.key()).path("state").asText()).isEqualTo("canceled");
    }

    @Test
    void listsTheDeliveriesOfAnEndpointNewestFirst() {
        EndpointId endpoint = endpoint();
        EndpointId other = endpoint();
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String event = post();
            events.addFirst(event);
            write(first(event, endpoint).held(HoldReason.SECRET, THEN));
            write(first(event, other).held(HoldReason.PAUSED, THEN));
            api.clock.advance(Duration.ofSeconds(1));
        }

        String path = "/v1/endpoints/" + endpoint + "/deliveries?limit=3";
        Reply first = one.client().get(path).is(200);
        Reply second = one.client().get(path + "&after=" + first.at("next")).is(200);

        assertThat(first.column("event")).isEqualTo(events.subList(0, 3));
        assertThat(second.column("event")).isEqualTo(events.subList(3, 5));
        assertThat(first.column("hold_reason")).containsOnly("secret");
        assertThat(second.json().path("next").isNull()).isTrue();
    }

    private EndpointId endpoint() {
        return new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"}")
                .is(201)
                .at("id"));
    }

    private String post() {
        return one.client()
                .post("/v1/events", "{\"type\":\"order.paid\",\"data\":{}}")
                .is(202)
                .at("id");
    }

    private static List<EndpointId> manyEndpoints(int number) {
        Random random = new Random(7);
        List<EndpointId> endpoints = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            endpoints.add(EndpointId.create(i, random));
        }
        return endpoints;
    }

    private String storeFor(List<EndpointId> endpoints) {
        EventId id = EventId.create(TestApi.START, new Random(8));
        Event event =
                new Event(id, one.app(), "order.paid", TestApi.START, new Source("api", "k", null, null, false), "{}");
        api.stores.events().put(event, TestApi.START, endpoints);
        return id.value();
    }

    private Delivery first(String event, EndpointId endpoint) {
        DeliveryKey key = DeliveryKey.of(one.app(), new EventId(event), endpoint);
        AcceptedEvent accepted = api.stores.events().find(key.event()).orElseThrow();
        return Delivery.first(key, 1, accepted, accepted.acceptedAt());
    }

    private static Attempt attempt(int number, AttemptResult result) {
        return Attempt.of(number, 1, THEN, Duration.ofMillis(250), 77, result);
    }

    private void write(Delivery delivery) {
        assertThat(api.stores.deliveries().write(null, delivery)).isTrue();
    }

    private JsonNode delivery(DeliveryKey key) {
        return one.client().get("/v1/deliveries/" + key.id()).is(200).json();
    }
}
