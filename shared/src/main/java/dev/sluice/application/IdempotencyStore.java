package dev.sluice.application;

import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;

/** Which event an {@code Idempotency-Key} stands for. Safe for use by many threads. */
public interface IdempotencyStore {

    /** How long a key is remembered. */
    Duration REMEMBERED = Duration.ofHours(24);

    /**
     * Binds a key to an event, unless it is bound already.
     *
     * @return what the key is bound to now, {@code proposed} or what was there before
     */
    Binding bind(AppId app, String key, Binding proposed, Instant now);

    /**
     * What a key is bound to.
     *
     * @param bodyHash a hash of the body, by which another request with the same key is told apart
     */
    record Binding(EventId event, String bodyHash) {}
}
