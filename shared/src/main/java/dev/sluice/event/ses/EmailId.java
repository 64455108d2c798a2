package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Selection;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sender's own id of an email, which it gave SES as a header and as a message tag named {@code X-Entity-ID}. Both are needed:
 * SES cuts long headers and leaves them out of identity notifications, and only configuration sets bring tags.
 */
final class EmailId {

    private static final String NAME = "X-Entity-ID";

    /** The headers that {@link #find} looks at. */
    static final Selection HEADERS = Selection.named("name", NAME);

    private static final int UUID_LENGTH = 36;

    private EmailId() {}

    /** The first header of the name that holds a UUID, else the first tag value that does, as it was written; null if none does. */
    static @Nullable String find(JsonNode mail) {
        for (JsonNode header : mail.path("headers")) {
            if (NAME.equalsIgnoreCase(header.path("name").textValue())) {
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
        return isUuid(text) ? text : null;
    }

    /** A UUID of any version. */
    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
