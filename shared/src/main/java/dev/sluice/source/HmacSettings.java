package dev.sluice.source;

import dev.sluice.event.EventTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a provider signs that keeps to no standard, and where it says what its events are.
 *
 * @param header that carries the signature
 * @param prefix what stands before the encoded signature, empty for nothing
 * @param signed what is signed, in order; the body is part of it
 * @param separator between the parts
 * @param timestampHeader null if the provider sends none
 * @param idHeader null if the provider sends none; the body's hash then tells its messages apart
 * @param typePrefix before every type, with its full stop; empty for nothing
 */
public record HmacSettings(
        String header,
        Algorithm algorithm,
        Encoding encoding,
        String prefix,
        List<Part> signed,
        String separator,
        @Nullable String timestampHeader,
        @Nullable String idHeader,
        TypeRule type,
        String typePrefix) {

    /** Between the signed parts, where nothing else is said. */
    public static final String DEFAULT_SEPARATOR = ".";

    private static final int LONGEST_TEXT = 32;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern PATH = Pattern.compile("[^.\\s]{1,100}(\\.[^.\\s]{1,100}){0,9}");
    private static final Pattern TYPE_PREFIX = Pattern.compile("([a-zA-Z0-9_]{1,32}\\.){0,3}");

    /** A hash function. SHA-1 is for providers that know no other; as an HMAC it still holds. */
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

        /** Its name in {@link javax.crypto.Mac}. */
        String javaName() {
            return javaName;
        }
    }

    /** How the signature's bytes are written. */
    public enum Encoding {
        /** Letters of either case. */
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

    /** Providers whose settings are known. */
    public enum Preset {
        /** @see <a href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">GitHub</a> */
        GITHUB(
                "github",
                new HmacSettings(
                        "X-Hub-Signature-256",
                        Algorithm.SHA256,
                        Encoding.HEX,
                        "sha256=",
                        List.of(Part.BODY),
                        DEFAULT_SEPARATOR,
                        null,
                        "X-GitHub-Delivery",
                        new TypeRule.InHeader("X-GitHub-Event"),
                        "github.")),
        /** @see <a href="https://shopify.dev/docs/apps/build/webhooks/subscribe/https">Shopify</a> */
        SHOPIFY(
                "shopify",
                new HmacSettings(
                        "X-Shopify-Hmac-Sha256",
                        Algorithm.SHA256,
                        Encoding.BASE64,
                        "",
                        List.of(Part.BODY),
                        DEFAULT_SEPARATOR,
                        null,
                        "X-Shopify-Webhook-Id",
                        new TypeRule.InHeader("X-Shopify-Topic"),
                        "shopify.")),
        /** What is signed for DispatchGo's own address: {@code X-Signature: sha256=<hex>} over the body. */
        DISPATCHGO(
                "dispatchgo",
                new HmacSettings(
                        "X-Signature",
                        Algorithm.SHA256,
                        Encoding.HEX,
                        "sha256=",
                        List.of(Part.BODY),
                        DEFAULT_SEPARATOR,
                        null,
                        null,
                        new TypeRule.Fixed("dispatchgo.event"),
                        ""));

        private final String code;
        private final HmacSettings settings;

        Preset(String code, HmacSettings settings) {
            this.code = code;
            this.settings = settings;
        }

        /** Its stable name. */
        public String code() {
            return code;
        }

        /** What it stands for. */
        public HmacSettings settings() {
            return settings;
        }

        /** The preset of this name. */
        public static Optional<Preset> ofCode(String code) {
            return Arrays.stream(values())
                    .filter(preset -> preset.code.equals(code))
                    .findFirst();
        }

        /** Every name, for messages. */
        public static String codes() {
            return Arrays.stream(values()).map(Preset::code).collect(Collectors.joining(", "));
        }
    }

    /** @throws IllegalArgumentException with a message that begins with {@code settings.} and the field that is wrong */
    public HmacSettings {
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
        requireType(type, typePrefix);
    }

    /** Whether the provider's time is signed, and so looked at. */
    boolean signsTimestamp() {
        return signed.contains(Part.TIMESTAMP);
    }

    /** The headers that say something of an event: all but the signature's. */
    Stream<String> headersOfAnEvent() {
        String typeHeader = type instanceof TypeRule.InHeader(String name) ? name : null;
        return Stream.of(typeHeader, timestampHeader, idHeader).flatMap(Stream::ofNullable);
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

    private static void requireType(TypeRule type, String typePrefix) {
        if (!TYPE_PREFIX.matcher(typePrefix).matches()) {
            throw new IllegalArgumentException(
                    "settings.type_prefix is not up to three words of letters, digits and _, each with a full stop behind it");
        }
        switch (type) {
            case TypeRule.InHeader(String name) -> requireHeaderName("type_header", name);
            case TypeRule.InBody(String path) -> {
                if (!PATH.matcher(path).matches()) {
                    throw new IllegalArgumentException(
                            "settings.type_field is not one to ten names with full stops between");
                }
            }
            case TypeRule.Fixed(String fixed) -> {
                if (!EventTypes.isWellFormed(typePrefix + fixed)) {
                    throw new IllegalArgumentException(
                            "settings.type is not words of letters, digits and _ with full stops between");
                }
            }
        }
    }

    private static void requireHeaderName(String field, String name) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "settings." + field + " is not 1 to 100 letters, digits, hyphens and underscores");
        }
        if (name.equalsIgnoreCase(SourceEvents.SOURCE)) {
            throw new IllegalArgumentException("settings." + field + " is source, which names something else here");
        }
    }

    private static void requireShort(String field, String text) {
        if (text.length() > LONGEST_TEXT || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "settings." + field + " is not up to " + LONGEST_TEXT + " printable ASCII characters");
        }
    }
}
