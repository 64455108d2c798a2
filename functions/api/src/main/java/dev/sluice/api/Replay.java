package dev.sluice.api;

import dev.sluice.api.Gate.Owner;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine;
import dev.sluice.event.Quarantine.Kept;
import dev.sluice.event.input.Normalizer;
import dev.sluice.intake.Input;
import dev.sluice.intake.Intake;
import dev.sluice.intake.IntakeLog;
import dev.sluice.intake.Taken;
import dev.sluice.source.SourceEvents;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /v1/quarantine/{id}/replay}: tries an input again as if it came now by its own door, but with the time of its first receipt, so
 * that it is the event that it would have been. The row goes when everything in it is stored; a crash before that leaves a row whose
 * replay does nothing new.
 */
final class Replay {

    private final Quarantine store;
    private final SourceStore sources;
    private final Supplier<Owners> owners;
    private final Intake intake;
    private final InstantSource clock;

    /** @param owners as they are when it is asked */
    Replay(Doors doors, Supplier<Owners> owners, Intake intake, InstantSource clock) {
        this.store = doors.quarantine();
        this.sources = doors.sources();
        this.owners = owners;
        this.intake = intake;
        this.clock = clock;
    }

    Answer replay(Owner owner, Request request) {
        Kept kept = QuarantinedInputs.find(store, owner, request);
        byte[] raw = store.raw(owner.orNobody(), kept.id()).orElseThrow(() -> Refusal.notFound("quarantined input"));
        Instant now = clock.instant();
        Input input = new Input(kept.app(), kept.door(), kept.context(), request.trace(), () -> raw, kept.receivedAt());
        List<Taken> taken = new ArrayList<>();
        for (Outcome outcome : outcomes(kept, raw)) {
            switch (intake.takeAgain(outcome, input, now)) {
                case Intake.Replayed.Done(Taken done) -> {
                    IntakeLog.print(done, input, "replay_of", kept.id().value());
                    taken.add(done);
                }
                case Intake.Replayed.StillRejected(String reason, String message) -> {
                    store.rejectedAgain(owner.orNobody(), kept.id(), reason, message, now);
                    IntakeLog.printRejectedAgain(reason, kept.id(), input);
                    throw new Refusal(new Problem(Reason.STILL_REJECTED, message).detailReason(reason));
                }
            }
        }
        store.delete(owner.orNobody(), kept.id());
        return OutcomeJson.answer(taken);
    }

    /** By the rules as they are now: whoever replays has just changed them. */
    private List<Outcome> outcomes(Kept kept, byte[] raw) {
        return switch (kept.door()) {
            case SNS, SQS, EVENTBRIDGE, SNS_HTTP -> Normalizer.normalize(raw, owners.get(), kept.receivedAt());
            case SOURCE -> List.of(ofSource(kept, raw));
        };
    }

    /** By the source's settings as they are now, and the headers that were kept. Its signature was verified when it came. */
    private Outcome ofSource(Kept kept, byte[] raw) {
        return Optional.ofNullable(kept.context().get(SourceEvents.SOURCE))
                .filter(SourceId::isValid)
                .flatMap(id -> sources.find(new SourceId(id)))
                .map(source -> SourceEvents.parse(source, kept.context(), raw, kept.receivedAt()))
                .orElseGet(() -> new Outcome.Rejected(
                        kept.reason(), "the source is gone, and nobody can say any more what its input means"));
    }
}
