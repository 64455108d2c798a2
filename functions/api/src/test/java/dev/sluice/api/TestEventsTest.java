package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.MessageId;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.EventId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that test one endpoint. */
final class TestEventsTest {

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");
    private final EndpointId endpoint = endpoint("[\"order.*\"]");

    @Test
    void isForThatEndpointAloneWhateverIsSubscribedTo() {
        endpoint("[\"*\"]");

        Reply reply = test("").is(202);

        AcceptedEvent event = event(reply);
        assertThat(event.firstEndpoints()).containsExactly(endpoint);
        assertThat(event.endpointCount()).isEqualTo(1);
        assertThat(event.event().type()).isEqualTo("webhook.test");
        assertThat(event.event().data()).isEqualTo("{\"test\":true}");
        assertThat(event.event().source().kind()).isEqualTo("test");
        assertThat(api.queue.take())
                .containsExactly(
                        new DispatchMessage.One(one.app(), event.event().id(), endpoint, 1));
    }

    @Test
    void isAnsweredWithItsDelivery() {
        Reply reply = test("").is(202);

        assertThat(reply.at("state")).isEqualTo("pending");
        assertThat(reply.at("endpoint")).isEqualTo(endpoint.value());
        assertThat(one.client().get("/v1/deliveries/" + reply.at("id")).is(200).json())
                .isEqualTo(reply.json());
        assertThat(one.client().get("/v1/events/" + reply.at("event")).is(200).at("source"))
                .isEqualTo("test");
    }

    @Test
    void isNotSentOnceMore() {
        Reply reply = test("").is(202);
        one.client().post("/v1/deliveries/" + reply.at("id") + "/cancel", "").is(200);

        for (String path : List.of("/v1/deliveries/" + reply.at("id"), "/v1/events/" + reply.at("event"))) {
            assertThat(one.client().post(path + "/replay", "").is(409).at("reason"))
                    .isEqualTo("test_event");
        }
    }

    @Test
    void eachIsAnotherOne() {
        assertThat(test("").at("event")).isNotEqualTo(test("").at("event"));
        assertThat(api.queue.take()).hasSize(2);
    }

    @Test
    void hasTheTypeAndTheDataThatAreAskedForCharacterForCharacter() {
        AcceptedEvent event = event(test("{\"type\":\"order.paid\",\"data\":{\"price\":1.10}}"));

        assertThat(event.event().type()).isEqualTo("order.paid");
        assertThat(event.event().data()).isEqualTo("{\"price\":1.10}");
    }

    @Test
    void isOfTheTraceOfItsRequest() {
        Reply reply = one.client()
                .send(
                        "POST",
                        "/v1/endpoints/" + endpoint + "/test",
                        null,
                        Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(event(reply).event().source().trace()).hasToString("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'a b'}       | type       | invalid_field",
                "{'data':[]}          | data       | invalid_field",
                "{'created_at':'now'} | created_at | unknown_field",
            })
    void refusesWhatIsNoEvent(String body, String field, String reason) {
        test(body.replace('\'', '"')).isProblemOf(field, 400, reason);

        assertThatNothingIsSent();
    }

    @ParameterizedTest
    @CsvSource({"paused", "disabled"})
    void refusesAnEndpointThatIsSentNothing(String status) {
        one.client()
                .patch("/v1/endpoints/" + endpoint, "{\"status\":\"" + status + "\"}")
                .is(200);

        assertThat(test("").isProblem(409, "endpoint_not_active").at("detail_reason"))
                .isEqualTo(status);
        assertThatNothingIsSent();
    }

    @ParameterizedTest
    @CsvSource({"http://inside.example.com/, address_refused", "http://nowhere.example.com/, dns_failed"})
    void judgesAnewWhatItsNameStandsFor(String url, String reason) {
        Endpoint before = api.stores.endpoints().find(one.app(), endpoint).orElseThrow();
        Endpoint moved = before.withSettings(
                before.settings().change().url(URI.create(url)).done(), api.clock.instant());
        assertThat(api.stores.endpoints().replace(before, moved)).isTrue();

        assertThat(test("").isProblem(422, "url_refused").at("detail_reason")).isEqualTo(reason);
        assertThatNothingIsSent();
    }

    @Test
    void anotherApplicationsEndpointIsNotThere() {
        Tenant two = api.tenant("two");

        two.client().post("/v1/endpoints/" + endpoint + "/test", "").isProblem(404, "not_found");

        assertThatNothingIsSent();
    }

    private void assertThatNothingIsSent() {
        assertThat(one.client().get("/v1/events").column("id")).isEmpty();
        assertThat(api.queue.take()).isEmpty();
    }

    private Reply test(String body) {
        return one.client().post("/v1/endpoints/" + endpoint + "/test", body);
    }

    private AcceptedEvent event(Reply reply) {
        MessageId delivery = MessageId.parse(reply.is(202).at("id"));
        assertThat(delivery.event()).isEqualTo(new EventId(reply.at("event")));
        return api.stores
                .events()
                .find(new EventKey(one.app(), delivery.event()))
                .orElseThrow();
    }

    private EndpointId endpoint(String types) {
        return new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"event_types\":" + types + "}")
                .is(201)
                .at("id"));
    }
}
