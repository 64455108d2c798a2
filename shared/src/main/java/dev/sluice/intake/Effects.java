package dev.sluice.intake;

import dev.sluice.email.Address;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.email.Suppression;
import dev.sluice.email.SuppressionStore;
import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EndedObjects;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.json.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what accepted events change besides themselves. Safe for use by many threads. */
public final class Effects {

    private static final String STALE = "stale";

    /** Longest id, in characters, under which something is kept: in UTF-8 it must fit a sort key, 1,024 bytes (DynamoDB). Providers' have 100. */
    private static final int LONGEST_ID = 300;

    private static final int LONGEST_DETAIL = 200;

    private final SuppressionStore suppressions;
    private final EmailStatusStore statuses;
    private final EndedObjects ended;

    public Effects(SuppressionStore suppressions, EmailStatusStore statuses, EndedObjects ended) {
        this.suppressions = suppressions;
        this.statuses = statuses;
        this.ended = ended;
    }

    /** The event as it is to be stored: marked, if what it is about has ended. */
    Event marked(Event event, List<Effect> effects) {
        boolean isStale = effects.stream()
                .anyMatch(effect -> effect instanceof Effect.StaleIfEnded(String object)
                        && isId(object)
                        && ended.contains(event.app(), object));
        return isStale ? event.flagged(STALE) : event;
    }

    /**
     * Notes what has ended, before the event that says so is stored: what is accepted after that event must find it. It has ended even if
     * the event is not stored in the end.
     */
    void noteEnds(AppId app, List<Effect> effects, Instant now) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.End(String object, Instant at) && isId(object)) {
                ended.add(app, object, at, now);
            }
        }
    }

    /** Does it again each time it is told, to the same end. What no row can hold is left out: it must not fail the event, again and again. */
    void carryOut(AppId app, EventId event, List<Effect> effects, Instant now) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Suppress suppress -> suppress(app, event, suppress, now);
                case Effect.Report report when isId(report.messageId()) -> statuses.add(app, report, event, now);
                case Effect.Mention mention when isId(mention.messageId()) -> statuses.add(app, mention, now);
                case Effect.Report _, Effect.Mention _ -> {
                    // No id of a provider's.
                }
                case Effect.End _, Effect.StaleIfEnded _ -> {
                    // Noted, and looked at, before the event was stored.
                }
            }
        }
    }

    private void suppress(AppId app, EventId event, Effect.Suppress suppress, Instant now) {
        // An address that is none is not written to either.
        Address.of(suppress.email())
                .ifPresent(address -> suppressions.put(
                        app,
                        new Suppression(
                                address,
                                suppress.reason(),
                                now,
                                now,
                                suppress.at(),
                                event,
                                detail(suppress.subType()),
                                detail(suppress.feedbackType()),
                                detail(suppress.messageId()))));
    }

    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_ID && text.equals(Text.wellFormed(text));
    }

    private static @Nullable String detail(@Nullable String text) {
        return text == null ? null : Text.excerpt(text, LONGEST_DETAIL);
    }
}
