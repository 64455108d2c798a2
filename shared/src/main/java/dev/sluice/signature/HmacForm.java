package dev.sluice.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a webhook is signed that keeps to no standard: an HMAC under a secret's own text, in a header of any name. Providers that post
 * to us and receivers that we post to have the same forms.
 *
 * @param header that carries the signature
 * @param prefix what stands before the encoded signature, empty for nothing
 * @param signed what is signed, in order; the body is part of it
 * @param separator between the parts
 * @param timestampHeader null if there is none
 * @param idHeader null if there is none
 */
public record HmacForm(
        String header,
        Algorithm algorithm,
        Encoding encoding,
        String prefix,
        List<Part> signed,
        String separator,
        @Nullable String timestampHeader,
        @Nullable String idHeader) {

    /** Between the signed parts, where nothing else is said. */
    public static final String DEFAULT_SEPARATOR = ".";

    private static final int LONGEST_TEXT = 32;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** @see <a href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">GitHub</a> */
    public static final HmacForm GITHUB = new HmacForm(
            "X-Hub-Signature-256",
            Algorithm.SHA256,
            Encoding.HEX,
            "sha256=",
            List.of(Part.BODY),
            DEFAULT_SEPARATOR,
            null,
            "X-GitHub-Delivery");

    /** A hash function. SHA-1 is for those that know no other; as an HMAC it still holds. */
    public enum Algorithm {
        SHA256("sha256", "HmacSHA256"),
        SHA1("sha1", "HmacSHA1"),
        SHA512("sha512", "HmacSHA512");

        private final String code;
        private final String javaName;

        Algorithm(String code, String javaName) {
            this.code = code;
            this.javaName = javaName;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** How the signature's bytes are written. */
    public enum Encoding {
        /** Lower case; read in either. */
        HEX("hex"),
        /** The standard alphabet, with padding. */
        BASE64("base64");

        private final String code;

        Encoding(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** What may be signed. */
    public enum Part {
        BODY("body"),
        TIMESTAMP("timestamp"),
        ID("id");

        private final String code;

        Part(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** @throws IllegalArgumentException with a message that begins with {@code settings.} and the field that is wrong */
    public HmacForm {
        signed = List.copyOf(signed);
        requireHeaderName("header", header);
        requireShort("prefix", prefix);
        requireShort("separator", separator);
        if (timestampHeader != null) {
            requireHeaderName("timestamp_header", timestampHeader);
        }
        if (idHeader != null) {
            requireHeaderName("id_header", idHeader);
        }
        requireSigned(signed, timestampHeader, idHeader);
    }

    /** Whether the time is signed, and so worth looking at. */
    public boolean signsTimestamp() {
        return signed.contains(Part.TIMESTAMP);
    }

    /** The header of a part that stands in one; settings that sign such a part name its header. */
    public String headerOf(Part part) {
        String name = part == Part.ID ? idHeader : timestampHeader;
        return name == null ? part.code() : name;
    }

    /**
     * The signature as its header has it, but for the prefix.
     *
     * @param key at least one byte
     * @param parts those that are signed, as they stand in headers and body
     */
    public String signature(byte[] key, Map<Part, byte[]> parts) {
        List<byte[]> text = new ArrayList<>();
        for (Part part : signed) {
            if (!text.isEmpty()) {
                text.add(separator.getBytes(StandardCharsets.US_ASCII));
            }
            text.add(Objects.requireNonNull(parts.get(part), part.code));
        }
        byte[] mac = Hmac.of(algorithm.javaName, key, text);
        return encoding == Encoding.HEX
                ? HexFormat.of().formatHex(mac)
                : Base64.getEncoder().encodeToString(mac);
    }

    /** @throws IllegalArgumentException with a message that begins with {@code settings.} and the field */
    public static void requireHeaderName(String field, String name) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "settings." + field + " is not 1 to 100 letters, digits, hyphens and underscores");
        }
    }

    private static void requireSigned(List<Part> signed, @Nullable String timestampHeader, @Nullable String idHeader) {
        if (!signed.contains(Part.BODY)) {
            throw new IllegalArgumentException("settings.signed does not contain body: anybody could change it");
        }
        if (Set.copyOf(signed).size() < signed.size()) {
            throw new IllegalArgumentException("settings.signed has a part twice");
        }
        Map<Part, Boolean> present =
                Map.of(Part.BODY, true, Part.TIMESTAMP, timestampHeader != null, Part.ID, idHeader != null);
        for (Part part : signed) {
            if (!present.getOrDefault(part, false)) {
                throw new IllegalArgumentException("settings." + part.code()
                        + "_header is missing: settings.signed has " + part.code() + ", which stands in that header");
            }
        }
    }

    private static void requireShort(String field, String text) {
        if (text.length() > LONGEST_TEXT || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "settings." + field + " is not up to " + LONGEST_TEXT + " printable ASCII characters");
        }
    }
}
