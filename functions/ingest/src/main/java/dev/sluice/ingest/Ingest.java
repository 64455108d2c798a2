package dev.sluice.ingest;

import dev.sluice.event.Claims;
import dev.sluice.event.Claims.Carrier;
import dev.sluice.event.Door;
import dev.sluice.event.Owners;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.input.SnsNotification;
import dev.sluice.intake.Input;
import dev.sluice.intake.Intake;
import dev.sluice.intake.IntakeLog;
import dev.sluice.intake.Taken;
import dev.sluice.telemetry.LogLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Accepts the notifications of one invocation, each on its own. Safe for use by many threads. */
final class Ingest {

    private final Intake intake;
    private final Owners owners;
    private final InstantSource clock;

    Ingest(Intake intake, Owners owners, InstantSource clock) {
        this.intake = intake;
        this.owners = owners;
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
        Input input = new Input(
                owners.of(Claims.of(Carrier.NONE.topic(notification.topicArn())))
                        .orElse(null),
                Door.SNS,
                Map.of(),
                () -> SnsRecord.write(notification),
                now);
        Taken taken = intake.take(Normalizer.normalize(notification, owners, now), input, now);
        IntakeLog.print(taken, input, notification.messageId());
    }
}
