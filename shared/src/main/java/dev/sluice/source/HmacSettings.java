package dev.sluice.source;

import dev.sluice.event.EventTypes;
import dev.sluice.signature.HmacForm;
import dev.sluice.signature.HmacForm.Algorithm;
import dev.sluice.signature.HmacForm.Encoding;
import dev.sluice.signature.HmacForm.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a provider signs that keeps to no standard, and where it says what its events are.
 *
 * @param form how it signs; where it sends no id, the body's hash tells its messages apart
 * @param typePrefix before every type, with its full stop; empty for nothing
 */
public record HmacSettings(HmacForm form, TypeRule type, String typePrefix) {

    private static final Pattern PATH = Pattern.compile("[^.\\s]{1,100}(\\.[^.\\s]{1,100}){0,9}");
    private static final Pattern TYPE_PREFIX = Pattern.compile("([a-zA-Z0-9_]{1,32}\\.){0,3}");

    /** Providers whose settings are known. */
    public enum Preset {
        /** @see HmacForm#GITHUB */
        GITHUB("github", new HmacSettings(HmacForm.GITHUB, new TypeRule.InHeader("X-GitHub-Event"), "github.")),
        /** @see <a href="https://shopify.dev/docs/apps/build/webhooks/subscribe/https">Shopify</a> */
        SHOPIFY(
                "shopify",
                new HmacSettings(
                        new HmacForm(
                                "X-Shopify-Hmac-Sha256",
                                Algorithm.SHA256,
                                Encoding.BASE64,
                                "",
                                List.of(Part.BODY),
                                HmacForm.DEFAULT_SEPARATOR,
                                null,
                                "X-Shopify-Webhook-Id"),
                        new TypeRule.InHeader("X-Shopify-Topic"),
                        "shopify.")),
        /** What is signed for DispatchGo's own address: {@code X-Signature: sha256=<hex>} over the body. */
        DISPATCHGO(
                "dispatchgo",
                new HmacSettings(
                        new HmacForm(
                                "X-Signature",
                                Algorithm.SHA256,
                                Encoding.HEX,
                                "sha256=",
                                List.of(Part.BODY),
                                HmacForm.DEFAULT_SEPARATOR,
                                null,
                                null),
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
        requireNotSource("header", form.header());
        requireNotSource("timestamp_header", form.timestampHeader());
        requireNotSource("id_header", form.idHeader());
        requireType(type, typePrefix);
    }

    /** The headers that say something of an event: all but the signature's. */
    Stream<String> headersOfAnEvent() {
        String typeHeader = type instanceof TypeRule.InHeader(String name) ? name : null;
        return Stream.of(typeHeader, form.timestampHeader(), form.idHeader()).flatMap(Stream::ofNullable);
    }

    private static void requireType(TypeRule type, String typePrefix) {
        if (!TYPE_PREFIX.matcher(typePrefix).matches()) {
            throw new IllegalArgumentException(
                    "settings.type_prefix is not up to three words of letters, digits and _, each with a full stop behind it");
        }
        switch (type) {
            case TypeRule.InHeader(String name) -> {
                HmacForm.requireHeaderName("type_header", name);
                requireNotSource("type_header", name);
            }
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

    private static void requireNotSource(String field, @Nullable String name) {
        if (SourceEvents.SOURCE.equalsIgnoreCase(name)) {
            throw new IllegalArgumentException("settings." + field + " is source, which names something else here");
        }
    }
}
