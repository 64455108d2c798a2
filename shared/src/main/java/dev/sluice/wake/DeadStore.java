package dev.sluice.wake;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints have dead deliveries, and whether pointers to deliveries that are not dead any more may stand in the dead-letter queue. What
 * is kept here is only where to look: each count is one of the dead rows themselves. Safe for use by many threads.
 */
public interface DeadStore {

    /** Something died at an endpoint, or is dead no more: it is to be counted. */
    void note(AppId app, EndpointId endpoint, Instant at);

    /** An application's endpoints that were noted, in the order of their ids. */
    List<Noted> of(AppId app);

    /** Those of all applications, in no order. */
    List<Noted> all();

    /** Keeps a count, unless the endpoint was forgotten meanwhile; a note that came meanwhile stays. */
    void counted(Noted noted, long count, Instant at);

    /** Forgets an endpoint, unless it was noted meanwhile. */
    void forget(Noted noted);

    /** Asks for pointers to be cleaned. */
    void askForCleaning(Instant at);

    /** What is to be cleaned; empty if nobody asked. */
    Optional<Cleaning> cleaning();

    /**
     * Ends one round of cleaning, unless somebody asked anew meanwhile.
     *
     * @param before as it was read
     * @param looked at how many pointers in all; null if it is done
     */
    void cleaned(Cleaning before, @Nullable Long looked);

    /**
     * An endpoint that was noted.
     *
     * @param at the last note
     * @param count dead rows when they were last counted
     * @param countedAt null if they never were
     */
    record Noted(
            AppId app,
            EndpointId endpoint,
            Instant at,
            long count,
            @Nullable Instant countedAt) {}

    /**
     * A cleaning that was asked for.
     *
     * @param askedAt the last time
     * @param looked at how many pointers since then
     */
    record Cleaning(Instant askedAt, long looked) {}
}
