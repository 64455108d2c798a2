package dev.sluice.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For whom, when and in what an input arrived.
 *
 * @param receivedAt the last resort for an event's time
 * @param snsMessageId the SNS message id, where one carried it
 * @param sentAt the envelope's own time, where it has one
 */
public record Arrival(
        AppId app,
        Instant receivedAt,
        Envelope envelope,
        @Nullable String snsMessageId,
        @Nullable Instant sentAt) {

    /** An input without an envelope. */
    public static Arrival bare(AppId app, Instant receivedAt) {
        return new Arrival(app, receivedAt, Envelope.NONE, null, null);
    }

    /** The same input, found inside {@code envelope}. */
    public Arrival in(Envelope envelope, @Nullable Instant sentAt) {
        return new Arrival(app, receivedAt, envelope, snsMessageId, sentAt);
    }

    /** The same input, carried by an SNS message. */
    public Arrival bySns(Envelope envelope, @Nullable String messageId, @Nullable Instant sentAt) {
        return new Arrival(app, receivedAt, envelope, messageId, sentAt);
    }
}
