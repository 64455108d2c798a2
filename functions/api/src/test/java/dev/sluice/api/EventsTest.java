package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.EventKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.EventId;
import dev.sluice.event.SortableId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventsTest {

    private static final String EVENT = "{\"type\":\"order.paid\",\"data\":{\"id\":1}}";

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");

    @Test
    void storesAnEventAndSendsItToWhoeverWantsIt() {
        EndpointId wants = endpoint("[\"order.*\"]");
        endpoint("[\"invoice.*\"]");

        Reply posted = post(EVENT).is(202);

        EventId id = new EventId(posted.at("id"));
        assertThat(posted.json().toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"type\":\"order.paid\",\"created_at\":\"2026-05-04T03:02:01.123Z\","
                        + "\"endpoints\":1,\"duplicate\":false}");
        assertThat(api.queue.take()).containsExactly(new DispatchMessage.One(one.app(), id, wants, 1));
        AcceptedEvent stored = stored(posted);
        assertThat(stored.event().data()).isEqualTo("{\"id\":1}");
        assertThat(stored.event().source().kind()).isEqualTo("api");
        assertThat(stored.acceptedAt()).isEqualTo(TestApi.START);
    }

    @Test
    void readsABodyBehindAByteOrderMark() {
        assertThat(stored(post("\uFEFF" + EVENT).is(202)).event().data()).isEqualTo("{\"id\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 | -                                          | 0af7651916cd43dd8448eb211c80319c",
                "-                                                       | Root=1-5759e988-bd862e3fe1be46a994272793   | 5759e988bd862e3fe1be46a994272793",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 | Root=1-5759e988-bd862e3fe1be46a994272793   | 0af7651916cd43dd8448eb211c80319c",
                "no traceparent                                          | Root=1-5759e988-bd862e3fe1be46a994272793   | 5759e988bd862e3fe1be46a994272793",
                "no traceparent                                          | nor this                                   | -",
            })
    void keepsTheTraceIdOfTheRequest(String traceparent, String amazon, String expected) {
        Map<String, String> headers = new HashMap<>();
        if (traceparent != null) {
            headers.put("traceparent", traceparent);
        }
        if (amazon != null) {
            headers.put("x-amzn-trace-id", amazon);
        }
        Reply posted = one.client().send("POST", "/v1/events", EVENT, headers).is(202);

        Reply read = one.client().get("/v1/events/" + posted.at("id")).is(200);

        assertThat(read.json().path("trace_id").textValue()).isEqualTo(expected);
    }

    @Test
    void storesAnEventThatNobodyWants() {
        assertThat(post(EVENT).is(202).json().path("endpoints").asInt()).isZero();
        assertThat(api.queue.waiting()).isEmpty();
    }

    @Test
    void putsTheEventsOwnTimeIntoItsId() {
        Reply posted = post("{\"type\":\"a\",\"data\":{},\"created_at\":\"2026-02-03T04:05:06.7891+01:00\"}")
                .is(202);

        assertThat(posted.at("created_at")).isEqualTo("2026-02-03T03:05:06.789Z");
        assertThat(SortableId.epochMillis(new EventId(posted.at("id")).bare()))
                .isEqualTo(Instant.parse("2026-02-03T03:05:06.789Z").toEpochMilli());
    }

    @Test
    void givesEachEventWithoutAKeyAnIdOfItsOwn() {
        assertThat(post(EVENT).at("id")).isNotEqualTo(post(EVENT).at("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'data':{}}                                     | type       | missing_field",
                "{'type':'a'}                                    | data       | missing_field",
                "{'type':'a','data':null}                        | data       | missing_field",
                "{'type':1,'data':{}}                            | type       | invalid_field",
                "{'type':'','data':{}}                           | type       | invalid_field",
                "{'type':'a..b','data':{}}                       | type       | invalid_field",
                "{'type':'a b','data':{}}                        | type       | invalid_field",
                "{'type':'endpoint.disabled','data':{}}          | type       | invalid_field",
                "{'type':'webhook.test','data':{}}               | type       | invalid_field",
                "{'type':'a','data':[]}                          | data       | invalid_field",
                "{'type':'a','data':'{}'}                        | data       | invalid_field",
                "{'type':'a','data':{},'created_at':'yesterday'} | created_at | invalid_field",
                "{'type':'a','data':{},'created_at':1770000000}  | created_at | invalid_field",
                "{'type':'a','data':{},'created_at':'2026-01-01T00:00:00'}  | created_at | invalid_field",
                "{'type':'a','data':{},'created_at':'2026-02-30T00:00:00Z'} | created_at | invalid_field",
                "{'type':'a','data':{},'created_at':'2009-12-31T00:00:00Z'} | created_at | invalid_field",
                "{'type':'a','data':{},'created_at':'2026-05-06T00:00:00Z'} | created_at | invalid_field",
                "{'type':'a','data':{},'id':'x'}                 | id         | unknown_field",
            })
    void namesTheFieldThatIsWrong(String body, String field, String reason) {
        post(body.replace('\'', '"')).isProblemOf(field, 400, reason);
        assertThat(api.stores.events().list(one.app(), null, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"a\",\"data\":{\"k\":1,\"k\":2}}",
                "{\"type\":\"a\",\"data\":{\"o\":[{\"k\":1,\"k\":2}]}}",
                "{\"type\":\"a\",\"data\":{\"n\":NaN}}",
                "{\"type\":\"a\",\"data\":{\"n\":01}}",
                "{\"type\":\"a\",\"data\":{},}"
            })
    void refusesDataThatParsersDisagreeAbout(String body) {
        post(body).isProblem(400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"big\":12345678901234567890123456789}",
                "{\"n\":[1.10,1E400,-0,0.1,1e-7,100000000000000000000000.5,-0.0]}",
                "{\"z\":1,\"a\":2,\"m\":{\"y\":1,\"b\":2}}",
                "{\"s\":\"\\u00e9é\\/\\\"\\\\ \\n\\ud83d\\ude00😀 a  b\"}",
                "{\"\":{}, \"lone\":\"\\ud800\"}",
                "{}"
            })
    void keepsTheDataCharacterForCharacter(String data) {
        Reply posted = post("{\"type\":\"a\",\"data\":" + data + "}").is(202);

        String kept = data.replace(", ", ",");
        assertThat(stored(posted).event().data()).isEqualTo(kept);
        assertThat(one.client().get("/v1/events/" + posted.at("id")).text()).contains("\"data\":" + kept + ",");
    }

    @Test
    void dropsWhiteSpaceBetweenAndKeepsItWithin() {
        Reply posted = post(" {\t\"data\" : {\r\n \"a b\" : [ 1 , \" x \\\" y \" ] } , \"type\" : \"a\" } ")
                .is(202);

        assertThat(stored(posted).event().data()).isEqualTo("{\"a b\":[1,\" x \\\" y \"]}");
    }

    @Test
    void takesABodyUpTo256KiB() {
        post(ofLength(Request.MAX_BODY_BYTES)).is(202);
        post(ofLength(Request.MAX_BODY_BYTES + 1)).isProblem(413, "payload_too_large");
        post(ofLength(Request.MAX_BODY_BYTES - 10).replace("xxxxxxxxxxxx", "éééééééééééé"))
                .isProblem(413, "payload_too_large"); // bytes count, not characters
    }

    @Test
    void keepsDataThatFillTheBody() {
        Reply posted = post(ofLength(Request.MAX_BODY_BYTES)).is(202);

        assertThat(stored(posted).event().data())
                .hasSize(Request.MAX_BODY_BYTES - "{\"type\":\"a\",\"data\":}".length())
                .startsWith("{\"k\":\"xx")
                .endsWith("xx\"}");
    }

    @Test
    void answersARepeatedKeyWithTheSameEventAndSendsAgain() {
        endpoint("[]");
        Reply first = one.client().post("/v1/events", EVENT, "order-1").is(202);
        api.clock.advance(Duration.ofMinutes(5));

        Reply second = one.client().post("/v1/events", EVENT, "order-1").is(202);

        assertThat(second.at("id")).isEqualTo(first.at("id"));
        assertThat(second.at("created_at")).isEqualTo(first.at("created_at"));
        assertThat(first.json().path("duplicate").asBoolean()).isFalse();
        assertThat(second.json().path("duplicate").asBoolean()).isTrue();
        assertThat(api.stores.events().list(one.app(), null, 10)).hasSize(1);
        assertThat(api.queue.take()).hasSize(2);
    }

    @Test
    void finishesWhatARequestThatFailedHadBegun() {
        endpoint("[]");
        api.queue.refuse(message -> true);
        one.client().post("/v1/events", EVENT, "order-1").isProblem(503, "unavailable");
        api.queue.refuse(message -> false);
        api.clock.advance(Duration.ofMinutes(5));

        Reply again = one.client().post("/v1/events", EVENT, "order-1").is(202);

        assertThat(again.at("created_at")).isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(api.stores.events().list(one.app(), null, 10)).hasSize(1);
        assertThat(api.queue.take()).hasSize(1);
    }

    @Test
    void refusesAKeyThatStandsForAnotherBody() {
        one.client().post("/v1/events", EVENT, "order-1").is(202);

        one.client()
                .post("/v1/events", "{\"type\":\"order.paid\",\"data\":{\"id\":2}}", "order-1")
                .isProblemOf("Idempotency-Key", 409, "idempotency_conflict");
    }

    @Test
    void forgetsAKeyAfterADay() {
        Reply first = one.client().post("/v1/events", EVENT, "order-1").is(202);
        api.clock.advance(Duration.ofHours(24));

        Reply next = one.client().post("/v1/events", EVENT, "order-1").is(202);

        assertThat(next.at("id")).isNotEqualTo(first.at("id"));
    }

    @Test
    void keepsTheKeysOfTwoApplicationsApart() {
        Tenant two = api.tenant("two");

        Reply first = one.client().post("/v1/events", EVENT, "order-1").is(202);
        Reply second = two.client()
                .post("/v1/events", "{\"type\":\"a\",\"data\":{}}", "order-1")
                .is(202);

        assertThat(second.at("id")).isNotEqualTo(first.at("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ü", "a\u007fb", "tab\there"})
    void refusesKeysThatAreNotPrintableAscii(String key) {
        one.client().post("/v1/events", EVENT, key).isProblemOf("Idempotency-Key", 400, "invalid_field");
    }

    @Test
    void takesKeysUpTo255Characters() {
        one.client().post("/v1/events", EVENT, "k".repeat(255)).is(202);
        one.client().post("/v1/events", EVENT, "k".repeat(256)).isProblemOf("Idempotency-Key", 400, "invalid_field");
    }

    @Test
    void makesOneEventOfRequestsThatComeAtOnce() throws Exception {
        List<Future<Reply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                replies.add(threads.submit(() -> one.client().post("/v1/events", EVENT, "order-1")));
            }
        }

        List<String> ids = new ArrayList<>();
        int stored = 0;
        for (Future<Reply> reply : replies) {
            ids.add(reply.get().is(202).at("id"));
            stored += reply.get().json().path("duplicate").asBoolean() ? 0 : 1;
        }
        assertThat(ids).containsOnly(ids.getFirst());
        assertThat(stored).isEqualTo(1);
    }

    @Test
    void refusesAnIdThatAnotherEventHas() {
        TestApi clashing = new TestApi(parts -> parts.random = () -> 42); // every id is the same one
        String app =
                clashing.admin().post("/v1/applications", "{\"name\":\"x\"}").at("id");
        clashing.admin().post("/v1/events?application=" + app, EVENT, "first").is(202);

        clashing.admin().post("/v1/events?application=" + app, EVENT, "second").isProblem(409, "id_collision");
    }

    @Test
    void listsTheNewestFirstWithoutTheirData() {
        List<String> posted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            posted.addFirst(
                    post("{\"type\":\"a.b\",\"data\":{\"n\":\"hidden\"}}").at("id"));
            api.clock.advance(Duration.ofSeconds(1));
        }

        Reply first = one.client().get("/v1/events?limit=3").is(200);
        Reply second =
                one.client().get("/v1/events?limit=3&after=" + first.at("next")).is(200);

        assertThat(first.column("id")).isEqualTo(posted.subList(0, 3));
        assertThat(second.column("id")).isEqualTo(posted.subList(3, 5));
        assertThat(second.json().path("next").isNull()).isTrue();
        assertThat(first.text()).doesNotContain("hidden").doesNotContain("\"deliveries\"");
        assertThat(first.json().path("data").path(0).toString())
                .isEqualTo("{\"id\":\"" + posted.getFirst() + "\",\"type\":\"a.b\",\"source\":\"api\","
                        + "\"created_at\":\"2026-05-04T03:02:05.123Z\",\"accepted_at\":\"2026-05-04T03:02:05.123Z\","
                        + "\"endpoints\":0}");
    }

    @Test
    void givesNoCursorAfterTheLastRow() {
        post(EVENT);
        post(EVENT);

        assertThat(one.client().get("/v1/events?limit=2").json().path("next").isNull())
                .isTrue();
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        one.client().get("/v1/events/evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ").isProblem(404, "not_found");
        one.client().get("/v1/events/evt_1").isProblem(404, "not_found");
        Reply posted = post(EVENT);
        one.client()
                .get("/v1/events/" + posted.at("id") + "?after=cG9zaXRpb246LTE") // position:-1
                .isProblemOf("after", 400, "invalid_cursor");
    }

    @Test
    void readsWhatIsSentAsBase64AlikeForItsKey() {
        one.client().post("/v1/events", EVENT, "order-1").is(202);
        var event = TestApi.event(
                "POST",
                "/v1/events",
                Map.of("Authorization", "Bearer " + one.key(), "Idempotency-Key", "order-1"),
                java.util.Base64.getEncoder().encodeToString(EVENT.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        event.setIsBase64Encoded(true);

        assertThat(api.handle(event).is(202).json().path("duplicate").asBoolean())
                .isTrue();
    }

    private Reply post(String body) {
        return one.client().post("/v1/events", body);
    }

    private static String ofLength(int bytes) {
        String rest = "{\"type\":\"a\",\"data\":{\"k\":\"\"}}";
        return rest.replace("\"\"", "\"" + "x".repeat(bytes - rest.length()) + "\"");
    }

    private AcceptedEvent stored(Reply posted) {
        return api.stores
                .events()
                .find(new EventKey(one.app(), new EventId(posted.at("id"))))
                .orElseThrow();
    }

    private EndpointId endpoint(String types) {
        return new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"event_types\":" + types + "}")
                .is(201)
                .at("id"));
    }
}
