package dev.sluice.event;

import dev.sluice.event.Claims.Carrier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When and in what an input arrived, and who can say whose it is.
 *
 * @param receivedAt the last resort for an event's time
 * @param snsMessageId the SNS message id, where one carried it
 * @param sentAt the envelope's own time, where it has one
 */
public record Arrival(
        Owners owners,
        Instant receivedAt,
        Envelope envelope,
        @Nullable String snsMessageId,
        @Nullable Instant sentAt,
        Carrier carrier) {

    /** An input without an envelope. */
    public static Arrival bare(Owners owners, Instant receivedAt) {
        return new Arrival(owners, receivedAt, Envelope.NONE, null, null, Carrier.NONE);
    }

    /** The same input, found inside {@code envelope}. */
    public Arrival in(Envelope envelope, @Nullable Instant sentAt) {
        return new Arrival(owners, receivedAt, envelope, snsMessageId, sentAt, carrier);
    }

    /** The same input, carried by an SNS message. */
    public Arrival bySns(
            Envelope envelope, @Nullable String messageId, @Nullable String topicArn, @Nullable Instant sentAt) {
        return new Arrival(owners, receivedAt, envelope, messageId, sentAt, carrier.topic(topicArn));
    }

    /** The same input, carried by this. */
    public Arrival by(Carrier carrier) {
        return new Arrival(owners, receivedAt, envelope, snsMessageId, sentAt, carrier);
    }
}
