package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortableIdTest {

    @Test
    void timeAndTailAreEncodedAsTheUlidSpecificationHasIt() {
        byte[] tail = {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        assertThat(SortableId.of(1_469_918_176_385L, tail)).isEqualTo("01ARYZ6S41ZW00000000000001");
        assertThat(SortableId.of(0, new byte[10])).isEqualTo("00000000000000000000000000");
    }

    @Test
    void onlyTheFirstTenBytesOfTheTailCount() {
        byte[] longer = new byte[32];
        longer[10] = 1;
        assertThat(SortableId.of(5, longer)).isEqualTo(SortableId.of(5, new byte[10]));
    }

    @Test
    void theTimeComesBack() {
        Random random = new Random(48);
        for (int i = 0; i < 1000; i++) {
            long millis = random.nextLong() >>> 16;
            assertThat(SortableId.epochMillis(SortableId.random(millis, random)))
                    .isEqualTo(millis);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 48, Long.MIN_VALUE, Long.MAX_VALUE})
    void timesOutside48BitsAreRefused(long millis) {
        assertThatThrownBy(() -> SortableId.of(millis, new byte[10]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epochMillis");
    }

    @Test
    void theLargestTimeStillFits() {
        assertThat(SortableId.of((1L << 48) - 1, new byte[10])).startsWith("7ZZZZZZZZZ");
    }
}
