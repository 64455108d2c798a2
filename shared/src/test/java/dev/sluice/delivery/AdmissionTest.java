package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.delivery.Admission.Acknowledge;
import dev.sluice.delivery.Admission.RepeatHold;
import dev.sluice.delivery.Admission.RepeatPointer;
import dev.sluice.delivery.Admission.Try;
import dev.sluice.delivery.Admission.WaitOn;
import dev.sluice.delivery.Delivery.Wait;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {

    private static final Instant NOW = Samples.NOON;
    private static final AppId APP = Samples.app();
    private static final AcceptedEvent EVENT = Samples.accepted(APP, NOW.minusSeconds(60));
    private static final DeliveryKey KEY = DeliveryKey.of(APP, EVENT.event().id(), Samples.endpointId());

    /** Series 2, one failed attempt in it. */
    private static final Delivery PENDING = pending(NOW);

    private static final Delivery HELD = PENDING.held(HoldReason.PAUSED, NOW);
    private static final Delivery DELIVERED =
            PENDING.after(Samples.success(PENDING, NOW), new Decision.Delivered(), Wait.MESSAGE, NOW);
    private static final Delivery DEAD = PENDING.dead(Cause.without(Cause.Reason.POISON), NOW);
    private static final Delivery CANCELED = PENDING.canceled(Status.Canceled.ENDPOINT_DELETED, NOW);

    @Test
    void withoutARowTheFirstAttemptIsMade() {
        for (int series = 1; series <= 3; series++) {
            assertThat(admit(series, null)).isEqualTo(new Try(null, Delivery.first(KEY, series, EVENT, NOW)));
        }
    }

    @ParameterizedTest(name = "{1} of series 2, message of series {0}")
    @MethodSource("table")
    void admitsByStateAndSeries(int series, String state, Delivery row, Admission expected) {
        assertThat(row.status().code()).isEqualTo(state);
        assertThat(admit(series, row)).isEqualTo(expected);
    }

    static Stream<Arguments> table() {
        List<Arguments> cases = new ArrayList<>();
        for (Delivery row : List.of(PENDING, HELD, DELIVERED, DEAD, CANCELED)) {
            String state = row.status().code();
            Admission same = switch (row.status()) {
                case Status.Pending _ -> new Try(row, row);
                case Status.Held _ -> new RepeatHold(row);
                case Status.Delivered _ -> new Acknowledge("already_delivered");
                case Status.Dead _ -> new RepeatPointer(row);
                case Status.Canceled _ -> new Acknowledge("canceled");
            };
            boolean absorbs = List.of("delivered", "dead", "canceled").contains(state);
            cases.add(arguments(1, state, row, new Acknowledge("earlier_series")));
            cases.add(arguments(2, state, row, same));
            cases.add(arguments(
                    3, state, row, absorbs ? new Try(row, row.nextSeries(NOW)) : new Acknowledge("later_series")));
            cases.add(arguments(4, state, row, new Acknowledge("later_series")));
            cases.add(arguments(Integer.MAX_VALUE, state, row, new Acknowledge("later_series")));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("times")
    void aPendingDeliveryIsTriedFromItsTimeOn(Duration early, boolean isTried, boolean waitsOn) {
        Delivery row = pending(NOW.plus(early));

        Admission admission = admit(2, row);

        if (isTried) {
            assertThat(admission).isEqualTo(new Try(row, row));
        } else {
            assertThat(admission).isEqualTo(waitsOn ? new WaitOn(early) : new Acknowledge("not_yet_due"));
        }
    }

    static Stream<Arguments> times() {
        return Stream.of(
                arguments(Duration.ofDays(-3), true, false),
                arguments(Duration.ofNanos(-1), true, false),
                arguments(Duration.ZERO, true, false),
                arguments(Duration.ofNanos(1), false, true),
                arguments(Duration.ofSeconds(2), false, true),
                arguments(Duration.ofSeconds(2).plusNanos(1), false, false),
                arguments(Duration.ofHours(10), false, false));
    }

    @Test
    void theNextSeriesBeginsAnewAndKeepsTheLog() {
        Try next = (Try) admit(3, DEAD);

        assertThat(next.before()).isEqualTo(DEAD);
        assertThat(next.delivery().series()).isEqualTo(3);
        assertThat(next.delivery().attempts()).isZero();
        assertThat(next.delivery().wakes()).isZero();
        assertThat(next.delivery().log()).isEqualTo(DEAD.log());
        assertThat(next.delivery().status()).isEqualTo(new Status.Pending(NOW));
    }

    @Test
    void aPointerOfTheDeadStartsTheirNextSeries() {
        assertThat(admit(DEAD.pointer().series(), DEAD)).isEqualTo(new Try(DEAD, DEAD.nextSeries(NOW)));
    }

    private static Admission admit(int series, Delivery row) {
        return Admission.of(KEY, series, row, EVENT, NOW);
    }

    private static Delivery pending(Instant next) {
        return Samples.failedOnce(Delivery.first(KEY, 2, EVENT, NOW), next, Wait.MESSAGE, NOW);
    }
}
