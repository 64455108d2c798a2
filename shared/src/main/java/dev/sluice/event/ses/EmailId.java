package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sender's own id of an email, which it gave SES as a header and as a message tag named {@code X-Entity-ID}. Both are needed:
 * SES cuts long headers and leaves them out of identity notifications, and only configuration sets bring tags.
 */
final class EmailId {

    private static final String NAME = "X-Entity-ID";

    /** A UUID of any version. */
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}");

    private EmailId() {}

    /** The first header of the name that holds a UUID, else the first tag value that does, as it was written; null if none does. */
    static @Nullable String find(JsonNode mail) {
        for (JsonNode header : mail.path("headers")) {
            if (header.path("name").isTextual()
                    && NAME.equalsIgnoreCase(header.get("name").textValue())) {
                String id = uuid(header.path("value"));
                if (id != null) {
                    return id;
                }
            }
        }
        for (Map.Entry<String, JsonNode> tag : mail.path("tags").properties()) {
            if (NAME.equalsIgnoreCase(tag.getKey())) {
                for (JsonNode value : tag.getValue()) {
                    String id = uuid(value);
                    if (id != null) {
                        return id;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable String uuid(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        String text = value.textValue().strip();
        return UUID.matcher(text).matches() ? text : null;
    }
}
