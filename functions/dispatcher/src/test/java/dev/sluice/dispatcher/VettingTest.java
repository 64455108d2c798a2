package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.Sending.addresses;
import static dev.sluice.dispatcher.Sending.answered;
import static dev.sluice.dispatcher.Sending.failed;
import static dev.sluice.dispatcher.Sending.policy;
import static dev.sluice.dispatcher.Sending.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.endpoint.HostResolver;
import dev.sluice.endpoint.VettedResolver;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused is not connected to: a listener stands where the connection would go. */
class VettingTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private ScriptedServer listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ScriptedServer.start(ScriptedServer.answering(OK));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    private static HostResolver noDns() {
        return host -> {
            throw new UnknownHostException(host);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "0177.0.0.1",
                "017700000001",
                "127.1",
                "127.0.0.1.",
                "[::1]",
                "[::ffff:7f00:1]",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "0.0.0.0",
                "0",
                "[::]"
            })
    void noSpellingOfAPrivateAddressIsConnectedTo(String host) {
        try (HttpSender sender = Sending.sender(policy(List.of(), noDns()))) {
            failed(
                    sender.send(request("http://" + host + ":" + listener.port() + "/secret")),
                    Kind.ADDRESS_REFUSED,
                    false);
        }
        assertThat(listener.connections()).isZero();
    }

    /** The hook alone, without the URL policy in front: the client asks it whatever the host looks like. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0x7f.1",
                "0177.0.0.1",
                "127.1",
                "127.0.0.1.",
                "::1",
                "[::1]",
                "::ffff:7f00:1",
                "::ffff:127.0.0.1",
                "localhost",
                "localhost.",
                "LOCALHOST",
                "１２７.0.0.1",
                "0",
                "%31%32%37.0.0.1"
            })
    void theClientAsksTheHookForEverySpelling(String host) throws Exception {
        VettedResolver resolver = new VettedResolver(AddressPolicy.publicOnly(), HostResolver.system());
        try (CloseableHttpClient client = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new VettedDns(resolver))
                        .build())
                .build()) {
            HttpHost target = new HttpHost("http", host, listener.port());

            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> client.executeOpen(target, new HttpPost("/"), null))
                    .matches(e -> e instanceof VettedDns.AddressRefused
                            || e.getMessage().contains("does not resolve"));
        }
        assertThat(listener.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void onePrivateAmongPublicAnswersRefusesAll(int position) {
        List<String> answers = new ArrayList<>(List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"));
        answers.add(position, "127.0.0.1");
        HostResolver dns = host -> addresses(answers.toArray(String[]::new));

        try (HttpSender sender = Sending.sender(policy(List.of(), dns))) {
            Failed failure = failed(
                    sender.send(request("http://mixed.example:" + listener.port() + "/secret")),
                    Kind.ADDRESS_REFUSED,
                    false);

            assertThat(failure.detail()).contains("mixed.example").doesNotContain("127.0.0.1");
        }
        assertThat(listener.connections()).isZero();
    }

    @Test
    void aMappedAnswerIsRefused() throws Exception {
        byte[] mapped = InetAddress.ofLiteral("::").getAddress();
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        InetAddress answer = Inet6Address.getByAddress(null, mapped, -1);

        try (HttpSender sender = Sending.sender(policy(List.of(), host -> new InetAddress[] {answer}))) {
            failed(
                    sender.send(request("http://mapped.example:" + listener.port() + "/secret")),
                    Kind.ADDRESS_REFUSED,
                    false);
        }
        assertThat(listener.connections()).isZero();
    }

    /** 127.0.0.1 plays the public address, 127.0.0.2 the private one; the name changes its mind after every question. */
    @Test
    void aNameThatRebindsIsConnectedToWhereItWasJudged() throws IOException {
        AtomicInteger questions = new AtomicInteger();
        HostResolver rebinding = host -> addresses(questions.getAndIncrement() % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
        String url = "http://rebinding.example:" + listener.port() + "/secret";
        try (ScriptedServer inside = ScriptedServer.on("127.0.0.2", listener.port(), ScriptedServer.answering(OK));
                HttpSender first = Sending.sender(policy(List.of("127.0.0.1/32"), rebinding));
                HttpSender second = Sending.sender(policy(List.of("127.0.0.1/32"), rebinding))) {

            answered(first.send(request(url)));
            assertThat(questions).hasValue(1);
            answered(first.send(request(url))); // the same connection, no second question
            assertThat(questions).hasValue(1);
            failed(second.send(request(url)), Kind.ADDRESS_REFUSED, false);
            assertThat(questions).hasValue(2);

            assertThat(listener.requests()).hasSize(2);
            assertThat(inside.connections()).isZero();
        }
    }

    /** 127.0.0.1 plays the public address; every send asks anew, because the receiver closes each connection. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aNameThatRebindsBetweenAnyTwoQuestionsReachesThePublicAddressAlone(int privateFirst) throws IOException {
        AtomicInteger questions = new AtomicInteger();
        HostResolver rebinding =
                host -> addresses((questions.getAndIncrement() + privateFirst) % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
        String closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedServer outside = ScriptedServer.start(ScriptedServer.answering(closing));
                ScriptedServer inside =
                        ScriptedServer.on("127.0.0.2", outside.port(), ScriptedServer.answering(closing));
                HttpSender sender = Sending.sender(policy(List.of("127.0.0.1/32"), rebinding))) {
            for (int i = 0; i < 10; i++) {
                AttemptResult result = sender.send(request("http://rebinding.example:" + outside.port() + "/secret"));
                if ((i + privateFirst) % 2 == 0) {
                    answered(result);
                } else {
                    failed(result, Kind.ADDRESS_REFUSED, false);
                }
            }
            assertThat(questions).as("one a send").hasValue(10);
            assertThat(outside.requests()).hasSize(5);
            assertThat(inside.connections()).isZero();
        }
    }

    /** Listeners at both: not even the public one of the answers is connected to. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.2", "127.0.0.2, 127.0.0.1"})
    void ofMixedAnswersNoneIsConnectedTo(String first, String second) throws IOException {
        HostResolver mixed = host -> addresses(first, second);
        try (ScriptedServer inside = ScriptedServer.on("127.0.0.2", listener.port(), ScriptedServer.answering(OK));
                HttpSender sender = Sending.sender(policy(List.of("127.0.0.1/32"), mixed))) {
            failed(
                    sender.send(request("http://mixed.example:" + listener.port() + "/secret")),
                    Kind.ADDRESS_REFUSED,
                    false);

            assertThat(listener.connections()).isZero();
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void triesTheNextJudgedAddressWhenOneDoesNotAnswer() {
        HostResolver dns = host -> addresses("127.0.0.3", "127.0.0.1");

        try (HttpSender sender = Sending.sender(policy(List.of("127.0.0.0/8"), dns))) {
            answered(sender.send(request("http://two.example:" + listener.port() + "/")));
        }
        assertThat(listener.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://receiver.test/",
        "http://user:secret@receiver.test/",
        "http://receiver.test/#secret",
        "http://re_ceiver.test/",
        "http://receiver.test:0/",
        "http://1.2.3.4.5/"
    })
    void aUrlThatMayNotBeSentToIsRefusedHereToo(String url) {
        try (HttpSender sender = Sending.sender(Sending.loopback())) {
            failed(sender.send(request(url)), Kind.ADDRESS_REFUSED, false);
        }
    }

    @Test
    void aNameThatDoesNotResolveIsADnsFailure() {
        try (HttpSender sender = Sending.sender(policy(List.of(), noDns()))) {
            Failed failure = failed(sender.send(request("http://absent.example/secret")), Kind.DNS, false);

            assertThat(failure.detail()).contains("absent.example");
        }
        try (HttpSender sender = Sending.sender(policy(List.of(), host -> new InetAddress[0]))) {
            failed(sender.send(request("http://empty.example/secret")), Kind.DNS, false);
        }
    }

    @Test
    void sendsToIpv6WithBracketsInTheHostHeader() throws IOException {
        ScriptedServer server;
        try {
            server = new ScriptedServer(
                    new ServerSocket(0, 5, InetAddress.ofLiteral("::1")), ScriptedServer.answering(OK));
        } catch (IOException e) {
            Assumptions.abort("this machine has no IPv6 loopback");
            return;
        }
        try (server;
                HttpSender sender = Sending.sender(Sending.loopback())) {
            answered(sender.send(request("http://[::1]:" + server.port() + "/")));

            assertThat(server.requests().getFirst().headers())
                    .containsEntry("host", "[0:0:0:0:0:0:0:1]:" + server.port());
            assertThat(new String(server.requests().getFirst().body(), StandardCharsets.UTF_8))
                    .startsWith("{");
        }
    }
}
