package dev.sluice.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a customer may add to webhooks. Every refusal reads on behind the header's name, and never holds a value. */
public final class HeaderRules {

    /** Headers of one endpoint. */
    public static final int MOST = 20;

    /**
     * Names and values of one endpoint's headers together, in characters. Tomcat takes 8 KB of headers in all by default, and
     * eleven secrets' signatures under both sets of names are 2 KB of them.
     */
    public static final int MOST_CHARACTERS = 4_096;

    /** Longest name, in characters. */
    public static final int LONGEST_NAME = 100;

    /** Longest value, in characters: room for a token with claims in it. */
    public static final int LONGEST_VALUE = 2_048;

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * They frame the message or belong to the connection (RFC 9110, sections 7.2, 7.6.1, 7.8, 10.1.1, 10.1.4; RFC 9112, section
     * 6.1), or say what a receiver may answer with, which is not decompressed.
     */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "accept-encoding",
            "user-agent"); // receivers know us by it

    /** The body is ours and signed; a proxy's credentials are not a customer's. */
    private static final List<String> RESERVED_PREFIXES = List.of("content-", "proxy-");

    /** Whichever of them an endpoint sends: it may change its mind. */
    private static final List<String> SIGNATURE_PREFIXES = List.of("svix-", "webhook-");

    private HeaderRules() {}

    /**
     * What stands against a name.
     *
     * @param taken in lower case, those that the endpoint's signature has
     */
    public static Optional<String> refusalOfName(String name, Set<String> taken) {
        if (name.length() > LONGEST_NAME || !TOKEN.matcher(name).matches()) {
            return Optional.of("is not a name of 1 to " + LONGEST_NAME + " letters, digits and !#$%&'*+-.^_`|~");
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return isReserved(name)
                        || taken.contains(lowerCase)
                        || SIGNATURE_PREFIXES.stream().anyMatch(lowerCase::startsWith)
                ? Optional.of("is reserved")
                : Optional.empty();
    }

    /** What stands against a value. */
    public static Optional<String> refusalOfValue(String value) {
        if (value.isEmpty() || value.length() > LONGEST_VALUE) {
            return Optional.of("has a value of " + value.length() + " characters, not 1 to " + LONGEST_VALUE);
        }
        if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7F)) {
            return Optional.of("has a value with other characters than visible ASCII, spaces and tabs");
        }
        return isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1))
                ? Optional.of("has a value that begins or ends with a space or tab")
                : Optional.empty();
    }

    /** Whether a header, its name in any case, is none that anybody but us may set. */
    static boolean isReserved(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lowerCase) || RESERVED_PREFIXES.stream().anyMatch(lowerCase::startsWith);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
