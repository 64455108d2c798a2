package dev.sluice.api;

import dev.sluice.event.Claims.Carrier;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Door;
import dev.sluice.event.Owners;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.input.SnsNotification;
import dev.sluice.event.json.Text;
import dev.sluice.intake.Input;
import dev.sluice.intake.Intake;
import dev.sluice.intake.IntakeLog;
import dev.sluice.intake.Taken;
import dev.sluice.sns.Confirmations;
import dev.sluice.sns.SnsEnvelope;
import dev.sluice.sns.SnsRefusal;
import dev.sluice.sns.SnsVerifier;
import dev.sluice.sns.SnsVerifier.Judgement;
import dev.sluice.telemetry.LogLine;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Where SNS posts: no key, SNS's signature instead. A notification that SNS signed is taken or kept in quarantine before it is answered;
 * SNS sends again what is answered by 5xx, and nothing else.
 */
final class SnsDoor {

    /** A topic may be set to take messages of up to 1 MiB, but none over 256 KiB goes to HTTP; escaped, it is longer. */
    static final int MOST_BYTES = 1 << 20;

    private static final String TYPE_HEADER = "x-amz-sns-message-type";
    private static final int LONGEST_SHOWN = 100;

    private final SnsVerifier verifier;
    private final Confirmations confirmations;
    private final Owners owners;
    private final Intake intake;
    private final InstantSource clock;

    SnsDoor(Doors doors, Owners owners, Intake intake, InstantSource clock) {
        this.verifier = doors.snsVerifier();
        this.confirmations = doors.snsConfirmations();
        this.owners = owners;
        this.intake = intake;
        this.clock = clock;
    }

    Answer post(Request request) {
        byte[] body = request.bytes(MOST_BYTES);
        Instant now = clock.instant();
        return switch (verifier.judge(body, request.header(TYPE_HEADER), now)) {
            case Judgement.Refused(SnsRefusal refusal) -> throw refuse(refusal);
            case Judgement.Genuine(SnsEnvelope envelope) -> {
                Input input = new Input(
                        owners.ofUnread(Carrier.NONE.topic(envelope.topicArn())).orElse(null),
                        Door.SNS_HTTP,
                        Map.of(),
                        request.gatewayTrace(),
                        () -> body,
                        now);
                Taken taken = take(envelope, input, now);
                IntakeLog.print(taken, input, "sns_message_id", shown(envelope));
                yield OutcomeJson.answer(List.of(taken));
            }
        };
    }

    private Taken take(SnsEnvelope envelope, Input input, Instant now) {
        return switch (envelope.type()) {
            case NOTIFICATION -> notification(envelope, input, now);
            case SUBSCRIPTION_CONFIRMATION -> {
                confirm(envelope);
                yield control(ControlReason.SNS_SUBSCRIPTION_CONFIRMATION);
            }
            // Its SubscribeURL would undo what somebody asked for.
            case UNSUBSCRIBE_CONFIRMATION -> control(ControlReason.SNS_UNSUBSCRIBE_CONFIRMATION);
        };
    }

    /** Made of the verified fields and nothing else: what stands beside them in the body nobody signed. */
    private Taken notification(SnsEnvelope envelope, Input input, Instant now) {
        SnsNotification notification = new SnsNotification(
                envelope.messageId(), envelope.topicArn(), envelope.sentAt(), envelope.subject(), envelope.message());
        return intake.take(Normalizer.normalizeHttp(notification, owners, now), input, now);
    }

    private void confirm(SnsEnvelope envelope) {
        String url = envelope.subscribeUrl();
        if (url == null || !confirmations.confirm(URI.create(url))) {
            LogLine.warn("sns_not_confirmed")
                    .with("sns_message_id", shown(envelope))
                    .print();
            throw Refusal.of(Reason.UNAVAILABLE, "SubscribeURL", "SubscribeURL did not confirm; send it again");
        }
    }

    private static Taken control(ControlReason reason) {
        return new Taken.Control(reason.code(), reason.meaning());
    }

    private static Refusal refuse(SnsRefusal refusal) {
        LogLine.warn("sns_refused").with("reason", refusal.reason().code()).print();
        Problem problem = new Problem(reason(refusal), refusal.message())
                .detailReason(refusal.reason().code());
        if (refusal.field() != null) {
            problem = problem.field(refusal.field());
        }
        return new Refusal(problem);
    }

    private static Reason reason(SnsRefusal refusal) {
        return switch (refusal.reason()) {
            case INVALID_JSON -> Reason.INVALID_JSON;
            case MISSING_FIELD -> Reason.MISSING_FIELD;
            case INVALID_FIELD, TYPE_MISMATCH -> Reason.INVALID_FIELD;
            case TOPIC_NOT_ALLOWED -> Reason.FORBIDDEN;
            case SIGNATURE_VERSION, CERTIFICATE_URL, CERTIFICATE_INVALID, SIGNATURE, TOO_OLD, TOO_NEW ->
                Reason.SIGNATURE_REFUSED;
            case CERTIFICATE_UNAVAILABLE -> Reason.UNAVAILABLE;
        };
    }

    private static String shown(SnsEnvelope envelope) {
        return Text.excerpt(envelope.messageId(), LONGEST_SHOWN);
    }
}
