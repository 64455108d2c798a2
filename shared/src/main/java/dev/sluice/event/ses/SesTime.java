package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Timestamps;
import dev.sluice.event.json.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When an occurrence was, and who says so. What is no time is passed over for the next best, which {@code origin} then names.
 *
 * @param at in milliseconds
 */
record SesTime(Instant at, Origin origin) {

    /** Who says so, best first. */
    enum Origin {
        EVENT("event"),
        MAIL("mail"),
        ENVELOPE("envelope"),
        RECEIVED("received");

        final String label;

        Origin(String label) {
            this.label = label;
        }
    }

    /** The best time there is. Send, Reject and Rendering Failure have none of their own, by design of SES. */
    static SesTime of(Fields own, Fields mail, Arrival arrival) {
        Instant time = read(own.get("timestamp"));
        if (time != null) {
            return new SesTime(time, Origin.EVENT);
        }
        time = read(mail.get("timestamp"));
        if (time != null) {
            return new SesTime(time, Origin.MAIL);
        }
        return arrival.sentAt() == null
                ? new SesTime(arrival.receivedAt().truncatedTo(ChronoUnit.MILLIS), Origin.RECEIVED)
                : new SesTime(arrival.sentAt().truncatedTo(ChronoUnit.MILLIS), Origin.ENVELOPE);
    }

    /** The time a value stands for, truncated to milliseconds; null for anything that is no time. */
    static @Nullable Instant read(@Nullable Value value) {
        return switch (value) {
            case Value.Text(String text) -> Timestamps.parse(text);
            case Value.Tree(JsonNode tree) -> Timestamps.read(tree);
            case null, default -> null;
        };
    }

    /**
     * The time if the document itself says it, else null: an envelope's time differs from one report of the same occurrence to the
     * next, so it cannot be part of an id.
     */
    @Nullable
    Instant ofDocument() {
        return switch (origin) {
            case EVENT, MAIL -> at;
            case ENVELOPE, RECEIVED -> null;
        };
    }
}
