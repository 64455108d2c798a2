package dev.sluice.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A normalized event, as it is stored and as every receiver sees it.
 *
 * @param id the same for the same occurrence
 * @param app the tenant it belongs to
 * @param type hierarchical, full-stop delimited, such as {@code email.bounced}
 * @param createdAt the event's own time, in milliseconds
 * @param source where it came from
 * @param data one JSON object, as text; these characters are what is signed, so nothing may re-serialize them
 */
public record Event(EventId id, AppId app, String type, Instant createdAt, Source source, String data) {

    /** @throws IllegalArgumentException naming the field that is blank */
    public Event {
        if (type.isBlank()) {
            throw new IllegalArgumentException("type is blank");
        }
        if (data.isBlank()) {
            throw new IllegalArgumentException("data is blank");
        }
    }

    /** The same event with another trace id. */
    public Event traced(@Nullable TraceId trace) {
        Source traced = new Source(
                source.kind(), source.key(), source.envelope(), source.snsMessageId(), source.timeReplaced(), trace);
        return new Event(id, app, type, createdAt, traced, data);
    }

    /** The same event with a flag at the end of its data. */
    public Event flagged(String name) {
        String open = data.substring(0, data.length() - 1);
        String separator = open.equals("{") ? "" : ",";
        return new Event(id, app, type, createdAt, source, open + separator + "\"" + name + "\":true}");
    }
}
