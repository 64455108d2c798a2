package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void aDocumentIsReadWithOrWithoutAByteOrderMark() {
        assertThat(document("{\"a\":[1,\"ü\"]}").get("a").get(1).asText()).isEqualTo("ü");
        assertThat(document("\uFEFF{\"a\":1}").get("a").asInt()).isEqualTo(1);
        assertThat(document(" \n{\"a\":1}\n ").get("a").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r\n", "\uFEFF"})
    void nothingButWhiteSpaceIsEmpty(String text) {
        assertThat(Json.parse(text)).isEqualTo(new Json.Parsed.Empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1}x",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":\"nul\u0000\"}",
                "\u0000{\u0000}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1e}",
                "{\"a\":\"\\ud8\"}",
                "// comment\n{}",
                "Hello from SNS!",
                "{\"a\":1e99999999999}",
            })
    void whatIsNotJsonIsMalformed(String text) {
        assertThat(malformed(text)).isNotBlank();
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndWithoutTheContent() {
        assertThat(malformed("{\"a\":1,\n \"b\":]}")).contains("line 2, column");
        assertThat(malformed("{\"subject\":\"something private\" \"x\"}")).doesNotContain("private");
        assertThat(malformed("x".repeat(100_000))).hasSizeLessThan(300);
    }

    @Test
    void otherEncodingsAreMalformed() {
        assertThat(Json.parse("{\"a\":1}".getBytes(UTF_16))).isInstanceOf(Json.Parsed.Malformed.class);
        assertThat(Json.parse(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xFF, '"', '}'}))
                .isInstanceOf(Json.Parsed.Malformed.class);
        assertThat(Json.parse(new byte[] {'"', (byte) 0xC3, '"'})).isInstanceOf(Json.Parsed.Malformed.class);
    }

    @Test
    void aKeyTwiceIsMalformedBecauseReadersDisagreeOnWhichCounts() {
        assertThat(malformed("{\"a\":1,\"b\":{\"c\":1,\"c\":1}}")).contains("Duplicate");
    }

    @Test
    void limitsAreLimits() {
        assertThat(document("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
        assertThat(malformed("[".repeat(101) + "]".repeat(101)))
                .contains("depth")
                .contains("100");
        assertThat(malformed("[".repeat(1_000_000))).contains("depth");
        assertThat(document("[" + "9".repeat(100) + "]").isArray()).isTrue();
        assertThat(malformed("[" + "9".repeat(101) + "]")).contains("Number");
        assertThat(malformed("{\"" + "n".repeat(1001) + "\":1}")).contains("Name");
        assertThat(Json.parse(new byte[Json.MAX_BYTES + 1]))
                .isEqualTo(new Json.Parsed.Malformed("longer than 8388608 bytes"));
    }

    @Test
    void numbersKeepTheirDigits() {
        assertThat(rewritten("[1e999,0.1234567890123456789012345,12345678901234567890123]"))
                .isEqualTo("[1E+999,0.1234567890123456789012345,12345678901234567890123]");
    }

    @Test
    void treesAreWrittenWithSortedKeysAtEveryDepth() {
        assertThat(rewritten("{\"b\":[{\"y\":1,\"x\":null}],\"a\":{\"d\":true,\"c\":\"\"}}"))
                .isEqualTo("{\"a\":{\"c\":\"\",\"d\":true},\"b\":[{\"x\":null,\"y\":1}]}");
    }

    @Test
    void whatIsWrittenIsAlwaysUtf8AndJson() {
        String lone =
                rewritten("{\"a\":\"\\ud83c\",\"b\":\"\\udf89\\ud83c\",\"c\":\"\\ud83c\\udf89\",\"d\":\"\\u0000\"}");
        assertThat(new String(lone.getBytes(UTF_8), UTF_8)).isEqualTo(lone);
        assertThat(lone).isEqualTo("{\"a\":\"?\",\"b\":\"??\",\"c\":\"🎉\",\"d\":\"\\u0000\"}");
    }

    @Test
    void anExcerptIsShortAndOnOneLine() {
        assertThat(Text.excerpt("a\nb\u0000c\u001b[31m", 50)).isEqualTo("a b c [31m");
        assertThat(Text.excerpt("abcdef", 3)).isEqualTo("abc…");
        assertThat(Text.excerpt("🎉🎉", 3)).isEqualTo("🎉?…");
    }

    private static String rewritten(String json) {
        return Json.write(out -> out.writeTree(document(json)));
    }

    private static JsonNode document(String json) {
        return ((Json.Parsed.Document) Json.parse(json)).root();
    }

    private static String malformed(String json) {
        return ((Json.Parsed.Malformed) Json.parse(json)).problem();
    }
}
