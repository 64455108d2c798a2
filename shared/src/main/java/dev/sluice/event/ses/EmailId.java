package dev.sluice.event.ses;

import dev.sluice.event.Claims;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Form;
import dev.sluice.event.json.Value;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sender's own id of an email, which it gave SES as a header and as a message tag named {@code X-Entity-ID}. Both are needed:
 * SES cuts long headers and leaves them out of identity notifications, and only configuration sets bring tags.
 */
final class EmailId {

    private static final String NAME = "X-Entity-ID";

    /** The headers that {@link #find} looks at. */
    static final Form HEADERS = Form.listOf(Form.object().read("name", "value").keepOthers(), NAME);

    private static final int UUID_LENGTH = 36;

    private EmailId() {}

    /** The first header of the name that holds a UUID, else the first tag value that does, as it was written; null if none does. */
    static @Nullable String find(Fields mail, List<Claims.Tag> tags) {
        if (mail.get("headers") instanceof Value.Items(List<Value> headers)) {
            for (Value item : headers) {
                if (item instanceof Fields header && NAME.equalsIgnoreCase(header.text("name"))) {
                    String id = uuid(header.text("value"));
                    if (id != null) {
                        return id;
                    }
                }
            }
        }
        for (Claims.Tag tag : tags) {
            if (NAME.equalsIgnoreCase(tag.name())) {
                String id = uuid(tag.value());
                if (id != null) {
                    return id;
                }
            }
        }
        return null;
    }

    private static @Nullable String uuid(@Nullable String text) {
        return text != null && isUuid(text.strip()) ? text.strip() : null;
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
