package dev.sluice.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where rejected input is kept, to be replayed after a fix. Safe for use by many threads. */
public interface Quarantine {

    /** Keeps an input; the same bytes at another time are another input. */
    void keep(RejectedInput input);

    /**
     * An input that is no event.
     *
     * @param app whose it would have been, null if unknown
     * @param source which door it came through, such as {@code ses}
     * @param reason a stable code
     * @param message names the field and what is wrong with it
     * @param raw every byte as it came; not copied, must not be changed
     */
    record RejectedInput(
            @Nullable AppId app, String source, String reason, String message, byte[] raw, Instant receivedAt) {}
}
