package dev.sluice.emulators.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibilityLimitTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "43200, 0, true",
        "43200, 1, false",
        "43201, 0, false",
        "-1, 0, false",
        "3600, 39600000, true",
        "3600, 39600001, false",
        "0, 43200000, true",
        "0, 43200001, false"
    })
    void countsTheTotalFromTheReceive(long seconds, long elapsedMillis, boolean allowed) {
        assertThat(VisibilityLimit.changeRefusal(seconds, RECEIVED, RECEIVED.plusMillis(elapsedMillis))
                        .isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void refusesInTheWordsOfSqs() {
        assertThat(VisibilityLimit.changeRefusal(43_200, RECEIVED, RECEIVED.plusSeconds(1)))
                .hasValue("Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for "
                        + "the message is beyond the limit [43200 seconds].");
    }

    @Test
    void judgesTheRangeAloneWhereTheReceiveIsUnknown() {
        assertThat(VisibilityLimit.changeRefusal(43_200, null, RECEIVED)).isEmpty();
        assertThat(VisibilityLimit.changeRefusal(43_201, null, RECEIVED)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "43200, true", "43201, false", "-1, false", "soon, false", "'', false"})
    void knowsWhatAQueueCanHave(String seconds, boolean allowed) {
        assertThat(VisibilityLimit.isQueueTimeout(seconds)).isEqualTo(allowed);
    }

    @Test
    void aHandleCarriesTheTimeOfItsReceive() {
        StampedHandle handle = new StampedHandle("id#uuid", RECEIVED);

        assertThat(StampedHandle.parse(handle.text())).isEqualTo(handle);
    }

    @ParameterizedTest
    @CsvSource({"id#uuid", "id@x", "@", "id@", "id@99999999999999999999"})
    void anythingElseIsAHandleWithoutATime(String text) {
        assertThat(StampedHandle.parse(text)).isEqualTo(new StampedHandle(text, null));
    }
}
