package dev.sluice.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where rejected input is kept, to be replayed after a fix. Safe for use by many threads. */
public interface Quarantine {

    /**
     * Keeps an input; the same bytes received at another time are another input.
     *
     * @return under which id; the same for the same bytes and receipt
     */
    RejectionId keep(RejectedInput input);

    /**
     * One input without its bytes.
     *
     * @param app whose, null for what is nobody's
     */
    Optional<Kept> find(@Nullable AppId app, RejectionId id);

    /** Every byte of an input as it came; nothing if there is none. */
    Optional<byte[]> raw(@Nullable AppId app, RejectionId id);

    /**
     * Inputs without their bytes, newest receipt first.
     *
     * @param before list those older than this one, null for the newest
     * @param limit at least 1
     */
    List<Kept> list(@Nullable AppId app, @Nullable RejectionId before, int limit);

    /** Notes that an input was tried again and is rejected still, for this reason. */
    void rejectedAgain(@Nullable AppId app, RejectionId id, String reason, String message, Instant now);

    /**
     * Deletes an input with all its bytes.
     *
     * @return false if there was none
     */
    boolean delete(@Nullable AppId app, RejectionId id);

    /**
     * An input that is no event.
     *
     * @param app whose it would have been, null if unknown
     * @param context what a replay has to know besides the bytes, such as the source and the headers that its settings name
     * @param reason a stable code
     * @param message names the field and what is wrong with it
     * @param raw every byte as it came; not copied, must not be changed
     */
    record RejectedInput(
            @Nullable AppId app,
            Door door,
            Map<String, String> context,
            String reason,
            String message,
            byte[] raw,
            Instant receivedAt) {

        /** Copies the context. */
        public RejectedInput {
            context = Map.copyOf(context);
        }

        /** Under which it is kept: the same for the same input, received at the same time. */
        public RejectionId id() {
            return RejectionId.of(receivedAt, door, context, raw);
        }
    }

    /**
     * An input in quarantine.
     *
     * @param bytes how many it has
     * @param replayedAt when it was last tried again, null for never
     */
    record Kept(
            RejectionId id,
            @Nullable AppId app,
            Door door,
            Map<String, String> context,
            String reason,
            String message,
            int bytes,
            Instant receivedAt,
            @Nullable Instant replayedAt) {

        /** Copies the context. */
        public Kept {
            context = Map.copyOf(context);
        }
    }
}
