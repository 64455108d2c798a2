package dev.sluice.emulators.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Receiver receiver;

    @AfterEach
    void stop() throws Exception {
        client.close();
        receiver.close();
    }

    @Test
    void requestIsRecordedAsItCame() throws Exception {
        start();

        try (RawClient raw = new RawClient(receiver.uri())) {
            raw.send("POST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nX-B:  two \r\nx-a: 1\r\nX-B: 3\r\n"
                    + "Content-Length: 4\r\n\r\n\0\u00ff\r\n");
            assertThat(raw.head()).startsWith("HTTP/1.1 200 ");
        }

        Received request = receiver.received().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.query()).isEqualTo("x=1");
        assertThat(request.headers())
                .containsExactly(
                        new Received.Header("Host", "h"),
                        new Received.Header("X-B", "two"),
                        new Received.Header("x-a", "1"),
                        new Received.Header("X-B", "3"),
                        new Received.Header("Content-Length", "4"));
        assertThat(request.body()).containsExactly(0, 0xff, '\r', '\n');
        assertThat(request.at()).isEqualTo(NOW);
        assertThat(request.number()).isEqualTo(1);
    }

    @Test
    void chunkedBodyIsRecordedUnchunked() throws Exception {
        start();

        try (RawClient raw = new RawClient(receiver.uri())) {
            raw.send(
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n");
            raw.head();
        }

        assertThat(receiver.received().getFirst().text()).isEqualTo("abcde");
    }

    @Test
    void requestsOfOneConnectionShareItsId() throws Exception {
        start();

        try (RawClient raw = new RawClient(receiver.uri())) {
            String request = "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx";
            raw.send(request + request);
            raw.head();
            raw.bytes("received".length());
            raw.head();
        }
        post("/", "x");

        List<Received> all = receiver.received();
        assertThat(all.get(1).connection()).isEqualTo(all.get(0).connection());
        assertThat(all.get(2).connection()).isNotEqualTo(all.get(0).connection());
        assertThat(receiver.connections()).isEqualTo(2);
    }

    @Test
    void statusesFollowOneAnotherAndTheLastRepeats() throws Exception {
        start();
        receiver.script("/hook", Script.statuses(500, 503, 200));

        assertThat(statuses("/hook", 5)).containsExactly(500, 503, 200, 200, 200);
        assertThat(statuses("/other", 1)).containsExactly(200);
        receiver.script("/hook", Script.statuses(410));
        assertThat(statuses("/hook", 1)).containsExactly(410);
    }

    @Test
    void queryStringScriptsItsOwnUrl() throws Exception {
        start();

        assertThat(statuses("/hook?status=500,200&tenant=a", 3)).containsExactly(500, 200, 200);
        assertThat(statuses("/hook?status=500,200&tenant=b", 1)).containsExactly(500);
        assertThat(statuses("/hook?tenant=c", 1)).containsExactly(200);
        assertThat(post("/hook?status=soon", "").body()).isEqualTo("status is wrong: soon");
    }

    @Test
    void starScriptsEveryPathWithoutItsOwn() throws Exception {
        start();
        receiver.script("*", Script.statuses(503));
        receiver.script("/hook", Script.statuses(204));

        assertThat(statuses("/other", 1)).containsExactly(503);
        assertThat(statuses("/hook", 1)).containsExactly(204);
    }

    @Test
    void scriptsAreSetAndRemovedOverHttp() throws Exception {
        start();

        assertThat(post("/__script/hook", "{\"status\":[500,429],\"retry_after\":120,\"body\":\"later\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(post("/hook", "").statusCode()).isEqualTo(500);
        HttpResponse<String> second = post("/hook", "");
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("Retry-After")).contains("120");
        assertThat(second.body()).isEqualTo("later");
        send(HttpRequest.newBuilder(receiver.uri("/__script/hook")).DELETE());
        assertThat(statuses("/hook", 1)).containsExactly(200);
    }

    @Test
    void behavioursOfAnArrayFollowOneAnother() throws Exception {
        start();
        post("/__script/hook", "[{\"redirect\":\"http://elsewhere.example/\"},{\"status\":201}]");

        HttpResponse<String> first = post("/hook", "");
        assertThat(first.statusCode()).isEqualTo(302);
        assertThat(first.headers().firstValue("Location")).contains("http://elsewhere.example/");
        assertThat(statuses("/hook", 1)).containsExactly(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "[1]",
                "{\"colour\":\"red\"}",
                "{\"status\":99}",
                "{\"delay_ms\":\"soon\"}",
                "{\"delay_ms\":-1}",
                "{\"fault\":\"none_such\"}"
            })
    void wrongScriptsAreRefused(String json) throws Exception {
        start();

        assertThat(post("/__script/hook", json).statusCode()).isEqualTo(400);
        assertThat(statuses("/hook", 1)).containsExactly(200);
    }

    @Test
    void whatArrivedIsListedAsJson() throws Exception {
        start();
        post("/a", "ü");
        post("/b", "");

        JsonNode all = new ObjectMapper().readTree(get("/__received").body());
        assertThat(all).hasSize(2);
        JsonNode only = new ObjectMapper().readTree(get("/__received?path=/a").body());
        assertThat(only).hasSize(1);
        assertThat(only.at("/0/body_base64").asText()).isEqualTo("w7w=");
        assertThat(only.at("/0/method").asText()).isEqualTo("POST");
        assertThat(only.at("/0/arrived_at").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(only.at("/0/headers")
                        .valueStream()
                        .map(header -> header.get(0).asText()))
                .contains("Content-Length");
        send(HttpRequest.newBuilder(receiver.uri("/__received")).DELETE());
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void decisionReplacesTheScriptedStatus() throws Exception {
        receiver = Receiver.start(Receiver.Options.defaults()
                .decision(request ->
                        request.header("signature").isPresent() ? OptionalInt.empty() : OptionalInt.of(401)));
        receiver.script("/hook", Script.statuses(202));

        assertThat(statuses("/hook", 1)).containsExactly(401);
        assertThat(send(HttpRequest.newBuilder(receiver.uri("/hook"))
                                .header("Signature", "x")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void awaitingEndsWhenEnoughHasArrived() throws Exception {
        start();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 20).forEach(i -> threads.submit(() -> post("/hook", "b" + i)));
            assertThat(receiver.awaitRequests("/hook", 20, BOUND))
                    .hasSize(20)
                    .extracting(Received::text)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void awaitingInVainTellsHowManyCame() throws Exception {
        start();
        post("/hook", "");

        assertThatThrownBy(() -> receiver.awaitRequests("/hook", 2, Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("1 of 2 requests for /hook came within PT0.001S");
    }

    @Test
    void oldestRequestsAreForgottenFirst() throws Exception {
        receiver = Receiver.start(Receiver.Options.defaults().kept(2));
        for (String body : List.of("1", "2", "3")) {
            post("/hook", body);
        }

        assertThat(receiver.received()).extracting(Received::text).containsExactly("2", "3");
        assertThat(receiver.received()).extracting(Received::number).containsExactly(2L, 3L);
    }

    private void start() throws Exception {
        receiver = Receiver.start(Receiver.Options.defaults().clock(InstantSource.fixed(NOW)));
    }

    private List<Integer> statuses(String target, int count) throws Exception {
        Stream.Builder<Integer> statuses = Stream.builder();
        for (int i = 0; i < count; i++) {
            statuses.add(post(target, "x").statusCode());
        }
        return statuses.build().toList();
    }

    private HttpResponse<String> post(String target, String body) throws Exception {
        return send(HttpRequest.newBuilder(receiver.uri(target)).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String target) throws Exception {
        return send(HttpRequest.newBuilder(receiver.uri(target)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
