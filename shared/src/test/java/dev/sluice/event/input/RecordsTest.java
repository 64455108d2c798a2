package dev.sluice.event.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.AppId;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {

    private static final long SEED = 20261125;
    private static final Owners OWNERS = Owners.always(new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Random random = new Random(SEED);
    private final InputGenerator generator = new InputGenerator(random);

    @Test
    void eachRecordIsAnInputOfItsOwnMadeOfTheBytesThatCame() {
        assertThat(texts("{ \"a\":1e0, \"Records\" : [ {\"x\":\"\\u00e9\"} ,\n 1.50,\"ü\" ], \"b\":[] }\n"))
                .containsExactly(
                        "{ \"a\":1e0, \"Records\" : [ {\"x\":\"\\u00e9\"} ], \"b\":[] }\n",
                        "{ \"a\":1e0, \"Records\" : [ 1.50 ], \"b\":[] }\n",
                        "{ \"a\":1e0, \"Records\" : [ \"ü\" ], \"b\":[] }\n");
    }

    /** Sound or not, of every kind of value, with whatever stands around and between them. */
    @Test
    void allRecordsTogetherHaveTheOutcomesOfTheWholeAndEachHasOne() {
        int several = 0;
        for (int i = 0; i < 10_000; i++) {
            List<String> records = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(_ -> record())
                    .toList();
            String head = (random.nextInt(4) == 0 ? "\uFEFF" : "") + space() + "{" + before() + "\"Records\"" + space()
                    + ":" + space() + "[" + space();
            String tail = space() + "]" + after() + space() + "}" + space();
            byte[] whole = (head + String.join(space() + "," + space(), records) + tail).getBytes(UTF_8);
            assertThat(Json.parse(whole)).isInstanceOf(Json.Parsed.Document.class);

            List<byte[]> pieces = Records.each(whole);

            List<Outcome> outcomes = new ArrayList<>();
            for (byte[] piece : pieces) {
                List<Outcome> one = Normalizer.normalize(piece, OWNERS, NOW);
                assertThat(one).hasSize(1);
                outcomes.addAll(one);
            }
            assertThat(outcomes).isEqualTo(Normalizer.normalize(whole, OWNERS, NOW));
            assertThat(pieces.toArray(byte[][]::new))
                    .isDeepEqualTo(records.stream()
                            .map(record -> (head + record + tail).getBytes(UTF_8))
                            .toArray(byte[][]::new));
            several += pieces.size() > 1 ? 1 : 0;
        }
        assertThat(several).isGreaterThan(5_000);
    }

    @Test
    void whateverIsDamagedIsTakenApartIntoInputsThatHaveOneOutcomeOrIsLeftWhole() {
        int apart = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] input = generator.damaged(generator.enveloped(generator.stripe()));
            List<byte[]> pieces = Records.each(input);
            if (pieces.size() == 1) {
                assertThat(pieces.getFirst()).isSameAs(input);
            } else {
                apart++;
                assertThat(pieces)
                        .allSatisfy(piece -> assertThat(Normalizer.normalize(piece, OWNERS, NOW))
                                .hasSize(1));
            }
        }
        assertThat(apart).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[{},{}]",
                "{\"Records\":[]}",
                "{\"Records\":[1]}",
                "{\"Records\":{\"a\":1,\"b\":2}}",
                "{\"Records\":[1,2]",
                "{\"Records\":[1,2]}]",
                "{\"Records\":[1,2],\"Records\":[3,4]}",
                "{\"records\":[1,2]}"
            })
    void whatHoldsNoTwoRecordsIsItself(String input) {
        byte[] bytes = input.getBytes(UTF_8);

        assertThat(Records.each(bytes)).singleElement().isSameAs(bytes);
    }

    @Test
    void aNameTwiceInOneRecordSpoilsThatRecordAlone() {
        assertThat(texts("{\"Records\":[{\"a\":1,\"a\":2},{}]}"))
                .containsExactly("{\"Records\":[{\"a\":1,\"a\":2}]}", "{\"Records\":[{}]}");
    }

    @Test
    void whatStandsAroundManyRecordsIsNotRepeatedWithoutEnd() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(texts("{\"Records\":[" + "1,".repeat(99_999) + "1]}")).hasSize(100_000);
            assertThat(texts("{\"a\":\"" + "x".repeat(4_000_000) + "\",\"Records\":[" + "1,".repeat(999_999) + "1]}"))
                    .hasSize(1);
        });
        String around = "{\"a\":\"%s\",\"Records\":[%s]}";
        int room = Records.MOST_REPEATED / 10 - around.formatted("", "").length();
        String ten = "1,2,3,4,5,6,7,8,9,0";
        assertThat(texts(around.formatted("x".repeat(room), ten))).hasSize(10);
        assertThat(texts(around.formatted("x".repeat(room + 1), ten))).hasSize(1);
    }

    @Test
    void eventsOfABatchAreInputsOfTheirOwn() {
        String one = "{\"specversion\":\"1.0\", \"data\":1.50}";
        for (String batch : List.of(" [ " + one + " ,\n{\"a\":\"é\"},7]", "\uFEFF[" + one + ",{\"a\":\"é\"},7 ]\n")) {
            assertThat(texts(batch)).containsExactly(one, "{\"a\":\"é\"}", "7");
            assertThat(Records.inMessage(batch.getBytes(UTF_8))).hasSize(3);
        }
        assertThat(texts("[" + one + "]")).containsExactly(one);
        int most = Normalizer.MOST_IN_A_BATCH;
        assertThat(texts("[" + (one + ",").repeat(most - 1) + one + "]")).hasSize(most);
        assertThat(texts("[" + (one + ",").repeat(most) + one + "]")).hasSize(1);
    }

    @Test
    void recordsThatAFunctionFailedOnAreInputsOfTheirOwn() {
        String failed =
                "{\"requestContext\":{},\"requestPayload\":{\"Records\":[%s]},\"responsePayload\":{\"Records\":[3,4]}}";
        byte[] two = failed.formatted("{\"a\":1.0} , 2").getBytes(UTF_8);
        for (List<byte[]> pieces : List.of(Records.each(two), Records.inMessage(two))) {
            assertThat(pieces)
                    .extracting(piece -> new String(piece, UTF_8))
                    .containsExactly(failed.formatted("{\"a\":1.0}"), failed.formatted("2"));
        }
        assertThat(texts(failed.formatted("1,2").replace("requestContext", "context")))
                .hasSize(1);
    }

    @Test
    void aMessageIsNotTakenApartByAListOfRecordsOfItsOwn() {
        byte[] input = "{\"Records\":[1,2]}".getBytes(UTF_8);

        assertThat(Records.inMessage(input)).singleElement().isSameAs(input);
    }

    @Test
    void theOnlyRecordIsFound() {
        assertThat(Records.only("{\"Records\":[{\"a\":1}]}".getBytes(UTF_8))
                        .path("a")
                        .intValue())
                .isEqualTo(1);
        for (String none :
                List.of("", "x", "[]", "{}", "{\"Records\":[]}", "{\"Records\":{\"a\":1}}", "{\"Records\":[1,2]}")) {
            assertThat(Records.only(none.getBytes(UTF_8)).isMissingNode()).isTrue();
        }
    }

    private static List<String> texts(String input) {
        return Records.each(input.getBytes(UTF_8)).stream()
                .map(piece -> new String(piece, UTF_8))
                .toList();
    }

    private String record() {
        return random.nextInt(4) > 0
                ? generator.record(generator.stripe()).toString()
                : one(
                        "1",
                        "-0.50e+10",
                        "0",
                        "\"\"",
                        "\"\\u00e9\\\"],\\ud83c\"",
                        "\"ü🎉\"",
                        "true",
                        "null",
                        "[]",
                        "[ 1 , {} ]",
                        "{ }");
    }

    private String before() {
        return one("", " ", "\"a\":1.0 ,", "\"detail\":{\"Records\":[1,2]},", "\"ü\" : \"🎉\\n\" , ");
    }

    private String after() {
        return one("", " ", ",\"z\":[]", " , \"detail-type\" : \"x\",\"data\":{}");
    }

    private String space() {
        return one("", "", " ", "\n\t", "\r\n ");
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }
}
