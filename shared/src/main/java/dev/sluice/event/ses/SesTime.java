package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.json.Timestamps;
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
    static SesTime of(JsonNode own, JsonNode mail, Arrival arrival) {
        Instant time = Timestamps.read(own.get("timestamp"));
        if (time != null) {
            return new SesTime(time, Origin.EVENT);
        }
        time = Timestamps.read(mail.get("timestamp"));
        if (time != null) {
            return new SesTime(time, Origin.MAIL);
        }
        return arrival.sentAt() == null
                ? new SesTime(arrival.receivedAt().truncatedTo(ChronoUnit.MILLIS), Origin.RECEIVED)
                : new SesTime(arrival.sentAt().truncatedTo(ChronoUnit.MILLIS), Origin.ENVELOPE);
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
