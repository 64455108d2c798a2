package dev.sluice.source;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.sluice.event.json.Timestamps;
import dev.sluice.signature.HmacForm;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of a posted webhook, by names of any case. */
final class PostedHeaders {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    PostedHeaders(Map<String, String> headers) {
        headers.forEach(values::putIfAbsent);
    }

    /** A header's value; null where there is no such header, or no name. */
    @Nullable
    String value(@Nullable String name) {
        return name == null ? null : values.get(name);
    }

    /** When it was signed; null where no time is signed, or none stands there. */
    @Nullable
    Instant signedAt(HmacForm form) {
        String text = form.signsTimestamp() ? value(form.timestampHeader()) : null;
        return text == null ? null : time(text);
    }

    /** The time in a header: seconds or milliseconds since 1970, or ISO 8601; null for what is none. */
    static @Nullable Instant time(String text) {
        return NUMBER.matcher(text).matches()
                ? Timestamps.read(LongNode.valueOf(Long.parseLong(text)))
                : Timestamps.parse(text);
    }
}
