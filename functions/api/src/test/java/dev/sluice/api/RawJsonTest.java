package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RawJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":{}}                               | {}",
                "{\"a\":{\"data\":{\"no\":1}},\"data\":{}}   | {}",
                "{\"a\":\"}\",\"data\":{\"b\":\"{\"},\"c\":1}| {\"b\":\"{\"}",
                "{\"d\\u0061ta\":{\"x\":1}}                  | {\"x\":1}",
                "{\"é\":\"😀\",\"data\":{\"x\":\"😀\"}}      | {\"x\":\"😀\"}",
            })
    void findsTheMemberWhereverItStands(String object, String value) {
        assertThat(RawJson.member(object, "data")).isEqualTo(value);
    }

    @Test
    void findsTheMemberBehindMuchElse() {
        String object =
                "{\"a\":\"" + "x".repeat(100_000) + "\",\"b\":[" + "1,".repeat(50_000) + "1],\"data\":{\"n\":1.0}}";

        assertThat(RawJson.member(object, "data")).isEqualTo("{\"n\":1.0}");
    }

    @Test
    void saysWhenThereIsNoSuchMember() {
        assertThatThrownBy(() -> RawJson.member("{\"a\":1}", "data")).hasMessageContaining("data");
    }

    @Test
    void meansTheSameWithAndWithoutWhiteSpace() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            String data = object(random, 3);
            String kept = RawJson.member("{\"data\" : " + data + " }", "data");

            assertThat(read(kept)).isEqualTo(read(data));
            assertThat(RawJson.member("{\"data\":" + kept + "}", "data")).isEqualTo(kept);
        }
    }

    private static JsonNode read(String text) {
        return ((Json.Parsed.Document) Json.parse(text)).root();
    }

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{").append(space(random));
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(space(random))
                    .append("\"k ")
                    .append(i)
                    .append("\"")
                    .append(space(random))
                    .append(':')
                    .append(space(random))
                    .append(value(random, depth))
                    .append(space(random));
        }
        return text.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "\" \\\" \\\\ { } [ , : \\\\\\\" \"";
            case 1 -> "-1.50E+7";
            case 2 -> "null";
            case 3 -> "\"\\u0020\\n\"";
            case 4 -> "true";
            case 5 -> object(random, depth - 1);
            default -> "[" + space(random) + value(random, depth - 1) + " , " + value(random, depth - 1) + "]";
        };
    }

    private static String space(Random random) {
        return " \t\r\n".substring(random.nextInt(5)).repeat(random.nextInt(3));
    }
}
