package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreeReaderTest {

    /** Jackson's own reader, with the settings that say what this one does. */
    private static final JsonMapper JACKSON = JsonMapper.builder(Json.FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String DOCUMENT = """
            {"type":"t","mail":{"id":"1","from":"a","to":["b",{"c":1}],"headers":[{"name":"From","value":"ann"},{"name":"x-ID","value":"ü1"},
            {"value":"a","name":"To"},{"name":"A","value":{"b":[1.10,{"c":null}]}},{"name":"B","value":"\\u00e9\\"","x":-12345678901234567890},
            {"name":7,"value":"seven"},{"name":"C"},{},[],null,"D",{"name":"E","more":[true,false,1e3],"value":"🎉"}],
            "other":[{"name":"From"}]},"headers":[{"name":"From"}],"long":3000000000,"n":{"mail":{"headers":[{"name":"F"}]}}}
            """;

    @Test
    void aTreeIsWhatJacksonMakesOfIt() throws IOException {
        assertThat(read(DOCUMENT.getBytes(UTF_8))).isEqualTo(JACKSON.readTree(DOCUMENT));
    }

    @Test
    void whateverIsBrokenIsReadOrRefusedAsJacksonDoes() {
        int refused = 0;
        for (byte[] broken : Broken.of(DOCUMENT, 30_000)) {
            JsonNode tree = read(broken);
            assertThat(tree).isEqualTo(jackson(broken));
            refused += tree == null ? 1 : 0;
        }
        assertThat(refused).isBetween(5_000, 29_000);
    }

    private static @Nullable JsonNode read(byte[] input) {
        return Json.parse(input) instanceof Json.Parsed.Document(JsonNode root) ? root : null;
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
