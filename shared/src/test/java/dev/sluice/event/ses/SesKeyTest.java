package dev.sluice.event.ses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Form;
import dev.sluice.event.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SesKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One member of each form; the others have none. */
    private static final Form.Shape SHAPE = Form.object()
            .read("ab", Form.object().read("b").keepOthers())
            .read("a", Form.LIST)
            .keepOthers();

    @Test
    void theOrderOfMembersIsNoPartOfIt() {
        assertThat(key("{\"a\":{\"x\":1,\"y\":[2,3]},\"b\":null}"))
                .isEqualTo(key("{\"b\":null,\"a\":{\"y\":[2,3],\"x\":1}}"));
    }

    @Test
    void noTwoObjectsHaveTheSame() {
        List<String> keys = Stream.of(
                        "{}",
                        "{\"a\":1}",
                        "{\"a\":\"1\"}",
                        "{\"a\":\"1;\"}",
                        "{\"a\":[1]}",
                        "{\"a\":[\"1\"]}",
                        "{\"a\":[1,2]}",
                        "{\"a\":[12]}",
                        "{\"a\":[2,1]}",
                        "{\"a\":[[1],2]}",
                        "{\"a\":[[1,2]]}",
                        "{\"a\":{}}",
                        "{\"a\":[]}",
                        "{\"a\":\"\"}",
                        "{\"a\":null}",
                        "{\"a\":\"null\"}",
                        "{\"a\":true}",
                        "{\"a\":{\"b\":1}}",
                        "{\"a\":{},\"b\":1}",
                        "{\"a\":\"1:b\"}",
                        "{\"a\":\"\",\"b\":\"\"}",
                        "{\"a1:b\":\"\"}",
                        "{\"ab\":\"c\"}",
                        "{\"a\":\"bc\"}")
                .map(SesKeyTest::key)
                .toList();
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void noPartRunsIntoTheNext() throws JsonProcessingException {
        Fields own = fields("{\"feedbackId\":\"f\"}");
        assertThat(SesKey.of("a|b", SesType.UNKNOWN, "c", own))
                .isNotEqualTo(SesKey.of("a", SesType.UNKNOWN, "b|c", own));
        assertThat(SesKey.of("a%7Cb", SesType.UNKNOWN, "c", own))
                .isNotEqualTo(SesKey.of("a|b", SesType.UNKNOWN, "c", own));
    }

    private static Fields fields(String object) throws JsonProcessingException {
        return Json.read((ObjectNode) JSON.readTree(object), SHAPE);
    }

    private static String key(String own) {
        try {
            return SesKey.of("m-1", SesType.CLICK, "Click", fields(own));
        } catch (JsonProcessingException e) {
            throw new AssertionError(own, e);
        }
    }
}
