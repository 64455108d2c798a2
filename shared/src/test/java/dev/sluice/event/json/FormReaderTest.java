package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {

    private static final Form.Shape SHAPE = Form.object()
            .read("type")
            .read(
                    "mail",
                    Form.object()
                            .read("id")
                            .pass("from", "to")
                            .read(
                                    "headers",
                                    Form.listOf(
                                            Form.object().read("name", "value").keepOthers(), "X-Id"))
                            .read("tags", Form.NAMED_LISTS)
                            .passOthers())
            .read("list", Form.listOf(Form.object().read("a").passOthers()))
            .read("n", Form.LIST)
            .keepOthers();

    /** With which an object begins that is read. */
    private static final Set<String> NAMED = Set.of("type", "mail", "list", "n");

    private static final String DOCUMENT = """
            {"type":"t","mail":{"id":"1","from":"a","to":["b",{"c":1}],"headers":[{"name":"From","value":"ann"},{"name":"x-ID","value":"ü1"},
            {"value":"a","name":"To"},{"name":"A","value":{"b":[1.10,{"c":null}]}},{"name":"B","value":"\\u00e9\\"","x":-12345678901234567890},
            {"name":7,"value":"seven"},{"name":"C"},{},[],null,"D",{"name":"E","more":[true,false,1e3],"value":"🎉"}],
            "tags":{"b":["2","3"],"a":["1"],"c":"4","d":[5,{"e":1}],"f":null},"other":[{"name":"From"}]},
            "list":[{"a":1,"b":{}},"c",[2]],"headers":[{"name":"From"}],"long":3000000000,"n":{"mail":{"headers":[{"name":"F"}]}}}
            """;

    private static final JsonMapper JACKSON = new JsonMapper();

    @Test
    void whatIsReadIsTheTreeWithoutWhatIsLeftOut() {
        assertThat(read(DOCUMENT)).isEqualTo("""
                {"headers":[{"name":"From"}],"list":[{"a":1},"c",[2]],"long":3000000000,\
                "mail":{"headers":[{"name":"x-ID","value":"ü1"},{"name":"To","value":"a"},{"name":7,"value":"seven"},{},[],null,"D"],\
                "id":"1","tags":{"a":["1"],"b":["2","3"],"c":"4","d":[5,{"e":1}],"f":null}},\
                "n":{"mail":{"headers":[{"name":"F"}]}},"type":"t"}""");
    }

    @Test
    void whateverIsBrokenIsReadAsItsTreeSaysOrNotAtAll() {
        int read = 0;
        for (byte[] broken : Broken.of(DOCUMENT, 30_000)) {
            JsonNode tree = tree(broken);
            if (tree != null) {
                boolean isExpected = tree.isObject() && begins(tree);
                assertThat(read(broken)).as(new String(broken, UTF_8)).isEqualTo(isExpected ? selected(tree) : null);
                if (tree instanceof ObjectNode object) {
                    assertThat(written(Json.read(object, SHAPE))).isEqualTo(selected(tree));
                }
                read++;
            }
        }
        assertThat(read).isBetween(1_000, 25_000);
    }

    @Test
    void inWhicheverOrderMembersComeTheSameIsRead() {
        Random random = new Random(20261125);
        JsonNode whole = tree(DOCUMENT.getBytes(UTF_8));
        for (int i = 0; i < 1_000; i++) {
            ObjectNode document = JACKSON.createObjectNode().put("type", "t"); // first: a name of the shape's
            document.setAll(shuffled(whole, random));
            ObjectNode mail = shuffled(whole.get("mail"), random);
            mail.replace("tags", shuffled(mail.get("tags"), random));
            document.replace("mail", mail);
            assertThat(read(document.toString())).as(document.toString()).isEqualTo(selected(whole));
            assertThat(written(Json.read(document, SHAPE))).isEqualTo(selected(whole));
        }
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
            assertThat(read("{\"mail\":" + mail + "}")).as(mail).isNull();
        }
    }

    @Test
    void aNameTwiceSpoilsWhatIsReadAndNotWhatIsLeftOut() {
        String twice = "{\"name\":\"A\",\"b\":1,\"b\":2}";
        for (String mail : List.of("{\"headers\":[" + twice + "]}", "{\"from\":" + twice + ",\"from\":1}")) {
            assertThat(read("{\"mail\":" + mail + "}")).as(mail).isNotNull();
        }
        for (String mail : List.of(
                "{\"id\":1,\"id\":2}",
                "{\"from\":0,\"id\":" + twice + "}",
                "{\"headers\":[],\"headers\":[]}",
                "{\"headers\":[{\"name\":\"X-Id\",\"name\":\"X-Id\"}]}",
                "{\"tags\":{\"b\":[],\"a\":[],\"b\":[]}}",
                "{},\"n\":1,\"n\":2,\"m\":{}")) {
            assertThat(read("{\"mail\":" + mail + "}")).as(mail).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mail\":{\"headers\":{\"name\":\"A\"},\"tags\":[{\"a\":1}]}}",
                "{\"mail\":[{\"headers\":[{\"name\":\"A\"}]}]}",
                "{\"mail\":\"text\",\"type\":{\"mail\":{\"from\":1}}}",
                "{\"mail\":{\"headers\":[[{\"name\":\"A\"}]]}}",
                "{\"list\":{\"b\":1},\"mail\":null}",
                "{\"list\":[[{\"b\":1}]]}",
            })
    void aValueOfAnotherFormIsWhole(String document) {
        assertThat(read(document)).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[]", "\"type\"", "{}", "{\"other\":1,\"type\":1}", "{\"type\":1} {}", "{\"type\":1"})
    void whatDoesNotBeginSoOrGoesOnIsNotRead(String input) {
        assertThat(read(input)).isNull();
    }

    @Test
    void aByteOrderMarkIsNoPartOfIt() {
        assertThat(read("\uFEFF{\"type\":1}")).isEqualTo("{\"type\":1}");
    }

    private static @Nullable String read(String input) {
        return read(input.getBytes(UTF_8));
    }

    private static @Nullable String read(byte[] input) {
        Fields fields = Json.read(input, SHAPE);
        return fields == null ? null : written(fields);
    }

    private static String written(Fields fields) {
        return Json.write(fields::write);
    }

    private static JsonNode tree(byte[] input) {
        return Json.parse(input) instanceof Json.Parsed.Document(JsonNode root) ? root : null;
    }

    private static boolean begins(JsonNode object) {
        return !object.isEmpty() && NAMED.contains(object.fieldNames().next());
    }

    /** What {@link #SHAPE} says, taken from the tree of all. */
    private static String selected(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        if (copy.path("mail") instanceof ObjectNode mail) {
            mail.retain("id", "headers", "tags");
            if (mail.path("headers") instanceof ArrayNode headers) {
                for (int i = headers.size() - 1; i >= 0; i--) {
                    if (isLeftOut(headers.get(i))) {
                        headers.remove(i);
                    }
                }
            }
        }
        if (copy.path("list") instanceof ArrayNode list) {
            for (JsonNode element : list) {
                if (element instanceof ObjectNode object) {
                    object.retain("a");
                }
            }
        }
        return Json.write(out -> out.writeTree(copy));
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
}
