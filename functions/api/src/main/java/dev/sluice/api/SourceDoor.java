package dev.sluice.api;

import dev.sluice.event.Door;
import dev.sluice.intake.Input;
import dev.sluice.intake.Intake;
import dev.sluice.intake.IntakeLog;
import dev.sluice.intake.Taken;
import dev.sluice.signature.SecretSealer;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import dev.sluice.source.SourceEvents;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceSignature;
import dev.sluice.source.SourceStore;
import dev.sluice.source.WebhookSource;
import dev.sluice.telemetry.LogLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Where providers post: no key, the source's signature instead. What is not signed leaves nothing behind; what is signed is taken or kept
 * in quarantine before it is answered, so that a provider that reads 200 may forget it.
 */
final class SourceDoor {

    /** What SNS and SQS carry; Stripe's and GitHub's largest are smaller or not sent (GitHub: 25 MB, in theory). */
    static final int MOST_BYTES = 1 << 20;

    private final SourceStore store;
    private final SecretSealer sealer;
    private final Intake intake;
    private final InstantSource clock;
    private final Optional<SourceId> stripeSource;

    SourceDoor(Doors doors, SecretSealer sealer, Intake intake, InstantSource clock) {
        this.store = doors.sources();
        this.sealer = sealer;
        this.intake = intake;
        this.clock = clock;
        this.stripeSource = doors.stripeSource();
    }

    /** What is posted to a source's own address. */
    Answer post(Request request) {
        return take(Sources.id(request), request);
    }

    /** What is posted to the address that one source has besides. */
    Answer postFromStripe(Request request) {
        return take(stripeSource.orElseThrow(() -> Refusal.notFound("source")), request);
    }

    private Answer take(SourceId id, Request request) {
        byte[] body = request.bytes(MOST_BYTES);
        WebhookSource source = store.find(id).orElseThrow(() -> Refusal.notFound("source"));
        Instant now = clock.instant();
        switch (SourceSignature.verify(source, sealer, request.headers(), body, now)) {
            case Refused refused -> throw refusal(source, refused);
            case Genuine _ -> {
                Input input = new Input(
                        source.app(),
                        Door.SOURCE,
                        SourceEvents.context(source, request.headers()),
                        request.gatewayTrace(),
                        () -> body,
                        now);
                Taken taken = intake.take(SourceEvents.parse(source, request.headers(), body, now), input, now);
                IntakeLog.print(taken, input, SourceEvents.SOURCE, id.value());
                return OutcomeJson.answer(List.of(taken));
            }
        }
    }

    private static Refusal refusal(WebhookSource source, Refused refused) {
        LogLine.warn("signature_refused")
                .with("application", source.app())
                .with("source", source.id())
                .with("reason", refused.reason())
                .print();
        return new Refusal(new Problem(Reason.SIGNATURE_REFUSED, refused.message()).detailReason(refused.reason()));
    }
}
