package dev.sluice.ingest;

import dev.sluice.delivery.Acceptor;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Quarantine;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.input.SnsNotification;
import dev.sluice.telemetry.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Accepts the notifications of one invocation, each on its own. Safe for use by many threads. */
final class Ingest {

    private static final String SOURCE = "ses";
    private static final int LARGEST_DATA = 350_000; // an item holds 400 KB, with its endpoints and keys

    private final Acceptor acceptor;
    private final Quarantine quarantine;
    private final AppId app;
    private final InstantSource clock;

    /** @param app the application that SES events belong to */
    Ingest(Acceptor acceptor, Quarantine quarantine, AppId app, InstantSource clock) {
        this.acceptor = acceptor;
        this.quarantine = quarantine;
        this.app = app;
        this.clock = clock;
    }

    /**
     * Accepts, acknowledges or quarantines each notification.
     *
     * @throws RuntimeException the first failure of the table or the queue, after every notification had its turn
     */
    void accept(List<SnsNotification> notifications) {
        RuntimeException first = null;
        for (SnsNotification notification : notifications) {
            try {
                accept(notification);
            } catch (RuntimeException e) {
                LogLine.error("ingest_failed")
                        .with("sns_message_id", notification.messageId())
                        .with(e)
                        .print();
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void accept(SnsNotification notification) {
        Instant now = clock.instant();
        switch (Normalizer.normalize(notification, app, now)) {
            case Outcome.Accepted(Event event) -> accept(event, notification, now);
            case Outcome.Control control ->
                LogLine.info("control")
                        .with("sns_message_id", notification.messageId())
                        .with("reason", control.reason())
                        .print();
            case Outcome.Rejected(String reason, String message) -> reject(notification, reason, message, now);
        }
    }

    private void accept(Event event, SnsNotification notification, Instant now) {
        if (event.data().getBytes(StandardCharsets.UTF_8).length > LARGEST_DATA) {
            reject(notification, RejectionReason.PAYLOAD_TOO_LARGE, "the data exceed " + LARGEST_DATA + " bytes", now);
            return;
        }
        switch (acceptor.accept(event, now)) {
            case Acceptor.Accepted accepted ->
                LogLine.info("accepted")
                        .with("application", app)
                        .with("event_id", event.id())
                        .with("type", event.type())
                        .with("endpoints", accepted.event().endpointCount())
                        .with("duplicate", accepted.duplicate())
                        .with("sns_message_id", notification.messageId())
                        .print();
            case Acceptor.Collision _ ->
                reject(notification, RejectionReason.ID_COLLISION, RejectionReason.ID_COLLISION.meaning(), now);
            case Acceptor.UnknownApplication _ ->
                reject(
                        notification,
                        RejectionReason.UNKNOWN_APPLICATION,
                        "the application of SES events, " + app + ", does not exist",
                        now);
        }
    }

    private void reject(SnsNotification notification, RejectionReason reason, String message, Instant now) {
        reject(notification, reason.code(), message, now);
    }

    private void reject(SnsNotification notification, String reason, String message, Instant now) {
        quarantine.keep(new Quarantine.RejectedInput(app, SOURCE, reason, message, SnsRecord.write(notification), now));
        LogLine.warn("rejected")
                .with("application", app)
                .with("sns_message_id", notification.messageId())
                .with("reason", reason)
                .print();
    }
}
