package dev.sluice.email;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The suppressions of every application, one an address. Reads see every write that was answered before. Safe for use by many threads. */
public interface SuppressionStore {

    /**
     * Adds a suppression, or gives the one that is there another cause; when it was created stays. A cause is replaced only by a newer
     * one. After a removal, an event whose own time is not after both the removal and the cause that was removed changes nothing: a report
     * that comes late or twice must not undo a person's decision. A {@linkplain Suppression#isManual manual} one is such a decision, and
     * the later of two counts.
     *
     * @return true if there was none before, and now there is
     */
    boolean put(AppId app, Suppression suppression);

    /** The suppression of an address. */
    Optional<Suppression> find(AppId app, Address email);

    /**
     * Suppressions in the order of their addresses.
     *
     * @param after list those behind this address, null for the first
     * @param limit at least 1; fewer are the last
     */
    List<Suppression> list(AppId app, @Nullable Address after, int limit);

    /**
     * Removes a suppression.
     *
     * @param now causes of this time and before no longer count
     * @return false if there was none
     */
    boolean remove(AppId app, Address email, Instant now);
}
