package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.endpoint.UrlPolicy.Verdict;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPolicyTest {

    private static final Map<String, List<String>> DNS = Map.of(
            "public.example", List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
            "private.example", List.of("10.1.2.3"),
            "mixed.example", List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "127.0.0.1"),
            "localhost", List.of("127.0.0.1", "::1"),
            "empty.example", List.of());

    private final UrlPolicy policy = policy(false, AddressPolicy.publicOnly());

    private static UrlPolicy policy(boolean httpsOnly, AddressPolicy addresses) {
        return new UrlPolicy(httpsOnly, new VettedResolver(addresses, UrlPolicyTest::lookUp));
    }

    private static InetAddress[] lookUp(String host) throws UnknownHostException {
        List<String> answers = DNS.get(host);
        if (answers == null) {
            throw new UnknownHostException(host);
        }
        return answers.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://public.example                | https://public.example/",
                "HTTPS://Public.Example:443/Hook?a=B   | https://public.example/Hook?a=B",
                "http://public.example:80              | http://public.example/",
                "http://public.example:443/            | http://public.example:443/",
                "http://public.example:/               | http://public.example/",
                "https://public.example.:8443/x        | https://public.example:8443/x",
                "https://public.example?x=1            | https://public.example/?x=1",
                "https://public.example//a/../b%2Fc;d  | https://public.example//a/../b%2Fc;d",
                "https://bücher.example/é?ü            | https://xn--bcher-kva.example/%C3%A9?%C3%BC",
                "https://public。example/              | https://public.example/",
                "https://8.8.8.8/                      | https://8.8.8.8/",
                "https://0x08080808/                   | https://8.8.8.8/",
                "https://010.8.8.8/                    | https://8.8.8.8/",
                "https://[2606:4700:4700::1111]:444/   | https://[2606:4700:4700:0:0:0:0:1111]:444/",
                "https://xn--bcher-kva.example/        | https://xn--bcher-kva.example/",
                "https://a.b-c.d1.example/             | https://a.b-c.d1.example/",
            })
    void allowsAndWritesInOneForm(String url, String normalized) {
        assertThat(policy.judge(url)).isEqualTo(new Verdict.Allowed(URI.create(normalized)));
        assertThat(policy.judge(normalized)).isEqualTo(new Verdict.Allowed(URI.create(normalized)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|url_scheme",
                "hook|url_scheme",
                "//public.example/|url_scheme",
                "ftp://public.example/|url_scheme",
                "file:///etc/passwd|url_scheme",
                "javascript:alert(1)|url_scheme",
                "gopher://127.0.0.1:6379/_x|url_scheme",
                " https://public.example/|url_invalid",
                "https://public.example/ |url_invalid",
                "https://public.example/a b|url_invalid",
                "https://public.example\\@127.0.0.1/|url_invalid",
                "https://pub\tlic.example/|url_invalid",
                "https://[::1/|url_invalid",
                "https:public.example|url_host",
                "https:///hook|url_host",
                "https://:443/|url_host",
                "https://./|url_host",
                "https://.public.example/|url_host",
                "https://public..example/|url_host",
                "https://public.example../|url_host",
                "https://-public.example/|url_host",
                "https://pub_lic.example/|url_host",
                "https://%31%32%37.0.0.1/|url_host",
                "https://public.example%2f@x/|url_userinfo",
                "https://1.2.3.4.5/|url_host",
                "https://256.0.0.1/|url_host",
                "https://4294967296/|url_host",
                "https://08.8.8.8/|url_host",
                "https://public.example.0x/|url_host",
                "https://public.123/|url_host",
                "https://١٢٧.0.0.1/|url_host",
                "https://127\u2024.0.0.1/|url_host",
                "https://a.1b/|url_host",
                "https://::1/|url_host",
                "https://[fe80::1%25eth0]/|url_host",
                "https://[fe80::1%251]/|url_host",
                "https://user:pw@public.example/|url_userinfo",
                "https://@public.example/|url_userinfo",
                "https://public.example@127.0.0.1/|url_userinfo",
                "https://a@b@public.example/|url_userinfo",
                "https://public.example/#top|url_fragment",
                "https://public.example#|url_fragment",
                "https://public.example:0/|url_port",
                "https://public.example:65536/|url_port",
                "https://public.example:99999999999/|url_port",
                "https://public.example:-1/|url_port",
                "https://public.example:+80/|url_port",
                "https://public.example:８０/|url_port",
                "https://public.example:80:80/|url_port",
                "https://public.example:0x50/|url_port",
            })
    void refusesWithAStableCode(String url, String code) {
        assertThat(policy.judge(url == null ? "" : url)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.reason().code()).isEqualTo(code);
            assertThat(refused.message()).startsWith("url ").doesNotContain("passwd", "pw@", "alert");
        });
    }

    @Test
    void lengthIsBoundedAsGivenAndAsEncoded() {
        String start = "https://public.example/";
        String longest = start + "a".repeat(UrlPolicy.MAX_LENGTH - start.length());

        assertThat(policy.judge(longest)).isInstanceOf(Verdict.Allowed.class);
        assertRefused(policy.judge(longest + "a"), "url_invalid");
        assertRefused(policy.judge(start + "é".repeat(400)), "url_invalid");
    }

    @Test
    void httpsOnlyRefusesHttp() {
        UrlPolicy strict = policy(true, AddressPolicy.publicOnly());

        assertRefused(strict.judge("http://public.example/"), "url_scheme");
        assertThat(strict.judge("https://public.example/")).isInstanceOf(Verdict.Allowed.class);
    }

    static Stream<Cidr> specialBlocks() {
        return AddressPolicyTest.refusedBlocks();
    }

    /** Whatever an address is written as, and whatever hides it. */
    @ParameterizedTest
    @MethodSource("specialBlocks")
    void refusesSpecialAddressesInEverySpelling(Cidr block) {
        SoftAssertions softly = new SoftAssertions();
        for (byte[] edge : Spellings.edges(block)) {
            for (String host : Spellings.of(edge)) {
                softly.assertThat(policy.judge("http://" + host + ":8080/hook"))
                        .as(host)
                        .isInstanceOfSatisfying(
                                Verdict.Refused.class,
                                refused -> assertThat(refused.reason().code()).isEqualTo("address_refused"));
            }
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.215.14"})
    void readsEveryPlainSpellingOfAPublicAddressAsThatAddress(String address) {
        List<String> plain = Spellings.of(InetAddress.ofLiteral(address).getAddress()).stream()
                .filter(host -> !host.startsWith("["))
                .toList();

        assertThat(plain)
                .hasSizeGreaterThan(10)
                .allSatisfy(host -> assertThat(policy.judge("http://" + host + "/"))
                        .isEqualTo(new Verdict.Allowed(URI.create("http://" + address + "/"))));
    }

    @ParameterizedTest
    @CsvSource({
        "https://private.example/, address_refused",
        "https://mixed.example/, address_refused",
        "https://LOCALHOST./, address_refused",
        "https://empty.example/, dns_failed",
        "https://absent.example/, dns_failed",
        "https://127.0.0.1/, address_refused"
    })
    void judgesEveryAnswerWhenAskedToResolve(String url, String code) {
        assertRefused(policy.judgeResolved(url), code);
    }

    @Test
    void asksTheDnsOnlyWhenAskedToResolve() {
        assertThat(policy.judge("https://private.example/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(policy.judgeResolved("https://public.example/")).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void doesNotTellATenantWhatANameMeansInside() {
        assertThat(policy.judgeResolved("https://private.example/").toString())
                .contains("private.example")
                .doesNotContain("10.1.2.3");
    }

    @Test
    void exceptionsHoldForTheirHostAndPort() {
        UrlPolicy local = policy(false, AddressPolicy.allowing(List.of("localhost:3028", "127.0.0.1:3028")));

        assertThat(local.judgeResolved("http://localhost:3028/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(local.judge("http://2130706433:3028/")).isInstanceOf(Verdict.Allowed.class);
        assertRefused(local.judgeResolved("http://localhost:3029/"), "address_refused");
        assertRefused(local.judge("http://127.0.0.1/"), "address_refused");
        assertRefused(local.judge("http://[::1]:3028/"), "address_refused");
    }

    private static void assertRefused(Verdict verdict, String code) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo(code));
    }
}
