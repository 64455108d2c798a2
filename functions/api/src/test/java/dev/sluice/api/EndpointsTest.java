package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.wake.Due;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointsTest {

    private static final String URL = "https://hooks.example.com/in";
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");

    @Test
    void createsAnEndpointWithWhatIsGiven() {
        Reply created =
                one.client().post("/v1/endpoints", """
                        {"url":"HTTPS://Hooks.Example.com:443/in?a=1","event_types":["email.*","order.paid"],"scheme":"svix",
                         "secret":"%s","retry_schedule":"5s,2m","description":"Ünïcode"}""".formatted(SECRET)).is(201);

        assertThat(created.at("id")).matches("ep_[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(created.at("application")).isEqualTo(one.app().value());
        assertThat(created.at("url")).isEqualTo("https://hooks.example.com/in?a=1");
        assertThat(created.json().path("event_types").toString()).isEqualTo("[\"email.*\",\"order.paid\"]");
        assertThat(created.at("scheme")).isEqualTo("svix");
        assertThat(created.at("status")).isEqualTo("active");
        assertThat(created.json().path("disabled_reason").isNull()).isTrue();
        assertThat(created.at("retry_schedule")).isEqualTo("5s,2m");
        assertThat(created.at("description")).isEqualTo("Ünïcode");
        assertThat(created.at("created_at")).isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(created.at("updated_at")).isEqualTo(created.at("created_at"));
        assertThat(created.at("secret")).isEqualTo(SECRET);
    }

    @Test
    void anEndpointsAudienceIsChosenForGood() {
        Reply operator =
                create("{\"url\":\"" + URL + "\",\"audience\":\"operator\"}").is(201);

        assertThat(operator.at("audience")).isEqualTo("operator");
        assertThat(create("{\"url\":\"" + URL + "\"}").is(201).at("audience")).isEqualTo("customer");
        create("{\"url\":\"" + URL + "\",\"audience\":\"everybody\"}").isProblemOf("audience", 400, "invalid_field");
        one.client()
                .patch("/v1/endpoints/" + operator.at("id"), "{\"audience\":\"customer\"}")
                .isProblemOf("audience", 400, "unknown_field");
    }

    @Test
    void whoDisablesAnEndpointTellsTheOperator() {
        create("{\"url\":\"" + URL + "\",\"audience\":\"operator\"}").is(201);
        String id = create("{\"url\":\"" + URL + "\"}").is(201).at("id");

        one.client().patch("/v1/endpoints/" + id, "{\"status\":\"disabled\"}").is(200);
        one.client().patch("/v1/endpoints/" + id, "{\"status\":\"disabled\"}").is(200);

        assertThat(api.stores.events().all()).singleElement().satisfies(told -> {
            assertThat(told.event().type()).isEqualTo("endpoint.disabled");
            assertThat(told.event().data()).contains(id, "\"reason\":\"request\"");
        });
    }

    @Test
    void fillsInWhatIsNotGiven() {
        Reply created = create("{\"url\":\"" + URL + "\"}").is(201);

        assertThat(created.json().path("event_types").toString()).isEqualTo("[\"*\"]");
        assertThat(created.at("scheme")).isEqualTo("svix+opensend");
        assertThat(created.json().path("retry_schedule").isNull()).isTrue();
        assertThat(created.json().path("timeout_seconds").isNull()).isTrue();
        assertThat(created.json().path("retry_4xx").booleanValue()).isTrue();
        assertThat(created.at("payload")).isEqualTo("standard");
        assertThat(created.json().path("headers").toString()).isEqualTo("{}");
        assertThat(created.json().path("rate_limit").isNull()).isTrue();
        assertThat(created.at("description")).isEmpty();
        assertThat(created.at("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
    }

    @Test
    void tellsHowTheReceiverDoes() {
        Reply created = create("{\"url\":\"" + URL + "\"}").is(201);
        String path = "/v1/endpoints/" + created.at("id");
        assertThat(one.client().get(path).is(200).json().path("health").toString())
                .isEqualTo("{\"breaker\":\"closed\",\"failures_in_a_row\":0,\"slow\":false}");

        Instant since = Instant.parse("2026-05-04T03:00:00Z");
        Breaker open = new Breaker(5, since, since.plusSeconds(9), since.plusSeconds(69), 0, 0);
        EndpointId id = new EndpointId(created.at("id"));
        api.stores.health().replace(one.app(), id, Breaker.CLOSED, open);
        api.stores.health().markSlow(one.app(), id, since.plusSeconds(300));

        assertThat(one.client().get(path).is(200).json().path("health").toString())
                .isEqualTo("{\"breaker\":\"open\",\"failures_in_a_row\":5,"
                        + "\"failing_since\":\"2026-05-04T03:00:00.000Z\",\"probe_at\":\"2026-05-04T03:01:09.000Z\","
                        + "\"disable_at\":\"2026-05-09T03:00:00.000Z\",\"slow\":true}");
        api.tenant("two").client().get(path).is(404);
    }

    @Test
    void listsThoseThatFailOrHaveAStatus() {
        Reply well = create("{\"url\":\"" + URL + "\"}").is(201);
        Reply failing = create("{\"url\":\"" + URL + "\"}").is(201);
        Reply paused = create("{\"url\":\"" + URL + "\"}").is(201);
        one.client()
                .patch("/v1/endpoints/" + paused.at("id"), "{\"status\":\"paused\"}")
                .is(200);
        Breaker failed = Breaker.CLOSED.failed(api.clock.instant());
        api.stores.health().replace(one.app(), new EndpointId(failing.at("id")), Breaker.CLOSED, failed);

        assertThat(listed("failing=true")).containsExactly(failing.at("id"));
        assertThat(listed("failing=false")).containsExactlyInAnyOrder(well.at("id"), paused.at("id"));
        assertThat(listed("status=paused")).containsExactly(paused.at("id"));
        assertThat(listed("status=active&failing=false")).containsExactly(well.at("id"));
        assertThat(one.client()
                        .get("/v1/endpoints?failing=true")
                        .json()
                        .at("/data/0/health/failures_in_a_row")
                        .intValue())
                .isEqualTo(1);
        assertThat(one.client()
                        .get("/v1/endpoints?failing=yes")
                        .isProblem(400, "invalid_field")
                        .at("field"))
                .isEqualTo("failing");
        assertThat(one.client()
                        .get("/v1/endpoints?status=open")
                        .isProblem(400, "invalid_field")
                        .at("field"))
                .isEqualTo("status");
    }

    private List<String> listed(String filters) {
        List<String> ids = new ArrayList<>();
        one.client()
                .get("/v1/endpoints?" + filters)
                .is(200)
                .json()
                .path("data")
                .forEach(row -> ids.add(row.path("id").asText()));
        return ids;
    }

    @Test
    void keepsTheSecretSealedForThisEndpointOfThisApplication() {
        Reply created = create("{\"url\":\"" + URL + "\",\"secret\":\"" + SECRET + "\"}")
                .is(201);

        Endpoint kept = stored(created);
        String envelope = kept.signing().secrets().getFirst().envelope();
        assertThat(envelope).doesNotContain(SECRET.substring(6, 20));
        assertThat(api.sealer.open(new SealContext(one.app().value(), created.at("id")), envelope))
                .isEqualTo(new Opened.Readable(Secret.of(SECRET)));
        assertThat(api.sealer.open(new SealContext(one.app().value(), "ep_other"), envelope))
                .isInstanceOf(Opened.Unreadable.class);
    }

    @Test
    void showsTheSecretInNoOtherAnswer() {
        Reply created = create("{\"url\":\"" + URL + "\",\"secret\":\"" + SECRET + "\"}")
                .is(201);
        String path = "/v1/endpoints/" + created.at("id");
        one.client().post("/v1/events", "{\"type\":\"a.b\",\"data\":{}}").is(202);

        List<Reply> others = List.of(
                one.client().get(path),
                one.client().get("/v1/endpoints"),
                one.client().patch(path, "{\"description\":\"x\"}"),
                one.client().get(path + "/deliveries"),
                one.client().get("/v1/events"));

        String envelope = stored(created).signing().secrets().getFirst().envelope();
        assertThat(others)
                .allSatisfy(reply -> assertThat(reply.is(200).text())
                        .doesNotContain("secret")
                        .doesNotContain(SECRET.substring(6, 20))
                        .doesNotContain(envelope));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                  | url            | missing_field",
                "{'url':null}                                        | url            | missing_field",
                "{'url':1}                                           | url            | invalid_field",
                "{'url':'https://hooks.example.com/','events':[]}    | events         | unknown_field",
                "{'url':'https://hooks.example.com/','status':'x'}   | status         | unknown_field",
                "{'url':'https://hooks.example.com/','event_types':'*'}      | event_types    | invalid_field",
                "{'url':'https://hooks.example.com/','event_types':['a*']}   | event_types    | invalid_field",
                "{'url':'https://hooks.example.com/','event_types':[1]}      | event_types    | invalid_field",
                "{'url':'https://hooks.example.com/','scheme':'md5'}         | scheme         | invalid_field",
                "{'url':'https://hooks.example.com/','retry_schedule':'5'}   | retry_schedule | invalid_field",
                "{'url':'https://hooks.example.com/','retry_schedule':'25h'} | retry_schedule | invalid_field",
                "{'url':'https://hooks.example.com/','retry_schedule':5}     | retry_schedule | invalid_field",
                "{'url':'https://hooks.example.com/','description':[]}       | description    | invalid_field",
                "{'url':'https://hooks.example.com/','secret':7}             | secret         | invalid_field",
                "{'url':'https://hooks.example.com/','timeout_seconds':0}    | timeout_seconds | invalid_field",
                "{'url':'https://hooks.example.com/','timeout_seconds':31}   | timeout_seconds | invalid_field",
                "{'url':'https://hooks.example.com/','timeout_seconds':1.5}  | timeout_seconds | invalid_field",
                "{'url':'https://hooks.example.com/','retry_4xx':'no'}       | retry_4xx      | invalid_field",
                "{'url':'https://hooks.example.com/','payload':'full'}       | payload        | invalid_field",
                "{'url':'https://hooks.example.com/','rate_limit':0}         | rate_limit     | invalid_field",
                "{'url':'https://hooks.example.com/','rate_limit':1001}      | rate_limit     | invalid_field",
                "{'url':'https://hooks.example.com/','headers':['X-A']}      | headers        | invalid_field",
            })
    void namesTheFieldThatIsWrong(String body, String field, String reason) {
        create(body.replace('\'', '"')).isProblemOf(field, 400, reason);
        assertThat(api.stores.endpoints().list(one.app())).isEmpty();
    }

    @Test
    void refusesADescriptionThatIsTooLong() {
        create(withDescription(256)).is(201);
        create(withDescription(257)).isProblemOf("description", 400, "invalid_field");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://hooks.example.com/, url_scheme",
        "https://user:pw@hooks.example.com/, url_userinfo",
        "https://hooks.example.com/#x, url_fragment",
        "https:///x, url_host",
        "https://hooks.example.com:70000/, url_port",
        "https://hooks example, url_invalid",
        "http://127.0.0.1:8080/, address_refused",
        "http://[::1]/, address_refused",
        "http://2130706433/, address_refused",
        "http://169.254.169.254/latest, address_refused",
        "https://inside.example.com/, address_refused",
        "https://nowhere.example.com/, dns_failed",
    })
    void refusesUrlsThatNoWebhookMayGoTo(String url, String code) {
        Reply refused = create("{\"url\":\"" + url + "\"}").isProblem(422, "url_refused");

        assertThat(refused.at("field")).isEqualTo("url");
        assertThat(refused.at("detail_reason")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("10.1.2.3").doesNotContain("user:pw");
        assertThat(api.stores.endpoints().list(one.app())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "svix, not base64!, secret_not_base64",
        "svix, whsec_c2hvcnQ=, secret_length",
        "svix, whsec_, secret_empty",
        "svix+opensend, whsec_c2hvcnQ=, secret_length",
        "opensend, short, secret_length",
    })
    void refusesSecretsThatTheSchemeDoesNotTake(String scheme, String secret, String code) {
        Reply refused = create("{\"url\":\"" + URL + "\",\"scheme\":\"" + scheme + "\",\"secret\":\"" + secret + "\"}")
                .isProblemOf("secret", 422, "secret_refused");

        assertThat(refused.at("detail_reason")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("c2hvcnQ").doesNotContain("not base64!");
    }

    @Test
    void holdsEachApplicationToItsLimit() {
        for (int i = 0; i < TestApi.MOST_ENDPOINTS; i++) {
            create("{\"url\":\"" + URL + "\"}").is(201);
        }

        create("{\"url\":\"" + URL + "\"}").isProblem(409, "endpoint_limit");

        api.tenant("two")
                .client()
                .post("/v1/endpoints", "{\"url\":\"" + URL + "\"}")
                .is(201);
        one.client().delete("/v1/endpoints/" + stored().getFirst().id()).is(204);
        create("{\"url\":\"" + URL + "\"}").is(201);
    }

    @Test
    void listsByPagesInTheOrderOfCreation() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            created.add(create("{\"url\":\"" + URL + "\"}").at("id"));
            api.clock.advance(Duration.ofMillis(1));
        }

        Reply first = one.client().get("/v1/endpoints?limit=2").is(200);
        Reply second = one.client()
                .get("/v1/endpoints?limit=2&after=" + first.at("next"))
                .is(200);

        assertThat(first.column("id")).isEqualTo(created.subList(0, 2));
        assertThat(second.column("id")).isEqualTo(created.subList(2, 3));
        assertThat(second.json().path("next").isNull()).isTrue();
    }

    @Test
    void changesOnlyWhatIsNamed() {
        Reply created = create("{\"url\":\"" + URL + "\",\"description\":\"before\",\"retry_schedule\":\"5s\"}");
        String path = "/v1/endpoints/" + created.at("id");
        api.clock.advance(Duration.ofSeconds(5));

        Reply changed = one.client()
                .patch(path, "{\"url\":\"https://other.example.com\",\"event_types\":[\"a.b\"]}")
                .is(200);

        assertThat(changed.at("url")).isEqualTo("https://other.example.com/");
        assertThat(changed.json().path("event_types").toString()).isEqualTo("[\"a.b\"]");
        assertThat(changed.at("description")).isEqualTo("before");
        assertThat(changed.at("retry_schedule")).isEqualTo("5s");
        assertThat(changed.at("updated_at")).isEqualTo("2026-05-04T03:02:06.123Z");
        assertThat(changed.at("created_at")).isEqualTo(created.at("created_at"));
        ObjectNode read = (ObjectNode) one.client().get(path).json();
        read.remove("health");
        assertThat(read).isEqualTo(changed.json());
        assertThat(stored(created).signing().secrets()).hasSize(1);
    }

    @Test
    void keepsEverySetting() {
        String settings = "\"timeout_seconds\":30,\"retry_4xx\":false,\"payload\":\"thin\",\"rate_limit\":1000";

        Reply created = create("{\"url\":\"" + URL + "\"," + settings + "}").is(201);
        Reply other = create("{\"url\":\"" + URL + "\"}");
        Reply changed = one.client()
                .patch("/v1/endpoints/" + other.at("id"), "{" + settings + "}")
                .is(200);

        for (Reply reply : List.of(created, changed)) {
            assertThat(reply.at("timeout_seconds")).isEqualTo("30");
            assertThat(reply.at("retry_4xx")).isEqualTo("false");
            assertThat(reply.at("payload")).isEqualTo("thin");
            assertThat(reply.at("rate_limit")).isEqualTo("1000");
            assertThat(stored(reply).settings().timeout()).isEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void takesNullForTheDefault() {
        Reply created = create(
                "{\"url\":\"" + URL + "\",\"description\":\"x\",\"retry_schedule\":\"5s\",\"event_types\":[\"a\"],"
                        + "\"timeout_seconds\":3,\"retry_4xx\":false,\"payload\":\"thin\",\"rate_limit\":9,"
                        + "\"headers\":{\"X-A\":\"1\"}}");

        Reply changed = one.client()
                .patch(
                        "/v1/endpoints/" + created.at("id"),
                        "{\"description\":null,\"retry_schedule\":null,\"event_types\":null,\"timeout_seconds\":null,"
                                + "\"retry_4xx\":null,\"payload\":null,\"rate_limit\":null,\"headers\":null}")
                .is(200);

        assertThat(stored(changed).settings()).isEqualTo(EndpointSettings.of(URI.create(URL)));

        assertThat(changed.at("description")).isEmpty();
        assertThat(changed.json().path("retry_schedule").isNull()).isTrue();
        assertThat(changed.json().path("event_types").toString()).isEqualTo("[\"*\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'url':null}            | 400 | url            | missing_field",
                "{'status':'open'}       | 400 | status         | invalid_field",
                "{'status':null}         | 400 | status         | missing_field",
                "{'event_types':['']}    | 400 | event_types    | invalid_field",
                "{'retry_schedule':'x'}  | 400 | retry_schedule | invalid_field",
                "{'secret':'x'}          | 400 | secret         | unknown_field",
                "{'scheme':'svix'}       | 400 | scheme         | unknown_field",
            })
    void changesNothingIfAFieldIsWrong(String body, int status, String field, String reason) {
        Reply created = create("{\"url\":\"" + URL + "\"}");

        one.client()
                .patch("/v1/endpoints/" + created.at("id"), body.replace('\'', '"'))
                .isProblemOf(field, status, reason);

        assertThat(stored(created).updatedAt()).isEqualTo(TestApi.START);
    }

    @Test
    void judgesANewUrl() {
        Reply created = create("{\"url\":\"" + URL + "\"}");

        Reply refused = one.client()
                .patch("/v1/endpoints/" + created.at("id"), "{\"url\":\"https://inside.example.com\"}")
                .isProblem(422, "url_refused");

        assertThat(refused.at("detail_reason")).isEqualTo("address_refused");
        assertThat(stored(created).settings().url().toString()).isEqualTo(URL);
    }

    @Test
    void saysThatAPersonDisabledIt() {
        Reply created = create("{\"url\":\"" + URL + "\"}");
        String path = "/v1/endpoints/" + created.at("id");

        Reply disabled = one.client().patch(path, "{\"status\":\"disabled\"}").is(200);
        Reply paused = one.client().patch(path, "{\"status\":\"paused\"}").is(200);

        assertThat(disabled.at("disabled_reason")).isEqualTo("request");
        assertThat(paused.at("status")).isEqualTo("paused");
        assertThat(paused.json().path("disabled_reason").isNull()).isTrue();
        assertThat(api.stores.held().looks()).isEmpty();
    }

    @Test
    void makesTheSchedulerReleaseWhatIsHeldWhenAnEndpointIsActiveAgain() {
        Reply created = create("{\"url\":\"" + URL + "\"}");
        String path = "/v1/endpoints/" + created.at("id");
        one.client().patch(path, "{\"status\":\"paused\"}").is(200);
        api.clock.advance(Duration.ofMinutes(3));

        one.client().patch(path, "{\"status\":\"active\"}").is(200);

        assertThat(api.stores.held().looks())
                .containsEntry(
                        new Due.OfEndpoint(one.app(), new EndpointId(created.at("id"))),
                        TestApi.START.plus(Duration.ofMinutes(3)));
    }

    @Test
    void losesNoneOfTheChangesThatAreMadeAtOnce() throws Exception {
        Reply created = create("{\"url\":\"" + URL + "\"}");
        String path = "/v1/endpoints/" + created.at("id");
        List<String> changes = List.of(
                "{\"description\":\"changed\"}",
                "{\"event_types\":[\"a.b\"]}",
                "{\"retry_schedule\":\"7s\"}",
                "{\"url\":\"https://other.example.com/\"}");

        List<Future<Reply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            changes.forEach(
                    change -> replies.add(threads.submit(() -> one.client().patch(path, change))));
        }

        for (Future<Reply> reply : replies) {
            reply.get().is(200);
        }
        Reply now = one.client().get(path).is(200);
        assertThat(now.at("description")).isEqualTo("changed");
        assertThat(now.json().path("event_types").toString()).isEqualTo("[\"a.b\"]");
        assertThat(now.at("retry_schedule")).isEqualTo("7s");
        assertThat(now.at("url")).isEqualTo("https://other.example.com/");
    }

    @Test
    void makesItsChangeOnWhatSomebodyElseChangedMeanwhile() {
        TestApi racing = api.another(parts -> parts.endpoints = EndpointsInAHurry.changing(api.stores.endpoints(), 1));
        Reply created = create("{\"url\":\"" + URL + "\"}");

        Reply changed = racing.as(one.key())
                .patch("/v1/endpoints/" + created.at("id"), "{\"retry_schedule\":\"9s\"}")
                .is(200);

        assertThat(changed.at("retry_schedule")).isEqualTo("9s");
        assertThat(changed.at("description")).isEqualTo("changed meanwhile");
    }

    @Test
    void givesUpOnAnEndpointThatNeverStandsStill() {
        TestApi racing = api.another(
                parts -> parts.endpoints = EndpointsInAHurry.changing(api.stores.endpoints(), Integer.MAX_VALUE));
        Reply created = create("{\"url\":\"" + URL + "\"}");

        racing.as(one.key())
                .patch("/v1/endpoints/" + created.at("id"), "{\"retry_schedule\":\"9s\"}")
                .isProblem(503, "unavailable");

        assertThat(stored(created).settings().schedule()).isNull();
    }

    @Test
    void deletesAnEndpoint() {
        Reply created = create("{\"url\":\"" + URL + "\"}");
        String path = "/v1/endpoints/" + created.at("id");

        assertThat(one.client().delete(path).is(204).text()).isEmpty();

        one.client().get(path).isProblem(404, "not_found");
        one.client().patch(path, "{}").isProblem(404, "not_found");
        one.client().delete(path).isProblem(404, "not_found");
        one.client().get(path + "/deliveries").isProblem(404, "not_found");
        assertThat(one.client().get("/v1/endpoints").column("id")).isEmpty();
    }

    @Test
    void doesNotFindWhatIsNoId() {
        one.client().get("/v1/endpoints/nonsense").isProblem(404, "not_found");
        one.client().delete("/v1/endpoints/ep_").isProblem(404, "not_found");
    }

    private Reply create(String body) {
        return one.client().post("/v1/endpoints", body);
    }

    private static String withDescription(int length) {
        return "{\"url\":\"" + URL + "\",\"description\":\"" + "d".repeat(length) + "\"}";
    }

    private List<Endpoint> stored() {
        return api.stores.endpoints().list(one.app());
    }

    private Endpoint stored(Reply created) {
        return api.stores
                .endpoints()
                .find(one.app(), new EndpointId(created.at("id")))
                .orElseThrow();
    }
}
