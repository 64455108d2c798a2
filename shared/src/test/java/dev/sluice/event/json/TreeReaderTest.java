package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeReaderTest {

    private static final Selection SELECTION = Selection.members()
            .read("type")
            .read(
                    "mail",
                    Selection.members()
                            .read("id")
                            .pass("from", "to")
                            .read("headers", Selection.named("name", "X-Id"))
                            .passOthers())
            .readOthers();

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
        assertThat(read(DOCUMENT.getBytes(UTF_8), null)).isEqualTo(JACKSON.readTree(DOCUMENT));
    }

    @Test
    void whateverIsBrokenIsReadOrRefusedAsJacksonDoesAndSoIsWhatIsSelectedOfIt() {
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
            if (tree == null) {
                refused++;
            } else {
                assertThat(read(broken, SELECTION))
                        .as(new String(broken, UTF_8))
                        .isEqualTo(selected(tree));
            }
        }
        assertThat(refused).isBetween(5_000, 29_000);
    }

    @Test
    void inWhicheverOrderMembersComeTheSameIsSelected() throws IOException {
        Random random = new Random(20261125);
        for (int i = 0; i < 1_000; i++) {
            ObjectNode document = shuffled(JACKSON.readTree(DOCUMENT), random);
            document.replace("mail", shuffled(document.get("mail"), random));
            assertThat(read(document.toString().getBytes(UTF_8), SELECTION))
                    .as(document.toString())
                    .isEqualTo(selected(document));
        }
    }

    @Test
    void objectsThatBeginWithAnotherTextAreLeftOut() {
        JsonNode selected = read(DOCUMENT.getBytes(UTF_8), SELECTION);
        assertThat(selected.get("mail"))
                .hasToString(
                        "{\"id\":\"1\",\"headers\":[{\"name\":\"x-ID\",\"value\":\"ü1\"},{\"value\":\"a\",\"name\":\"To\"},"
                                + "{\"name\":7,\"value\":\"seven\"},{},[],null,\"D\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"A\",\"value\":\"line\nbreak\"}",
                "{\"name\":\"A\",\"value\":\"\\ud8\"}",
                "{\"name\":\"A\",\"value\":{]}",
                "{\"name\":\"A\",\"value\":01}",
                "{\"name\":\"A\",\"value\"}",
                "{\"name\":\"A\",}",
            })
    void whatIsLeftOutHasToBeJson(String left) {
        for (String mail :
                List.of("{\"headers\":[" + left + "]}", "{\"from\":" + left + "}", "{\"other\":" + left + "}")) {
            assertThat(Json.parse(("{\"mail\":" + mail + "}").getBytes(UTF_8), SELECTION))
                    .as(mail)
                    .isInstanceOf(Json.Parsed.Malformed.class);
        }
    }

    @Test
    void aNameTwiceSpoilsWhatIsReadAndNotWhatIsLeftOut() {
        String twice = "{\"name\":\"A\",\"b\":1,\"b\":2}";
        for (String mail : List.of("{\"headers\":[" + twice + "]}", "{\"from\":" + twice + ",\"from\":1}")) {
            assertThat(read(("{\"mail\":" + mail + "}").getBytes(UTF_8), SELECTION))
                    .as(mail)
                    .isNotNull();
        }
        for (String mail : List.of(
                "{\"id\":1,\"id\":2}", "{\"from\":0,\"id\":" + twice + "}", "{\"headers\":[],\"headers\":[]}")) {
            assertThat(read(("{\"mail\":" + mail + "}").getBytes(UTF_8), SELECTION))
                    .as(mail)
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mail\":{\"headers\":{\"name\":\"A\"}}}",
                "{\"mail\":[{\"headers\":[{\"name\":\"A\"}]}]}",
                "{\"other\":{\"mail\":{\"headers\":[{\"name\":\"A\"}]}}}",
                "{\"mail\":{\"headers\":[[{\"name\":\"A\"}]]}}",
                "[{\"name\":\"A\"}]",
            })
    void whatASelectionIsNotForIsWhole(String document) {
        assertThat(read(document.getBytes(UTF_8), SELECTION)).hasToString(document);
    }

    /** What {@link #SELECTION} says, taken from the tree of all. */
    private static JsonNode selected(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        if (copy.path("mail") instanceof ObjectNode mail) {
            mail.retain("id", "headers");
            if (mail.path("headers") instanceof ArrayNode headers) {
                for (int i = headers.size() - 1; i >= 0; i--) {
                    if (isLeftOut(headers.get(i))) {
                        headers.remove(i);
                    }
                }
            }
        }
        return copy;
    }

    private static boolean isLeftOut(JsonNode header) {
        return header.isObject()
                && !header.isEmpty()
                && header.fieldNames().next().equals("name")
                && header.get("name").isTextual()
                && !header.get("name").textValue().equalsIgnoreCase("X-Id");
    }

    private static ObjectNode shuffled(JsonNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode shuffled = JACKSON.createObjectNode();
        names.forEach(name -> shuffled.set(name, object.get(name)));
        return shuffled;
    }

    private static @Nullable JsonNode read(byte[] input, @Nullable Selection selection) {
        Json.Parsed parsed = selection == null ? Json.parse(input) : Json.parse(input, selection);
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
