package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final AppId OTHER_APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAW");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void theSameOccurrenceHasTheSameIdWheneverItIsReported() {
        Instant time = Instant.parse("2026-11-20T08:31:09.745Z");
        assertThat(EventId.of(APP, "ses", "m|Bounce|f", time, NOW))
                .isEqualTo(EventId.of(APP, "ses", "m|Bounce|f", time, NOW.plus(Duration.ofDays(20))));
    }

    @Test
    void tenantSourceKeyAndTimeAreEachPartOfTheId() {
        Instant time = Instant.parse("2026-11-20T08:31:09.745Z");
        assertThat(EventId.of(APP, "ses", "key", time, NOW))
                .isNotEqualTo(EventId.of(OTHER_APP, "ses", "key", time, NOW))
                .isNotEqualTo(EventId.of(APP, "stripe", "key", time, NOW))
                .isNotEqualTo(EventId.of(APP, "ses", "yek", time, NOW))
                .isNotEqualTo(EventId.of(APP, "ses", "key", time.plusMillis(1), NOW));
    }

    @Test
    void partsThatRunTogetherToTheSameTextAreStillDifferent() {
        Instant time = NOW.minusSeconds(60);
        assertThat(EventId.of(APP, "ses", "a", time, NOW)).isNotEqualTo(EventId.of(APP, "se", "sa", time, NOW));
        assertThat(EventId.of(APP, "", "ab", time, NOW)).isNotEqualTo(EventId.of(APP, "ab", "", time, NOW));
    }

    @Test
    void keysOutsideAsciiAreHashedAsUtf8() {
        Instant time = NOW.minusSeconds(60);
        assertThat(EventId.of(APP, "ses", "schlüssel-鍵", time, NOW).value())
                .isNotEqualTo(EventId.of(APP, "ses", "schl?ssel-?", time, NOW).value())
                .matches("evt_[0-9A-HJKMNP-TV-Z]{26}");
    }

    @ParameterizedTest
    @CsvSource({
        "2010-01-01T00:00:00Z, true",
        "2009-12-31T23:59:59.999Z, false",
        "1970-01-01T00:00:00Z, false",
        "2026-11-23T10:00:00Z, true",
        "2026-11-23T10:00:00.001Z, false",
        "2026-11-22T10:00:00Z, true",
    })
    void aTimeIsUsableFrom2010ToOneDayAhead(Instant time, boolean usable) {
        assertThat(EventId.isUsable(time, NOW)).isEqualTo(usable);
        boolean timeInId =
                SortableId.epochMillis(EventId.of(APP, "ses", "key", time, NOW).bare()) == time.toEpochMilli();
        assertThat(timeInId).isEqualTo(usable);
    }

    @Test
    void withoutAUsableTimeTheIdIsTheSameWhateverTheTimeWas() {
        EventId none = EventId.of(APP, "ses", "key", null, NOW);
        assertThat(EventId.of(APP, "ses", "key", Instant.EPOCH, NOW)).isEqualTo(none);
        assertThat(EventId.of(APP, "ses", "key", Instant.parse("2093-01-01T00:00:00Z"), NOW))
                .isEqualTo(none);
        assertThat(EventId.of(APP, "ses", "other key", null, NOW)).isNotEqualTo(none);
    }

    @Test
    void laterEventsSortBehindEarlierOnes() {
        Random random = new Random(20261122);
        for (int i = 0; i < 1000; i++) {
            Instant earlier = NOW.minusMillis(random.nextLong(400_000_000_000L) + 1);
            Instant later = earlier.plusMillis(random.nextLong(NOW.toEpochMilli() - earlier.toEpochMilli()) + 1);
            assertThat(EventId.of(APP, "ses", "k" + random.nextInt(), earlier, NOW)
                            .value())
                    .isLessThan(EventId.of(APP, "ses", "k" + random.nextInt(), later, NOW)
                            .value());
        }
    }

    @Test
    void anIdOfNoSourceCarriesItsTime() {
        Random random = new Random(7);
        EventId id = EventId.create(NOW, random);
        assertThat(SortableId.epochMillis(id.bare())).isEqualTo(NOW.toEpochMilli());
        assertThat(EventId.create(NOW, random)).isNotEqualTo(id);
        assertThat(EventId.ofBare(id.bare())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evt_",
                "evt_01ARZ3NDEKTSV4RRFFQ69G5FA",
                "evt_01ARZ3NDEKTSV4RRFFQ69G5FAVV",
                "evt_01arz3ndektsv4rrffq69g5fav",
                "evt_01ARZ3NDEKTSV4RRFFQ69G5FAU",
                "evt_81ARZ3NDEKTSV4RRFFQ69G5FAV",
                "app_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "EVT_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                " evt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
            })
    void whatIsNoIdIsRefused(String text) {
        assertThat(EventId.isValid(text)).isFalse();
        assertThatThrownBy(() -> new EventId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evt_");
    }
}
