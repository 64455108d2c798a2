package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SumsTest {

    private final StringWriter progress = new StringWriter();
    private final Sums sums = new Sums(new PrintWriter(progress), List.of("matched", "redriven"));

    @Test
    void addsUpThePagesAndSaysAfterEachButTheLastHowFarItIs() {
        page(1000, 990, "n1");
        page(1000, 1000, "n2");
        page(7, 7, null);

        assertThat(sums.line(false).toString()).isEqualTo("{\"dry_run\":false,\"matched\":2007,\"redriven\":1997}");
        assertThat(progress.toString().lines())
                .containsExactly(
                        "sluice: so far matched 1000, redriven 990", "sluice: so far matched 2000, redriven 1990");
    }

    @Test
    void onePageSaysNothingOnTheWay() {
        page(3, 3, null);

        assertThat(sums.of("redriven")).isEqualTo(3);
        assertThat(progress.toString()).isEmpty();
    }

    private void page(int matched, int redriven, String next) {
        sums.accept(JsonNodeFactory.instance
                .objectNode()
                .put("matched", matched)
                .put("redriven", redriven)
                .put("next", next));
    }
}
