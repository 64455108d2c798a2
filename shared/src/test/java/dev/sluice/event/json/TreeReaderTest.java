package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeReaderTest {

    private static final Sieve SIEVE = new Sieve(List.of("mail", "headers"), "name", "X-Id");

    /** Jackson's own reader, with the settings that say what this one does. */
    private static final JsonMapper JACKSON = JsonMapper.builder(Json.FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String DOCUMENT = """
            {"mail":{"headers":[{"name":"From","value":"ann"},{"name":"x-ID","value":"ü1"},{"value":"a","name":"To"},
            {"name":"A","value":{"b":[1.10,{"c":null}]}},{"name":"B","value":"\\u00e9\\"","x":-12345678901234567890},
            {"name":7,"value":"seven"},{"name":"C"},{},[],null,"D",{"name":"E","more":[true,false,1e3],"value":"🎉"}],
            "other":[{"name":"From"}]},"headers":[{"name":"From"}],"long":3000000000,"n":{"mail":{"headers":[{"name":"F"}]}}}
            """;

    @Test
    void aTreeIsWhatJacksonMakesOfIt() throws IOException {
        assertThat(read(DOCUMENT.getBytes(UTF_8), null)).isEqualTo(JACKSON.readTree(DOCUMENT));
    }

    @Test
    void whateverIsBrokenIsReadOrRefusedAsJacksonDoesWithASieveOrWithout() {
        Random random = new Random(20261125);
        byte[] whole = DOCUMENT.getBytes(UTF_8);
        int refused = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] broken = whole.clone();
            for (int times = random.nextInt(3); times >= 0; times--) {
                // Most often by something that the document has elsewhere, such as a name or a bracket.
                broken[random.nextInt(whole.length)] =
                        random.nextInt(4) == 0 ? (byte) random.nextInt(256) : whole[random.nextInt(whole.length)];
            }
            JsonNode tree = read(broken, null);
            assertThat(tree).isEqualTo(jackson(broken));
            assertThat(read(broken, SIEVE) == null)
                    .as(new String(broken, UTF_8))
                    .isEqualTo(tree == null);
            refused += tree == null ? 1 : 0;
        }
        assertThat(refused).isBetween(5_000, 29_000);
    }

    @Test
    void aSieveLeavesOutTheObjectsOfItsListThatBeginWithAnotherText() {
        JsonNode sifted = read(DOCUMENT.getBytes(UTF_8), SIEVE);
        assertThat(sifted.at("/mail/headers"))
                .hasToString("[{\"name\":\"x-ID\",\"value\":\"ü1\"},{\"value\":\"a\",\"name\":\"To\"},"
                        + "{\"name\":7,\"value\":\"seven\"},{},[],null,\"D\"]");
    }

    @Test
    void aSieveLeavesEverythingElseAsItIs() {
        JsonNode whole = read(DOCUMENT.getBytes(UTF_8), null);
        JsonNode sifted = read(DOCUMENT.getBytes(UTF_8), SIEVE);
        assertThat(sifted.at("/mail/other")).isEqualTo(whole.at("/mail/other"));
        for (String name : List.of("headers", "long", "n")) {
            assertThat(sifted.get(name)).isEqualTo(whole.get(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"A\",\"name\":\"B\"}",
                "{\"name\":\"A\",\"value\":\"b\",\"name\":\"c\"}",
                "{\"name\":\"A\",\"value\":\"b\",\"value\":\"c\"}",
                "{\"name\":\"A\",\"value\":{\"b\":1,\"b\":1}}",
                "{\"name\":\"A\",\"value\":[{\"b\":1,\"b\":1}]}",
                "{\"name\":\"A\",\"value\":\"b\",\"x\":1,\"x\":2}",
                "{\"name\":\"A\",\"value\":1e99999999999}",
                "{\"name\":\"A\",\"value\":\"line\nbreak\"}",
                "{\"name\":\"A\",\"value\":\"\\ud8\"}",
            })
    void whatIsMalformedInAnObjectThatIsLeftOutIsMalformed(String header) {
        byte[] document = ("{\"mail\":{\"headers\":[" + header + "]}}").getBytes(UTF_8);
        assertThat(Json.parse(document, SIEVE)).isInstanceOf(Json.Parsed.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mail\":{\"headers\":{\"name\":\"A\"}}}",
                "{\"mail\":[{\"headers\":[{\"name\":\"A\"}]}]}",
                "{\"mail\":{\"mail\":{\"headers\":[{\"name\":\"A\"}]}}}",
                "{\"mail\":{\"headers\":[[{\"name\":\"A\"}]]}}",
                "[{\"name\":\"A\"}]",
            })
    void aListElsewhereIsWhole(String document) {
        assertThat(read(document.getBytes(UTF_8), SIEVE)).hasToString(document);
    }

    private static @Nullable JsonNode read(byte[] input, @Nullable Sieve sieve) {
        Json.Parsed parsed = sieve == null ? Json.parse(input) : Json.parse(input, sieve);
        return parsed instanceof Json.Parsed.Document(JsonNode root) ? root : null;
    }

    private static @Nullable JsonNode jackson(byte[] input) {
        try {
            return JACKSON.readTree(input);
        } catch (JsonProcessingException | RuntimeException e) {
            return null;
        } catch (IOException e) {
            return null; // not UTF-8
        }
    }
}
