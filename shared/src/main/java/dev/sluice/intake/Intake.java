package dev.sluice.intake;

import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Quarantine;
import dev.sluice.event.RejectionId;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.TraceId;
import dev.sluice.source.SourceEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes what parsers made of an input: stores the event and sends it on, acknowledges, or keeps the input in quarantine. All of it may be
 * done twice. Safe for use by many threads.
 */
public final class Intake {

    private static final int LARGEST_DATA = 350_000; // an item holds 400 KB, with its endpoints and keys

    private final Acceptor acceptor;
    private final Quarantine quarantine;
    private final Effects effects;
    private final OperationalEvents operations;

    public Intake(Acceptor acceptor, Quarantine quarantine, Effects effects, OperationalEvents operations) {
        this.acceptor = acceptor;
        this.quarantine = quarantine;
        this.effects = effects;
        this.operations = operations;
    }

    /**
     * Takes one outcome. When this returns, nothing of the input can be lost.
     *
     * @throws RuntimeException if the table or the queue fails; taking it again is harmless
     */
    public Taken take(Outcome outcome, Input input, Instant now) {
        Verdict verdict = judge(outcome, input, now);
        return switch (verdict) {
            case Verdict.Done(Taken taken) -> taken;
            case Verdict.Refused refused -> keep(refused, input, now);
        };
    }

    private Taken.Rejected keep(Verdict.Refused refused, Input input, Instant now) {
        AppId owner = findable(refused.app());
        Quarantine.RejectedInput kept = new Quarantine.RejectedInput(
                owner,
                input.door(),
                input.context(),
                refused.reason(),
                refused.message(),
                input.raw().get(),
                input.receivedAt());
        RejectionId id = quarantine.keep(kept);
        operations.rejected(kept, id, input.context().get(SourceEvents.SOURCE), now);
        return new Taken.Rejected(owner, refused.reason(), refused.message(), id);
    }

    /** Under whom an input is kept: nobody, if there is no such application, as nobody could ask for it under a name that is none. */
    private @Nullable AppId findable(@Nullable AppId app) {
        return app != null && acceptor.knows(app) ? app : null;
    }

    /**
     * Takes one outcome of an input that is in quarantine already: what is rejected still is not kept once more.
     *
     * @return what was taken, or the rejection without an id of its own
     */
    public Replayed takeAgain(Outcome outcome, Input input, Instant now) {
        return switch (judge(outcome, input, now)) {
            case Verdict.Done(Taken taken) -> new Replayed.Done(taken);
            case Verdict.Refused refused -> new Replayed.StillRejected(refused.reason(), refused.message());
        };
    }

    /** What became of an input that was tried again. */
    public sealed interface Replayed {

        /** It was taken. */
        record Done(Taken taken) implements Replayed {}

        /** It is no event still. */
        record StillRejected(String reason, String message) implements Replayed {}
    }

    private sealed interface Verdict {
        record Done(Taken taken) implements Verdict {}

        record Refused(@Nullable AppId app, String reason, String message) implements Verdict {}
    }

    private Verdict judge(Outcome outcome, Input input, Instant now) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> accept(accepted, input.trace(), now);
            case Outcome.Control(String reason, String message) -> new Verdict.Done(new Taken.Control(reason, message));
            case Outcome.Rejected(String reason, String message) -> new Verdict.Refused(input.app(), reason, message);
        };
    }

    private Verdict accept(Outcome.Accepted accepted, @Nullable TraceId trace, Instant now) {
        Event event = effects.marked(accepted.event(), accepted.effects()).traced(trace);
        AppId app = event.app();
        if (event.data().getBytes(StandardCharsets.UTF_8).length > LARGEST_DATA) {
            return refused(app, RejectionReason.PAYLOAD_TOO_LARGE, "the data exceed " + LARGEST_DATA + " bytes");
        }
        effects.noteEnds(app, accepted.effects(), now);
        return switch (acceptor.accept(event, now)) {
            case Acceptor.Accepted stored -> {
                effects.carryOut(app, event.id(), accepted.effects(), now);
                yield new Verdict.Done(new Taken.Accepted(stored.event(), stored.duplicate()));
            }
            case Acceptor.Collision _ ->
                refused(app, RejectionReason.ID_COLLISION, RejectionReason.ID_COLLISION.meaning());
            case Acceptor.UnknownApplication _ ->
                refused(
                        null,
                        RejectionReason.UNKNOWN_APPLICATION,
                        "the application that the event belongs to, " + app + ", does not exist");
        };
    }

    private static Verdict refused(@Nullable AppId app, RejectionReason reason, String message) {
        return new Verdict.Refused(app, reason.code(), message);
    }
}
