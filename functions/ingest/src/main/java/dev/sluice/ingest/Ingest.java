package dev.sluice.ingest;

import dev.sluice.application.OwnerRules;
import dev.sluice.aws.AwsStack;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.input.Carriers;
import dev.sluice.event.input.Normalizer;
import dev.sluice.intake.Effects;
import dev.sluice.intake.Input;
import dev.sluice.intake.Intake;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts, acknowledges or quarantines what the doors hand over, each outcome on its own. Safe for use by many threads. */
final class Ingest {

    private final Intake intake;
    private final Owners owners;
    private final InstantSource clock;

    Ingest(Intake intake, Owners owners, InstantSource clock) {
        this.intake = intake;
        this.owners = owners;
        this.clock = clock;
    }

    /** The real one, whichever handler it is for. */
    static Ingest of(Environment environment) {
        InstantSource clock = InstantSource.system();
        AwsStack stack = new AwsStack(environment, clock, new SecureRandom());
        Subscriptions subscriptions = new Subscriptions(stack.endpoints());
        Acceptor acceptor = new Acceptor(subscriptions, stack.events(), stack.dispatchQueue());
        Intake intake = new Intake(
                acceptor,
                stack.quarantine(),
                new Effects(stack.suppressions(), stack.emailStatuses(), stack.endedObjects()),
                new OperationalEvents(subscriptions, acceptor));
        AppId otherwise =
                environment.value("SLUICE_SES_APPLICATION", AppId::new).orElse(null);
        return new Ingest(intake, new OwnerRules(stack.ownerRules(), otherwise, clock), clock);
    }

    /**
     * Takes every parcel.
     *
     * @throws RuntimeException the first failure of the table or the queue, after every parcel had its turn
     */
    void takeAll(List<Parcel> parcels) {
        firstFailure(parcels).ifPresent(failure -> {
            throw failure;
        });
    }

    /** Takes every parcel; the first failure of the table or the queue, after every parcel had its turn. */
    Optional<RuntimeException> firstFailure(List<Parcel> parcels) {
        // To a list first: every parcel has its turn.
        return parcels.stream().map(this::take).flatMap(Optional::stream).toList().stream()
                .findFirst();
    }

    /**
     * Takes everything that a parcel holds. If nothing failed, nothing of it can be lost; else all of it may be taken again.
     *
     * @return the first failure of the table or the queue, after every outcome had its turn
     */
    private Optional<RuntimeException> take(Parcel parcel) {
        Instant now = clock.instant();
        RuntimeException first = null;
        try {
            for (Outcome outcome : Normalizer.normalize(parcel.raw(), owners, now)) {
                try {
                    accept(outcome, parcel, now);
                } catch (RuntimeException e) {
                    parcel.log().failed(e);
                    first = first == null ? e : first;
                }
            }
        } catch (RuntimeException e) {
            // Whose it is could not be looked up.
            parcel.log().failed(e);
            first = e;
        }
        return Optional.ofNullable(first);
    }

    private void accept(Outcome outcome, Parcel parcel, Instant now) {
        Input input = new Input(app(outcome, parcel), parcel.door(), Map.of(), parcel.trace(), parcel::raw, now);
        parcel.log().taken(intake.take(outcome, input, now), input);
    }

    private @Nullable AppId app(Outcome outcome, Parcel parcel) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> accepted.event().app();
            case Outcome.Control _ -> null;
            case Outcome.Rejected _ ->
                owners.ofUnread(Carriers.of(parcel.raw())).orElse(null);
        };
    }
}
