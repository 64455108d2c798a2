package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "X-Api-Key", "x", "Cookie", "a!#$%&'*+.^_`|~0", "Contents", "Hosts", "X-Svix-Id"
            })
    void takesTokens(String name) {
        assertThat(HeaderRules.refusalOfName(name, Set.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Key", "X-Key:", "X-Key\n", "X-Kéy", "(x)", "\u0000", "X-Key\r\nHost"})
    void refusesWhatIsNoToken(String name) {
        assertThat(HeaderRules.refusalOfName(name, Set.of()).orElseThrow()).startsWith("is not a name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "Host",
                "HOST",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Expect",
                "Accept-Encoding",
                "User-Agent",
                "Content-Type",
                "content-length",
                "Content-Encoding",
                "Content-Digest",
                "Proxy-Authorization",
                "proxy-connection",
                "svix-id",
                "Svix-Signature",
                "webhook-id",
                "Webhook-Anything"
            })
    void refusesWhatIsOursInWhateverCase(String name) {
        assertThat(HeaderRules.refusalOfName(name, Set.of())).contains("is reserved");
    }

    @Test
    void refusesWhatTheEndpointsSignatureHas() {
        Set<String> taken = HmacPreset.GITHUB.form().ownHeaders();

        assertThat(HeaderRules.refusalOfName("X-HUB-Signature-256", taken)).contains("is reserved");
        assertThat(HeaderRules.refusalOfName("X-GitHub-Event", taken)).contains("is reserved");
        assertThat(HeaderRules.refusalOfName("X-Signature", taken)).isEmpty();
    }

    @Test
    void namesAndValuesHaveALongest() {
        assertThat(HeaderRules.refusalOfName("n".repeat(100), Set.of())).isEmpty();
        assertThat(HeaderRules.refusalOfName("n".repeat(101), Set.of())).isPresent();
        assertThat(HeaderRules.refusalOfValue("v".repeat(2_048))).isEmpty();
        assertThat(HeaderRules.refusalOfValue("v".repeat(2_049)))
                .contains("has a value of 2049 characters, not 1 to 2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "Bearer abc.def", "a\tb", "!~", "\"quoted\""})
    void takesVisibleAsciiWithSpacesAndTabsInside(String value) {
        assertThat(HeaderRules.refusalOfValue(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "''|has a value of 0 characters",
                "' x'|begins or ends",
                "'x '|begins or ends",
                "x\t|begins or ends",
                "x\u0000y|other characters",
                "x\u007Fy|other characters",
                "é|other characters"
            })
    void refusesOtherValues(String value, String why) {
        assertThat(HeaderRules.refusalOfValue(value).orElseThrow()).contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nHost: evil", "x\ny", "x\ry", "\n"})
    void refusesLineEnds(String value) {
        assertThat(HeaderRules.refusalOfValue(value).orElseThrow())
                .contains("other characters")
                .doesNotContain("evil");
    }
}
