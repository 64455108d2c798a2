package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.Signing;
import dev.sluice.event.AppId;
import dev.sluice.signature.InMemoryDataKeyStore;
import dev.sluice.signature.InMemoryKeyWrapper;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Sealers;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.SigningScheme;
import dev.sluice.source.SourceId;
import dev.sluice.source.WebhookSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Moving from a key of a variable, {@code k1}, to KMS. */
final class SealingTest {

    private static final String ENDPOINT =
            "{\"url\":\"https://hooks.example.com/\",\"headers\":{\"Authorization\":\"Bearer kept-quiet\"}}";
    private static final String SOURCE = "{\"name\":\"s\",\"kind\":\"standard_webhooks\"}";

    private final InMemoryDataKeyStore dataKeys = new InMemoryDataKeyStore();
    private final InMemoryKeyWrapper kms = new InMemoryKeyWrapper();
    private final TestApi before = new TestApi();
    private final Tenant one = before.tenant("one");
    private final TestApi api = before.another(parts -> {
        parts.sealer = Sealers.movingToKms(dataKeys, kms, before.clock);
        parts.dataKeys = dataKeys;
    });
    private final SecretSealer kmsAlone = Sealers.byKms(dataKeys, kms, before.clock);

    /** What an endpoint had, before it was rotated meanwhile. */
    private List<String> secrets = List.of();

    @Test
    void everythingIsSealedAnewAndOpensWithoutTheOldKey() {
        Reply endpoint = one.client().post("/v1/endpoints", ENDPOINT).is(201);
        String path = "/v1/endpoints/" + endpoint.at("id");
        String rotated =
                one.client().post(path + "/secret/rotate", "{}").is(200).at("secret");
        Reply source = one.client().post("/v1/sources", SOURCE).is(201);
        assertThat(status()).isEqualTo(Map.of("k1", 4));

        JsonNode answer = reseal("");

        assertThat(answer.toString())
                .isEqualTo("{\"current\":\"dk_1\",\"resealed\":4,\"unreadable\":0,\"busy\":0,\"next\":null}");
        assertThat(status()).isEqualTo(Map.of("dk_1", 4));
        Endpoint kept = stored(new EndpointId(endpoint.at("id")));
        assertThat(opened(kept)).containsExactly(rotated, endpoint.at("secret"), "Bearer kept-quiet");
        WebhookSource keptSource =
                before.sources.find(new SourceId(source.at("id"))).orElseThrow();
        assertThat(opened(keptSource.id().value(), keptSource.envelopes())).containsExactly(source.at("secret"));
        assertThat(reseal("").path("resealed").asInt()).as("a second time").isZero();
    }

    @Test
    void theStatusTellsWhichKmsKeyADataKeyIsOf() {
        one.client().post("/v1/endpoints", ENDPOINT).is(201);
        assertThat(api.admin().get("/v1/sealing").is(200).text())
                .isEqualTo("{\"current\":null,\"data\":[{\"key\":\"k1\",\"envelopes\":2}],\"next\":null}");

        reseal("");

        assertThat(api.admin().get("/v1/sealing").is(200).text())
                .isEqualTo("{\"current\":\"dk_1\",\"data\":[{\"key\":\"dk_1\",\"kms_key\":\"" + Sealers.KMS_KEY
                        + "\",\"created_at\":\"2026-05-04T03:02:01.123Z\",\"envelopes\":2}],\"next\":null}");
    }

    @Test
    void toItsOwnerAnEndpointHasNotChanged() {
        String path = "/v1/endpoints/"
                + one.client().post("/v1/endpoints", ENDPOINT).is(201).at("id");
        String shown = one.client().get(path).text();
        api.clock.advance(Duration.ofDays(1));

        reseal("");

        assertThat(one.client().get(path).text()).isEqualTo(shown);
    }

