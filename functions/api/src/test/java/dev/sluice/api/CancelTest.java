package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancelTest {

    private static final Instant THEN = TestApi.START.plusSeconds(3);
    private static final Decision RETRY = new Decision.RetryAt(THEN.plusSeconds(5));

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");

    @Test
    void whatNobodyTriedYetIsCanceled() {
        Delivery pending = first();
        api.clock.advance(Duration.ofSeconds(9));

        Reply reply = cancel(one, pending.key()).is(200);

        assertThat(reply.at("state")).isEqualTo("canceled");
        assertThat(reply.at("cancel_reason")).isEqualTo("request");
        assertThat(reply.at("canceled_at")).isEqualTo("2026-05-04T03:02:10.123Z");
        assertThat(row(pending.key()).status()).isInstanceOf(Status.Canceled.class);
    }

    @Test
    void whatWaitsIsCanceledWithItsAttemptsKept() {
        Delivery failed = first().after(attempt(500), RETRY, Delivery.Wait.ROW, THEN);
        write(null, failed);
        Delivery held = first().held(HoldReason.PAUSED, THEN);
        write(null, held);

        assertThat(cancel(one, failed.key()).is(200).json().path("attempts")).hasSize(1);
        assertThat(cancel(one, held.key()).is(200).at("state")).isEqualTo("canceled");
        assertThat(row(failed.key()).wakeAt()).isNull();
    }

    @Test
    void whatIsCanceledStaysAsItIs() {
        Delivery pending = first();
        Reply first = cancel(one, pending.key()).is(200);
        api.clock.advance(Duration.ofMinutes(1));

        assertThat(cancel(one, pending.key()).is(200).json()).isEqualTo(first.json());
    }

    @Test
    void whatHasComeToItsEndIsNotCanceled() {
        Delivery delivered = first().after(attempt(200), new Decision.Delivered(), Delivery.Wait.ROW, THEN);
        write(null, delivered);
        Delivery dead = first().dead(Cause.without(Cause.Reason.POISON), THEN);
        write(null, dead);

        assertThat(cancel(one, delivered.key()).is(409).at("reason")).isEqualTo("delivery_final");
        assertThat(cancel(one, dead.key()).is(409).at("detail")).contains("dead");
        assertThat(row(delivered.key())).isEqualTo(delivered);
    }

    @Test
    void anotherTenantsDeliveryIsNone() {
        Delivery pending = first();

        cancel(api.tenant("two"), pending.key()).is(404);
        one.client().post("/v1/deliveries/msg_x/cancel", "{}").is(404);

        assertThat(api.stores.deliveries().row(pending.key())).isEmpty();
    }

    @Test
    void anAttemptRecordedMeanwhileCounts() {
        Delivery pending = first();
        Delivery failed = pending.after(attempt(500), RETRY, Delivery.Wait.ROW, THEN);
        AtomicInteger writes = new AtomicInteger();
        TestApi racing = api.another(parts ->
                parts.deliveries = Faults.in(DeliveryStore.class, api.stores.deliveries(), (method, arguments) -> {
                    if (method.equals("write") && writes.incrementAndGet() == 1) {
                        write(null, failed);
                    }
                }));

        Reply reply = racing.as(one.key())
                .post("/v1/deliveries/" + pending.key().id() + "/cancel", "{}")
                .is(200);

        assertThat(reply.json().path("attempts")).hasSize(1);
        assertThat(row(pending.key()).status()).isInstanceOf(Status.Canceled.class);
    }

    private Reply cancel(Tenant tenant, DeliveryKey key) {
        return tenant.client().post("/v1/deliveries/" + key.id() + "/cancel", "{}");
    }

    private Delivery first() {
        EndpointId endpoint = new EndpointId(one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"}")
                .is(201)
                .at("id"));
        String event = one.client()
                .post("/v1/events", "{\"type\":\"order.paid\",\"data\":{}}")
                .is(202)
                .at("id");
        DeliveryKey key = DeliveryKey.of(one.app(), new EventId(event), endpoint);
        return Delivery.first(key, 1, event(key), event(key).acceptedAt());
    }

    private AcceptedEvent event(DeliveryKey key) {
        return api.stores.events().find(key.event()).orElseThrow();
    }

    private Delivery row(DeliveryKey key) {
        return api.stores.deliveries().row(key).orElseThrow();
    }

    private void write(Delivery before, Delivery after) {
        assertThat(api.stores.deliveries().write(before, after)).isTrue();
    }

    private static Attempt attempt(int status) {
        return Attempt.of(
                1,
                1,
                THEN,
                Duration.ofMillis(250),
                77,
                new AttemptResult.Answered(status, Map.of(), new byte[0], false));
    }
}
