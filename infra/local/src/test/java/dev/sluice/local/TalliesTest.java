package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class TalliesTest {

    private final Tallies causes = new Tallies("count", "endpoint", "cause");

    @Test
    void addsUpWhatGoesOnInTheNextPageAndPutsTheMostFirst() {
        causes.accept(page(
                "{'endpoint':'ep_1','cause':{'reason':'poison'},'count':4,'first_dead_at':'T1','last_dead_at':'T1','example':'msg_1'}",
                cause("ep_2", 3, "T3", "T5", "msg_5")));
        causes.accept(page(cause("ep_2", 2, "T2", "T4", "msg_4")));

        assertThat(causes.rows())
                .extracting(JsonNode::toString)
                .containsExactly(
                        json(cause("ep_2", 5, "T2", "T5", "msg_5")).toString(),
                        json("{'endpoint':'ep_1','cause':{'reason':'poison'},'count':4,'first_dead_at':'T1','last_dead_at':'T1','example':'msg_1'}")
                                .toString());
        assertThat(causes.count()).isEqualTo(9);
    }

    @Test
    void theExampleIsThatOfTheLaterDeath() {
        causes.accept(page(cause("ep_2", 3, "T3", "T4", "msg_4")));
        causes.accept(page(cause("ep_2", 2, "T2", "T5", "msg_5")));

        assertThat(causes.rows().getFirst().path("example").asText()).isEqualTo("msg_5");
    }

    @Test
    void whatIsHeldIsHeldSinceTheFirst() {
        Tallies held = new Tallies("count", "reason");
        held.accept(page("{'reason':'redrive','count':2,'since':'T2'}"));
        held.accept(page("{'reason':'redrive','count':1,'since':'T1'}"));

        assertThat(held.rows().toString()).isEqualTo("[{\"reason\":\"redrive\",\"count\":3,\"since\":\"T1\"}]");
    }

    private static String cause(String endpoint, int count, String first, String last, String example) {
        return "{'endpoint':'" + endpoint + "','cause':{'reason':'client_error','status':404},'count':" + count
                + ",'first_dead_at':'" + first + "','last_dead_at':'" + last + "','example':'" + example + "'}";
    }

    private static JsonNode page(String... rows) {
        return json("{'data':[" + String.join(",", rows) + "],'next':null}");
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
