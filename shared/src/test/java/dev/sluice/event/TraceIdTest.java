package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {

    private static final String ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    @ParameterizedTest
    @ValueSource(strings = {"00-%s-%s-01", "00-%s-%s-00", "cc-%s-%s-01", "01-%s-%s-01-what-the-future-will-be-like"})
    void readsATraceparent(String form) {
        assertThat(TraceId.ofTraceparent(form.formatted(ID, PARENT))).contains(new TraceId(ID));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "'00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 '",
        "0af7651916cd43dd8448eb211c80319c",
    })
    void whatIsNoTraceparentHasNoId(String header) {
        assertThat(TraceId.ofTraceparent(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Root=1-0af76519-16cd43dd8448eb211c80319c",
                "Root=1-0AF76519-16CD43DD8448EB211C80319C;Parent=b7ad6b7169203331;Sampled=1",
                "Self=1-67891234-12456789abcdef012345678;Root=1-0af76519-16cd43dd8448eb211c80319c",
                "Sampled=?; Root=1-0af76519-16cd43dd8448eb211c80319c;Lineage=1:abcd:0",
            })
    void readsTheRootOfAnXRayHeader(String header) {
        assertThat(TraceId.ofAmazon(header)).contains(new TraceId(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root=",
                "Root=2-0af76519-16cd43dd8448eb211c80319c",
                "Root=1-0af7651916cd43dd8448eb211c80319c",
                "Root=1-0af76519-16cd43dd8448eb211c80319c0",
                "Root=1-00000000-000000000000000000000000",
                "XRoot=1-0af76519-16cd43dd8448eb211c80319c",
            })
    void anXRayHeaderWithoutARootHasNoId(String header) {
        assertThat(TraceId.ofAmazon(header)).isEmpty();
    }

    @Test
    void headersThatAreTooLongAreNotRead() {
        assertThat(TraceId.ofAmazon("x".repeat(500) + ";Root=1-0af76519-16cd43dd8448eb211c80319c"))
                .isEmpty();
        assertThat(TraceId.ofTraceparent("01-" + ID + "-" + PARENT + "-01-" + "x".repeat(500)))
                .isEmpty();
    }

    @Test
    void itsBytesAreSixteen() {
        TraceId id = new TraceId(ID);

        assertThat(id.bytes()).hasSize(16);
        assertThat(TraceId.of(id.bytes())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000000000000000000000000000", "0AF7651916CD43DD8448EB211C80319C", "0af7"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new TraceId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
