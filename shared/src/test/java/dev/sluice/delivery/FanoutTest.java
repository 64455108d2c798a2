package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FanoutTest {

    private final AppId app = Samples.app();
    private final Event event = Samples.event(app, Samples.NOON);

    @Test
    void anEventThatNobodyWantsSendsNothing() {
        assertThat(Fanout.root(accepted(List.of()))).isEmpty();
    }

    @Test
    void anEventForOneEndpointIsOneMessage() {
        List<EndpointId> endpoints = Samples.endpointIds(1);

        assertThat(Fanout.root(accepted(endpoints))).containsExactly(new One(app, event.id(), endpoints.getFirst(), 1));
    }

    @Test
    void anEventForSeveralIsOneSplit() {
        assertThat(Fanout.root(accepted(Samples.endpointIds(2)))).containsExactly(new Split(app, event.id(), 0, 2));
    }

    /** Sends: the root, and every branch of every split. */
    @ParameterizedTest(name = "{0} endpoints are {1} messages, {2} splits deep")
    @CsvSource({
        "1, 1, 0",
        "2, 3, 1",
        "11, 12, 1",
        "100, 101, 1",
        "101, 112, 2",
        "999, 1010, 2",
        "1000, 1011, 2",
        "1001, 1022, 3",
        "5000, 5111, 3"
    })
    void reachesEveryEndpointOnceWithAHundredMessagesAtMostAtATime(int number, int messages, int depth) {
        List<EndpointId> endpoints = Samples.endpointIds(number);
        record Queued(DispatchMessage message, int depth) {}
        Deque<Queued> queue = new ArrayDeque<>();
        Fanout.root(accepted(endpoints)).forEach(message -> queue.add(new Queued(message, 0)));
        List<EndpointId> reached = new ArrayList<>();
        int sent = queue.size();
        int deepest = 0;

        while (!queue.isEmpty()) {
            Queued next = queue.remove();
            deepest = Math.max(deepest, next.depth());
            switch (next.message()) {
                case One one -> {
                    assertThat(one.series()).isEqualTo(1);
                    reached.add(one.endpoint());
                }
                case Split split -> {
                    List<DispatchMessage> branches = Fanout.split(split, endpoints::get);
                    assertThat(branches).hasSizeBetween(2, 100);
                    assertThat(branches).filteredOn(Split.class::isInstance).hasSizeLessThanOrEqualTo(10);
                    sent += branches.size();
                    branches.forEach(branch -> queue.add(new Queued(branch, next.depth() + 1)));
                }
            }
        }

        assertThat(reached).containsExactlyInAnyOrderElementsOf(endpoints);
        assertThat(sent).isEqualTo(messages);
        assertThat(deepest).isEqualTo(depth);
    }

    @Test
    void branchesCoverTheStretchWithoutGapOrOverlap() {
        IntStream.rangeClosed(2, 400).forEach(size -> {
            int at = 7;
            Split split = new Split(app, event.id(), at, at + size);
            for (DispatchMessage branch : Fanout.split(split, position -> Samples.endpointId())) {
                if (branch instanceof Split part) {
                    assertThat(part.from()).isEqualTo(at);
                    at = part.to();
                } else {
                    at++;
                }
            }
            assertThat(at).isEqualTo(7 + size);
        });
    }

    @Test
    void splittingTwiceIsTheSame() {
        List<EndpointId> endpoints = Samples.endpointIds(57);
        Split split = new Split(app, event.id(), 0, 57);

        assertThat(Fanout.split(split, endpoints::get)).isEqualTo(Fanout.split(split, endpoints::get));
    }

    @Test
    void aStretchOfOneIsThatEndpoint() {
        List<EndpointId> endpoints = Samples.endpointIds(3);

        assertThat(Fanout.split(new Split(app, event.id(), 1, 2), endpoints::get))
                .containsExactly(new One(app, event.id(), endpoints.get(1), 1));
    }

    private AcceptedEvent accepted(List<EndpointId> endpoints) {
        return AcceptedEvent.of(event, Samples.NOON, endpoints);
    }
}
