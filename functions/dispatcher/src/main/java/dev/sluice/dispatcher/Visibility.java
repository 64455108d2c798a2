package dev.sluice.dispatcher;

import java.time.Duration;

/** When a message that is not done comes again. */
interface Visibility {

    /**
     * Makes a message come again after a wait, counted from now.
     *
     * @param wait 0 to 12 hours less the time since the receive; rounded up to whole seconds
     */
    void comeAgain(ReceivedMessage message, Duration wait);
}
