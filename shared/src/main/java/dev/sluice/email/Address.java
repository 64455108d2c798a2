package dev.sluice.email;

import dev.sluice.event.json.Text;
import java.util.Locale;
import java.util.Optional;

/**
 * An email address in the one form under which it is kept: without a display name, trimmed, lower case.
 *
 * @param value {@code local@domain}, at most 320 characters
 */
public record Address(String value) {

    private static final int LONGEST = 320; // RFC 3696, errata 1690: 64 and 255 and the sign between

    /** The address in a text such as {@code Ann <Ann@Example.com>}; nothing where there is none. */
    public static Optional<Address> of(String text) {
        String inner = text.strip();
        int open = inner.lastIndexOf('<');
        if (open >= 0 && inner.endsWith(">")) {
            inner = inner.substring(open + 1, inner.length() - 1).strip();
        }
        int at = inner.lastIndexOf('@');
        boolean isAddress = at > 0
                && at < inner.length() - 1
                && inner.length() <= LONGEST
                && inner.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '<' || c == '>')
                && inner.equals(Text.wellFormed(inner));
        return isAddress ? Optional.of(new Address(inner.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    /** What is behind the sign. */
    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
