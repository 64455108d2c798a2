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
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExplainTest {

    private static final Instant NOW = TestApi.START;
    private static final AttemptResult UNAVAILABLE = new AttemptResult.Answered(503, Map.of(), new byte[0], false);

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");
    private EndpointId endpoint;
    private String event;

    @BeforeEach
    void postAnEventThatOneEndpointWants() {
        endpoint = endpoint("[\"order.*\"]");
        event = one.client()
                .post("/v1/events", "{\"type\":\"order.paid\",\"data\":{}}")
                .is(202)
                .at("id");
    }

    private EndpointId endpoint(String types) {
        return new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"event_types\":" + types + "}")
                .is(201)
                .at("id"));
    }

    private void patch(String body) {
        one.client().patch("/v1/endpoints/" + endpoint, body).is(200);
    }

    private JsonNode explained() {
        return one.client().get("/v1/events/" + event + "/explain").is(200).json();
    }

    /** What is said of the one endpoint that the event is for. */
    private JsonNode why() {
        JsonNode data = explained().path("data");
        assertThat(data).hasSize(1);
        assertThat(data.path(0).path("endpoint").textValue()).isEqualTo(endpoint.value());
        assertThat(data.path(0).path("message").textValue()).endsWith(".");
        return data.path(0);
    }

    private Delivery first() {
        DeliveryKey key = DeliveryKey.of(one.app(), new EventId(event), endpoint);
        AcceptedEvent accepted = api.stores.events().find(key.event()).orElseThrow();
        return Delivery.first(key, 1, accepted, accepted.acceptedAt());
    }

    private Delivery attempted(AttemptResult result, Decision decision) {
        Attempt attempt = Attempt.of(1, 1, NOW, Duration.ofMillis(250), 77, result);
        return first().after(attempt, decision, Delivery.Wait.MESSAGE, NOW);
    }

    private void write(Delivery delivery) {
        assertThat(api.stores.deliveries().write(null, delivery)).isTrue();
    }

    private static void assertSays(JsonNode why, String reason, String... facts) {
        assertThat(why.path("reason").textValue()).isEqualTo(reason);
        String json = why.toString();
        assertThat(json).contains(facts);
    }

    @Test
    void anEventWithoutARowIsQueuedAndTheAuditWillLookAtIt() {
        assertThat(explained().path("type").textValue()).isEqualTo("order.paid");
        assertSays(
                why(),
                "queued",
                "\"delivery\":\"msg_" + event.substring(4) + "_" + endpoint.bare() + "\"",
                "\"audit_at\":\"2026-05-04T03:15:00.000Z\"",
                "\"endpoint_status\":\"active\"");
    }

    @Test
    void whatIsDeliveredSaysWhenAndAfterHowManyAttempts() {
        write(attempted(new AttemptResult.Answered(204, Map.of(), new byte[0], false), new Decision.Delivered()));

        assertSays(why(), "delivered", "\"delivered_at\":\"2026-05-04T03:02:01.123Z\",\"attempts_made\":1");
    }

    @Test
    void whatWaitsSaysUntilWhenAndAfterWhichFailure() {
        write(attempted(UNAVAILABLE, new Decision.RetryAt(NOW.plusSeconds(5))));

        assertSays(
                why(),
                "waiting",
                "\"next_attempt_at\":\"2026-05-04T03:02:06.123Z\",\"attempts_made\":1,\"failure\":\"status\",\"status\":503");

        api.clock.advance(Duration.ofSeconds(5));
        assertSays(why(), "due", "\"due_at\":\"2026-05-04T03:02:06.123Z\"", "\"status\":503");
    }

    @Test
    void whatIsDeadSaysWhyAndHowItIsRedriven() {
        write(attempted(UNAVAILABLE, new Decision.GiveUp(Cause.of(Cause.Reason.RETRIES_EXHAUSTED, UNAVAILABLE))));

        assertSays(
                why(),
                "dead",
                "\"cause\":{\"reason\":\"retries_exhausted\",\"failure\":\"status\",\"status\":503}",
                "\"dead_at\":\"2026-05-04T03:02:01.123Z\"",
                "/redrive.");
    }

    @Test
    void whatIsRedrivenSaysThatItGoesSoon() {
        write(first().held(HoldReason.REDRIVE, NOW));

        assertSays(why(), "releasing", "\"hold_reason\":\"redrive\"", "to be sent once more");
    }

    @Test
    void whatIsCanceledSaysWhy() {
        write(first().canceled("request", NOW));

        assertSays(why(), "canceled", "\"cancel_reason\":\"request\",\"canceled_at\":\"2026-05-04T03:02:01.123Z\"");
    }

    @Test
    void whatWaitsForAPausedEndpointSaysSinceWhenAndUntilWhen() {
        write(first().held(HoldReason.PAUSED, NOW.plusSeconds(9)));
        api.clock.advance(Duration.ofSeconds(7));
        patch("{\"status\":\"paused\"}");

        assertSays(
                why(),
                "paused",
                "\"held_since\":\"2026-05-04T03:02:10.123Z\",\"status_since\":\"2026-05-04T03:02:08.123Z\"",
                "\"dead_at_latest\":\"2026-05-09T03:02:10.123Z\"");

        patch("{\"status\":\"disabled\"}");
        patch("{\"description\":\"another\"}");
        assertSays(why(), "disabled", "\"disabled_reason\":\"request\"", "by a person");

        patch("{\"status\":\"active\"}");
        assertSays(why(), "releasing", "\"hold_reason\":\"paused\"");
    }

    @Test
    void aStatusIsAsOldAsItsLastChange() {
        api.clock.advance(Duration.ofSeconds(7));
        patch("{\"status\":\"paused\"}");
        api.clock.advance(Duration.ofSeconds(7));
        patch("{\"description\":\"another\"}");

        assertThat(one.client().get("/v1/endpoints/" + endpoint).is(200).at("status_since"))
                .isEqualTo("2026-05-04T03:02:08.123Z");
    }

    @Test
    void whatIsBehindAnOpenBreakerSaysWhenTheNextProbeIs() {
        write(first().held(HoldReason.BREAKER, NOW));
        Breaker breaker = Breaker.CLOSED;
        for (int i = 0; i < 5; i++) {
            Breaker next = breaker.failed(NOW.plusSeconds(i));
            assertThat(api.stores.health().replace(one.app(), endpoint, breaker, next))
                    .isTrue();
            breaker = next;
        }

        assertSays(
                why(),
                "breaker",
                "\"probe_at\":\"2026-05-04T03:03:05.123Z\",\"failing_since\":\"2026-05-04T03:02:01.123Z\"");
    }

    @Test
    void whatIsHeldForASecretOrARateSaysSo() {
        write(first().held(HoldReason.SECRET, NOW));
        assertSays(why(), "secret", "\"dead_at_latest\":\"2026-05-09T03:02:01.123Z\"");

        api.clock.advance(Duration.ofSeconds(1));
        patch("{\"rate_limit\":5}");
        assertSays(why(), "releasing", "\"hold_reason\":\"secret\"");

        Delivery held = first().held(HoldReason.SECRET, NOW);
        api.stores.deliveries().write(held, first().held(HoldReason.RATE, NOW));
        assertSays(why(), "rate", "\"rate_limit\":5");
    }

    @Test
    void whatADeletedEndpointDidNotGetIsSaid() {
        one.client().delete("/v1/endpoints/" + endpoint).is(204);
        assertSays(why(), "endpoint_deleted", "\"attempts_made\":0");

        write(first().held(HoldReason.PAUSED, NOW));
        assertSays(why(), "endpoint_deleted", "\"attempts_made\":0");
    }

    @Test
    void endpointsThatItWasNotForSayWhatWouldHaveMatched() {
        EndpointId other = endpoint("[\"invoice.*\"]");
        api.clock.advance(Duration.ofSeconds(1));
        EndpointId late = endpoint("[\"*\"]");

        List<JsonNode> data = new ArrayList<>();
        explained().path("data").forEach(data::add);

        assertThat(data)
                .extracting(each -> each.path("endpoint").textValue())
                .containsExactlyInAnyOrder(endpoint.value(), other.value(), late.value());
        assertThat(data)
                .filteredOn(each -> each.path("endpoint").textValue().equals(other.value()))
                .singleElement()
                .satisfies(each -> assertSays(
                        each,
                        "not_subscribed",
                        "\"event_types\":[\"invoice.*\"],\"would_match\":[\"order.paid\",\"order.*\"]"));
        assertThat(data)
                .filteredOn(each -> each.path("endpoint").textValue().equals(late.value()))
                .singleElement()
                .satisfies(each -> assertSays(each, "created_later", "\"created_at\":\"2026-05-04T03:02:02.123Z\""));

        one.client()
                .patch("/v1/endpoints/" + other, "{\"event_types\":[\"order.paid\"]}")
                .is(200);
        assertThat(explained().toString()).contains("\"reason\":\"subscribed_later\"");
    }

    @Test
    void whatWasRecoveredForALaterEndpointSaysWhatBecomesOfIt() {
        api.clock.advance(Duration.ofMinutes(1));
        EndpointId late = new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"}")
                .is(201)
                .at("id"));
        one.client()
                .post("/v1/endpoints/" + late + "/recover", "{\"since\":\"2026-05-04T03:00:00Z\"}")
                .is(200);

        assertThat(explained().path("data"))
                .filteredOn(each -> each.path("endpoint").textValue().equals(late.value()))
                .singleElement()
                .satisfies(each -> assertSays(each, "releasing", "\"hold_reason\":\"replay\""));
    }

    @Test
    void aTestSaysHowItFailedAndToOthersWhoseItIs() {
        EndpointId other = endpoint("[\"*\"]");
        event = one.client()
                .post("/v1/endpoints/" + endpoint + "/test", "")
                .is(202)
                .at("event");
        write(attempted(UNAVAILABLE, new Decision.TestFailed()));

        assertThat(explained().path("data"))
                .anySatisfy(each -> assertSays(
                        each,
                        "canceled",
                        "\"cancel_reason\":\"test_failed\"",
                        "\"attempts_made\":1,\"failure\":\"status\",\"status\":503"))
                .anySatisfy(each -> {
                    assertSays(each, "test_of_another", "\"message\":\"The event is a test of another endpoint.\"");
                    assertThat(each.path("endpoint").textValue()).isEqualTo(other.value());
                });
    }

    @Test
    void anOperatorsEndpointGetsNoneOfIt() {
        EndpointId operator = new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"audience\":\"operator\"}")
                .is(201)
                .at("id"));

        assertThat(explained().path("data"))
                .filteredOn(each -> each.path("endpoint").textValue().equals(operator.value()))
                .singleElement()
                .satisfies(each -> assertSays(each, "other_audience", "\"audience\":\"operator\""));
    }

    @Test
    void everyEndpointOfALargeEventIsOnOnePage() {
        Random random = new Random(7);
        List<EndpointId> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(EndpointId.create(i, random));
        }
        EventId id = EventId.create(NOW, random);
        Source source = new Source("api", "k", null, null, false);
        api.stores.events().put(new Event(id, one.app(), "a", NOW, source, "{}"), NOW, many);

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Reply page = one.client()
                    .get("/v1/events/" + id + "/explain?limit=100" + (next.isEmpty() ? "" : "&after=" + next))
                    .is(200);
            seen.addAll(page.column("endpoint"));
            next = page.json().path("next").asText("");
        } while (!next.isEmpty() && !next.equals("null"));

        assertThat(seen).hasSize(151).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void anothersEventIsNotThere() {
        Tenant two = api.tenant("two");

        two.client().get("/v1/events/" + event + "/explain").isProblem(404, "not_found");
        one.client().get("/v1/events/evt_nonsense/explain").isProblem(404, "not_found");
        one.client().get("/v1/events/" + event + "/explain?x=1").isProblemOf("x", 400, "unknown_field");
    }
}
