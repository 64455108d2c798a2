package dev.sluice.scheduler;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.wake.WakeListener;
import java.time.Instant;
import java.time.InstantSource;

/** What the scheduler does, as operational events, and to another listener. */
record Operations(WakeListener listener, OperationalEvents events, InstantSource clock) implements WakeListener {

    @Override
    public void woken(Delivery delivery, Instant due) {
        listener.woken(delivery, due);
    }

    @Override
    public void released(Delivery delivery) {
        listener.released(delivery);
    }

    @Override
    public void dead(Delivery delivery) {
        listener.dead(delivery);
        events.exhausted(delivery, clock.instant());
    }

    @Override
    public void canceled(Delivery delivery) {
        listener.canceled(delivery);
    }
}
