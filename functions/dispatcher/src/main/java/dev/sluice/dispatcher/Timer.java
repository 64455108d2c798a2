package dev.sluice.dispatcher;

import java.time.Duration;

/** Runs things later. */
interface Timer {

    /**
     * Runs {@code task} after a while, on a thread of its own, unless what is returned is called before.
     *
     * @return calls it off
     */
    Runnable after(Duration delay, Runnable task);
}
