package dev.sluice.event.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "2024-03-05T06:07:08.123Z, 2024-03-05T06:07:08.123Z",
        "2024-03-05T06:07:08Z, 2024-03-05T06:07:08.000Z",
        "2024-03-05T06:07Z, 2024-03-05T06:07:00.000Z",
        "2024-03-05T06:07:08.1Z, 2024-03-05T06:07:08.100Z",
        "2024-03-05T06:07:08.12Z, 2024-03-05T06:07:08.120Z",
        "2024-03-05T06:07:08.123999Z, 2024-03-05T06:07:08.123Z",
        "2024-03-05T06:07:08.999999999Z, 2024-03-05T06:07:08.999Z",
        "'2024-03-05T06:07:08,5Z', 2024-03-05T06:07:08.500Z",
        "2024-03-05T06:07:08+00:00, 2024-03-05T06:07:08.000Z",
        "2024-03-05T06:07:08 +0000, 2024-03-05T06:07:08.000Z",
        "2024-03-05T06:07:08.000-05:00, 2024-03-05T11:07:08.000Z",
        "2024-03-05T06:07:08-0530, 2024-03-05T11:37:08.000Z",
        "2024-03-05T06:07:08+02, 2024-03-05T04:07:08.000Z",
        "2024-03-05t06:07:08z, 2024-03-05T06:07:08.000Z",
        "2024-03-05 06:07:08 UTC, 2024-03-05T06:07:08.000Z",
        "2024-03-05 06:07:08 GMT, 2024-03-05T06:07:08.000Z",
        "2024-03-05T06:07:08.123, 2024-03-05T06:07:08.123Z",
        "' 2024-03-05T06:07:08Z ', 2024-03-05T06:07:08.000Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    })
    void timesAreReadExactlyAndTruncatedToMilliseconds(String text, String expected) {
        Instant time = Timestamps.parse(text);
        assertThat(time).isEqualTo(Instant.parse(expected));
        assertThat(Timestamps.format(time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "null",
                "2024-03-05",
                "06:07:08Z",
                "2024-02-30T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2024-13-05T06:07:08Z",
                "2024-00-05T06:07:08Z",
                "2024-03-05T24:00:00Z",
                "2024-03-05T06:60:08Z",
                "2024-03-05T06:07:60Z",
                "2024-03-05T06:07:08+19:00",
                "2024-03-05T06:07:08+05:99",
                "2024-03-05T06:07:08.Z",
                "2024-3-5T6:7:8Z",
                "24-03-05T06:07:08Z",
                "12024-03-05T06:07:08Z",
                "-2024-03-05T06:07:08Z",
                "2024-03-05T06:07:08Z garbage",
                "2024-03-05T06:07:08 Europe/Berlin",
                "٢٠٢٤-03-05T06:07:08Z",
                "9999-12-31T23:59:59-05:00",
                "0000-01-01T00:00:00+05:00",
                "1635755469745",
            })
    void aTextThatIsNoTimeIsNone(String text) {
        assertThat(Timestamps.parse(text)).isNull();
        assertThat(Timestamps.parse(text + "x".repeat(1_000_000))).isNull();
    }

    @Test
    void everyZoneGivesTheSameInstant() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
            ZoneOffset zone = ZoneOffset.ofTotalSeconds((random.nextInt(37 * 4 - 3) - 18 * 4) * 900);
            assertThat(Timestamps.parse(OffsetDateTime.ofInstant(time, zone).toString()))
                    .isEqualTo(time);
            assertThat(Timestamps.parse(Timestamps.format(time))).isEqualTo(time);
            Instant nanos = time.plusNanos(random.nextInt(1_000_000));
            assertThat(Timestamps.parse(nanos.toString())).isEqualTo(nanos.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1635755469745, 2021-11-01T08:31:09.745Z",
        "1635755469, 2021-11-01T08:31:09Z",
        "946684800, 2000-01-01T00:00:00Z",
        "946684800000, 2000-01-01T00:00:00Z",
        "4102444799999, 2099-12-31T23:59:59.999Z",
    })
    void numbersAreUnixSecondsOrMillisecondsOfThisCentury(long number, Instant expected) {
        assertThat(Timestamps.read(JSON.numberNode(number))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                946684799,
                4102444800L,
                946684799999L,
                4102444800000L,
                1635755469745000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void otherNumbersAreNoTimes(long number) {
        assertThat(Timestamps.read(JSON.numberNode(number))).isNull();
    }

    @Test
    void otherValuesAreNoTimes() {
        assertThat(Timestamps.read(null)).isNull();
        assertThat(Timestamps.read(JSON.nullNode())).isNull();
        assertThat(Timestamps.read(JSON.booleanNode(true))).isNull();
        assertThat(Timestamps.read(JSON.arrayNode().add("2024-03-05T06:07:08Z")))
                .isNull();
        assertThat(Timestamps.read(JSON.numberNode(1635755469.745))).isNull();
        assertThat(Timestamps.read(JSON.numberNode(BigInteger.TEN.pow(40)))).isNull();
    }

    /** What SES writes is read by a way of its own; a space instead of the T leads to the general one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T18:04:12.481Z",
                "0000-01-01T00:00:00.000Z",
                "9999-12-31T23:59:59.999Z",
                "2028-02-29T23:59:59.001Z",
                "2027-02-29T00:00:00.000Z",
                "2026-13-01T00:00:00.000Z",
                "2026-11-00T00:00:00.000Z",
                "2026-11-21T24:00:00.000Z",
                "2026-11-21T23:60:00.000Z",
                "2026-11-21T23:59:60.000Z",
                "2026-11-21T18:04:1٢.481Z",
                "2026-11-21T18:04:12.4812",
                "2026-11-21T18:04:12,481Z",
                "2026-11-21T18:04:12.481z",
                "2026/11-21T18:04:12.481Z",
                "+026-11-21T18:04:12.481Z",
                "2026-11-21T18:04:12.48 Z",
            })
    void theUsualFormIsReadAsTheGeneralOneIs(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Timestamps.parse(text.replace('T', ' ')));
    }
}
