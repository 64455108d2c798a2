package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.event.Door;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.input.SnsNotification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One input as a door hands it over.
 *
 * @param raw every byte of it; read as an input of its own, it has the same outcomes
 */
record Parcel(Door door, Reading reading, Supplier<byte[]> raw, IngestLog log) {

    /** How an input becomes outcomes. */
    @FunctionalInterface
    interface Reading {
        List<Outcome> outcomes(Owners owners, Instant now);
    }

    /** A record of the event that SNS hands to a function. */
    static Parcel of(SnsNotification notification) {
        return new Parcel(
                Door.SNS,
                (owners, now) -> List.of(Normalizer.normalize(notification, owners, now)),
                () -> SnsRecord.write(notification),
                new IngestLog("sns_message_id", notification.messageId()));
    }

    /** A record of the event that SQS hands to a function. */
    static Parcel of(@Nullable SQSMessage message) {
        return of(
                Door.SQS,
                SqsRecord.write(message),
                new IngestLog("sqs_message_id", message == null ? null : message.getMessageId()));
    }

    /** Everything that a function was invoked with. */
    static Parcel of(byte[] payload, String requestId) {
        return of(Door.EVENTBRIDGE, payload, new IngestLog("request_id", requestId));
    }

    /** An event whose list of records is missing or empty: it is told of like every input that is none. */
    static Parcel ofNothing(Door door, String requestId) {
        return of(door, "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8), new IngestLog("request_id", requestId));
    }

    private static Parcel of(Door door, byte[] raw, IngestLog log) {
        return new Parcel(door, (owners, now) -> Normalizer.normalize(raw, owners, now), () -> raw, log);
    }
}