    @Test
    void whatSignsNoMoreIsDroppedAndWhatDoesNotOpenStays() {
        EndpointId id = new EndpointId(
                one.client().post("/v1/endpoints", ENDPOINT).is(201).at("id"));
        one.client()
                .post("/v1/endpoints/" + id + "/secret/rotate", "{\"overlap_seconds\":1}")
                .is(200);
        api.clock.advance(Duration.ofSeconds(1));
        Endpoint lost = endpoint(one.app(), "v1.lost.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        before.stores.endpoints().create(lost);

        JsonNode answer = reseal("");

        assertThat(answer.path("resealed").asInt()).isEqualTo(2);
        assertThat(answer.path("unreadable").asInt()).isEqualTo(1);
        assertThat(stored(id).signing().secrets()).hasSize(1);
        assertThat(stored(lost.id())).isEqualTo(lost);
        assertThat(status()).isEqualTo(Map.of("dk_1", 2, "lost", 1));
    }

    @Test
    void aRequestIsBoundedAndTheNextGoesOnWhereItEnded() {
        AppId other = before.tenant("other").app();
        for (int i = 0; i < 700; i++) {
            before.stores.endpoints().create(sealed(one.app(), "a secret of one's " + i));
            before.stores.endpoints().create(sealed(other, "a secret of the other's " + i));
        }

        JsonNode first = reseal("");
        JsonNode second = reseal("?after=" + first.path("next").asText());

        assertThat(first.path("resealed").asInt()).isEqualTo(Effort.MOST_MOVED);
        assertThat(second.path("resealed").asInt()).isEqualTo(1_400 - Effort.MOST_MOVED);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(status()).isEqualTo(Map.of("dk_1", 1_400));
    }

    @Test
    void whoeverChangesAnEndpointMeanwhileWins() {
        EndpointId id = new EndpointId(
                one.client().post("/v1/endpoints", ENDPOINT).is(201).at("id"));
        TestApi racing = before.another(parts -> {
            parts.sealer = Sealers.movingToKms(dataKeys, kms, before.clock);
            parts.endpoints = new EndpointsInAHurry(before.stores.endpoints(), 1, this::rotate);
        });

        JsonNode answer = racing.admin().post("/v1/sealing/reseal", "").is(200).json();

        assertThat(answer.path("resealed").asInt()).isEqualTo(3);
        assertThat(opened(stored(id))).containsExactly("the new one", secrets.getFirst(), "Bearer kept-quiet");
    }

    @Test
    void whatOthersChangeAllTheTimeIsLeftToThemAndSaid() {
        one.client().post("/v1/endpoints", ENDPOINT).is(201);
        TestApi racing = before.another(parts -> {
            parts.sealer = Sealers.movingToKms(dataKeys, kms, before.clock);
            parts.endpoints = EndpointsInAHurry.changing(before.stores.endpoints(), 5);
        });

        JsonNode answer = racing.admin().post("/v1/sealing/reseal", "").is(200).json();

        assertThat(answer.path("resealed").asInt()).isZero();
        assertThat(answer.path("busy").asInt()).isEqualTo(1);
        assertThat(reseal("").path("resealed").asInt()).isEqualTo(2);
    }

    @Test
    void whatEndsHalfwayHasLostNothing() {
        for (int i = 0; i < 3; i++) {
            before.stores.endpoints().create(sealed(one.app(), "secret " + i));
        }
        AtomicInteger replaced = new AtomicInteger();
        TestApi dying = before.another(parts -> {
            parts.sealer = Sealers.movingToKms(dataKeys, kms, before.clock);
            parts.endpoints = new EndpointsInAHurry(before.stores.endpoints(), 3, _ -> {
                if (replaced.incrementAndGet() == 2) {
                    throw new IllegalStateException("the function ends here");
                }
            });
        });

        dying.admin().post("/v1/sealing/reseal", "").is(500);
        assertThat(status()).isEqualTo(Map.of("dk_1", 1, "k1", 2));
        assertThat(reseal("").path("resealed").asInt()).isEqualTo(2);

        assertThat(before.stores.endpoints().list(one.app()))
                .flatExtracting(this::opened)
                .containsExactlyInAnyOrder("secret 0", "secret 1", "secret 2");
    }

    @Test
    void withoutKmsNothingIsMadeAndTheAnswerSaysSo() {
        EndpointId id = new EndpointId(
                one.client().post("/v1/endpoints", ENDPOINT).is(201).at("id"));
        reseal("");
        kms.stopAnswering();
        TestApi cold = before.another(parts -> {
            parts.sealer = Sealers.byKms(dataKeys, kms, before.clock);
            parts.dataKeys = dataKeys;
        });
        TestApi.Client client = cold.as(one.key());

        client.post("/v1/endpoints", ENDPOINT).isProblem(503, "sealing_unavailable");
        client.post("/v1/endpoints/" + id + "/secret/rotate", "{}").isProblem(503, "sealing_unavailable");
        client.patch("/v1/endpoints/" + id, "{\"headers\":{\"Authorization\":null}}")
                .isProblem(503, "sealing_unavailable");
        client.post("/v1/sources", SOURCE).isProblem(503, "sealing_unavailable");
        client.patch("/v1/endpoints/" + id, "{\"description\":\"needs no key\"}")
                .is(200);

        kms.answer();
        api.clock.advance(Duration.ofSeconds(6));
        client.post("/v1/endpoints/" + id + "/secret/rotate", "{}").is(200);
    }

    @Test
    void aProviderIsToldToComeAgainWhileKmsDoesNotAnswer() {
        String id = api.as(one.key()).post("/v1/sources", SOURCE).is(201).at("id");
        kms.stopAnswering();
        TestApi cold = before.another(parts -> parts.sealer = Sealers.byKms(dataKeys, kms, before.clock));

        cold.handle(TestApi.event("POST", "/v1/sources/" + id, Map.of(), "{}")).isProblem(503, "sealing_unavailable");
    }

    @Test
    void onlyAnAdminKeyMay() {
        one.client().get("/v1/sealing").isProblem(403, "forbidden");
        one.client().post("/v1/sealing/reseal", "").isProblem(403, "forbidden");
        api.admin().get("/v1/sealing?after=x").isProblem(400, "invalid_cursor");
        api.admin().post("/v1/sealing/reseal", "{\"key\":\"k1\"}").isProblem(400, "unknown_field");
    }

    private void rotate(Endpoint found) {
        secrets = opened(before.sealer, found.id().value(), found.envelopes());
        Instant now = before.clock.instant();
        String sealed = before.sealer.seal(context(found.app(), found.id().value()), Secret.of("the new one"));
        Endpoint rotated = found.withSigning(found.signing().rotated(sealed, now.plus(Duration.ofDays(1)), now), now);
        assertThat(before.stores.endpoints().replace(found, rotated)).isTrue();
    }

    private JsonNode reseal(String query) {
        return api.admin().post("/v1/sealing/reseal" + query, "").is(200).json();
    }

    /** Envelopes by key, of all pages. */
    private Map<String, Integer> status() {
        Map<String, Integer> counts = new TreeMap<>();
        String next = "";
        while (next != null) {
            JsonNode page = api.admin()
                    .get("/v1/sealing" + (next.isEmpty() ? "" : "?after=" + next))
                    .is(200)
                    .json();
            page.path("data")
                    .forEach(key -> counts.merge(
                            key.path("key").asText(), key.path("envelopes").asInt(), Integer::sum));
            next = page.path("next").textValue();
        }
        return counts;
    }

    private Endpoint sealed(AppId app, String secret) {
        EndpointId id = Samples.endpointId();
        return endpoint(app, id, before.sealer.seal(context(app, id.value()), Secret.of(secret)));
    }

    private Endpoint endpoint(AppId app, String envelope) {
        return endpoint(app, Samples.endpointId(), envelope);
    }

    private Endpoint endpoint(AppId app, EndpointId id, String envelope) {
        return Endpoint.create(
                id,
                app,
                EndpointSettings.of(URI.create("https://hooks.example.com/")),
                Signing.of(SigningScheme.SVIX, envelope),
                before.clock.instant());
    }

    private Endpoint stored(EndpointId id) {
        return before.stores.endpoints().find(one.app(), id).orElseThrow();
    }

    private List<String> opened(Endpoint endpoint) {
        return opened(endpoint.id().value(), endpoint.envelopes());
    }

    private List<String> opened(String id, List<String> envelopes) {
        return opened(kmsAlone, id, envelopes);
    }

    private List<String> opened(SecretSealer sealer, String id, List<String> envelopes) {
        return envelopes.stream()
                .map(envelope -> ((Opened.Readable) sealer.open(context(one.app(), id), envelope))
                        .secret()
                        .reveal())
                .toList();
    }

    private static SealContext context(AppId app, String id) {
        return new SealContext(app.value(), id);
    }
}
