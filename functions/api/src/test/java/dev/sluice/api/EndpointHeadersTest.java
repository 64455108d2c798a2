package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers of an endpoint's own. */
final class EndpointHeadersTest {

    private static final String VALUE = "Bearer kept-quiet";

    private final TestApi api = new TestApi();
    private final TestApi.Tenant one = api.tenant("one");

    @Test
    void theNamesAreShownAndTheValuesNot() {
        Reply created =
                create("{\"Authorization\":\"" + VALUE + "\",\"x-b\":\"2\"}").is(201);
        String path = "/v1/endpoints/" + created.at("id");

        List<Reply> answers = List.of(
                created,
                one.client().get(path),
                one.client().get("/v1/endpoints"),
                one.client().patch(path, "{\"description\":\"x\"}"),
                one.client().post(path + "/secret/rotate", "{}"));

        String envelope = stored(created).settings().headers().getFirst().envelope();
        assertThat(created.json().path("headers").toString()).isEqualTo("{\"Authorization\":null,\"x-b\":null}");
        assertThat(answers)
                .allSatisfy(reply -> assertThat(reply.text())
                        .contains("\"Authorization\":null")
                        .doesNotContain("kept-quiet")
                        .doesNotContain(envelope));
    }

    @Test
    void theValuesAreSealedForThisEndpointOfThisApplication() {
        Reply created = create("{\"Authorization\":\"" + VALUE + "\"}").is(201);

        CustomHeader kept = stored(created).settings().headers().getFirst();

        assertThat(kept.name()).isEqualTo("Authorization");
        assertThat(kept.envelope()).doesNotContain("kept-quiet");
        assertThat(api.sealer.open(new SealContext(one.app().value(), created.at("id")), kept.envelope()))
                .isEqualTo(new Opened.Readable(Secret.of(VALUE)));
        assertThat(api.sealer.open(new SealContext(one.app().value(), "ep_other"), kept.envelope()))
                .isInstanceOf(Opened.Unreadable.class);
    }

    @Test
    void nullKeepsAValueAndWhatIsLeftOutIsGone() {
        Reply created = create("{\"X-A\":\"1\",\"X-B\":\"2\",\"X-C\":\"3\"}").is(201);

        Reply changed = change(created, "{\"x-a\":null,\"X-B\":\"new\"}").is(200);

        assertThat(changed.json().path("headers").toString()).isEqualTo("{\"x-a\":null,\"X-B\":null}");
        assertThat(values(created)).containsExactly("1", "new");
    }

    @Test
    void anAnswersHeadersMayBeSentBack() {
        Reply created = create("{\"X-A\":\"1\",\"X-B\":\"2\"}").is(201);

        change(created, created.json().path("headers").toString()).is(200);

        assertThat(values(created)).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Host':'kept-quiet'}              | Host, which is reserved",
                "{'svix-signature':'kept-quiet'}    | svix-signature, which is reserved",
                "{'X A':'kept-quiet'}               | X A, which is not a name",
                "{'X-A':'kept-quiet\\r\\nHost: x'} | X-A, which has a value with other characters",
                "{'X-A':' kept-quiet'}              | X-A, which has a value that begins or ends",
                "{'X-A':''}                         | X-A, which has a value of 0 characters",
                "{'X-A':'1','x-a':'kept-quiet'}     | x-a, which stands there twice",
                "{'X-A':['kept-quiet']}             | X-A, which is a list instead of a text",
                "{'X-A':null}                       | X-A, which has no value, and there is none to keep",
            })
    void namesTheHeaderThatIsWrongAndNeverItsValue(String headers, String detail) {
        Reply refused = create(headers.replace('\'', '"')).isProblemOf("headers", 400, "invalid_field");

        assertThat(refused.at("detail")).startsWith("headers has " + detail);
        assertThat(refused.text()).doesNotContain("kept-quiet");
        assertThat(api.stores.endpoints().list(one.app())).isEmpty();
    }

    @Test
    void thereAreAtMostTwentyOfFourThousandCharactersInAll() {
        create(headers(20, "v")).is(201);
        create(headers(21, "v")).isProblemOf("headers", 400, "invalid_field");
        create(headers(2, "v".repeat(2_044))).is(201); // names of four characters: 4,096
        create(headers(2, "v".repeat(2_045))).isProblemOf("headers", 400, "invalid_field");
    }

    @Test
    void whatIsKeptCountsToo() {
        Reply created = create(headers(1, "v".repeat(2_048))).is(201);

        change(created, "{\"X-00\":null,\"X-01\":\"" + "v".repeat(2_048) + "\"}")
                .isProblemOf("headers", 400, "invalid_field");

        assertThat(values(created)).hasSize(1);
    }

    private static String headers(int number, String value) {
        return IntStream.range(0, number)
                .mapToObj(i -> "\"X-%02d\":\"%s\"".formatted(i, value))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private Reply create(String headers) {
        return one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\",\"headers\":" + headers + "}");
    }

    private Reply change(Reply created, String headers) {
        return one.client().patch("/v1/endpoints/" + created.at("id"), "{\"headers\":" + headers + "}");
    }

    private Endpoint stored(Reply created) {
        return api.stores
                .endpoints()
                .find(one.app(), new EndpointId(created.at("id")))
                .orElseThrow();
    }

    private List<String> values(Reply created) {
        SealContext context = new SealContext(one.app().value(), created.at("id"));
        return stored(created).settings().headers().stream()
                .map(header -> ((Opened.Readable) api.sealer.open(context, header.envelope()))
                        .secret()
                        .reveal())
                .toList();
    }
}
