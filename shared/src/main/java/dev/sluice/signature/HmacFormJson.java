package dev.sluice.signature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.signature.HmacForm.Algorithm;
import dev.sluice.signature.HmacForm.Encoding;
import dev.sluice.signature.HmacForm.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form as rows keep them and as the API takes and shows them, in an object that may have others. Null is as good as
 * absent. Every {@link IllegalArgumentException} has a message that begins with {@code settings} and names the field.
 */
public final class HmacFormJson {

    private static final String HEADER = "header";
    private static final String ALGORITHM = "algorithm";
    private static final String ENCODING = "encoding";
    private static final String PREFIX = "prefix";
    private static final String SIGNED = "signed";
    private static final String SEPARATOR = "separator";
    private static final String TIMESTAMP_HEADER = "timestamp_header";
    private static final String ID_HEADER = "id_header";
    private static final Set<String> FIELDS =
            Set.of(HEADER, ALGORITHM, ENCODING, PREFIX, SIGNED, SEPARATOR, TIMESTAMP_HEADER, ID_HEADER);

    private final JsonNode object;

    private HmacFormJson(JsonNode object) {
        this.object = object;
    }

    /**
     * What somebody wrote.
     *
     * @param others fields there may be besides a form's
     * @throws IllegalArgumentException if it is no object, or has another field
     */
    public static HmacFormJson of(JsonNode value, Set<String> others) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("settings is " + Json.describe(value) + " instead of an object");
        }
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name) && !others.contains(name)) {
                throw new IllegalArgumentException("settings." + Text.excerpt(name, 100) + " is no field of settings");
            }
        }
        return new HmacFormJson(value);
    }

    /** What a row has. */
    public static JsonNode parse(String text) {
        if (Json.parse(text) instanceof Json.Parsed.Document(JsonNode root)) {
            return root;
        }
        throw new IllegalArgumentException("settings is not JSON");
    }

    /** Writes the form's fields into an object; what it does not have is absent. */
    public static void writeFields(JsonGenerator out, HmacForm form) throws IOException {
        out.writeStringField(HEADER, form.header());
        out.writeStringField(ALGORITHM, form.algorithm().code());
        out.writeStringField(ENCODING, form.encoding().code());
        writeUnlessEmpty(out, PREFIX, form.prefix());
        out.writeArrayFieldStart(SIGNED);
        for (Part part : form.signed()) {
            out.writeString(part.code());
        }
        out.writeEndArray();
        out.writeStringField(SEPARATOR, form.separator());
        writeUnlessEmpty(out, TIMESTAMP_HEADER, form.timestampHeader());
        writeUnlessEmpty(out, ID_HEADER, form.idHeader());
    }

    /** Writes a text that there may be. */
    public static void writeUnlessEmpty(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }

    /**
     * The form.
     *
     * @param base what fields have that are absent; null where there is nothing to fall back on
     */
    public HmacForm form(@Nullable HmacForm base) {
        return new HmacForm(
                required(HEADER, base == null ? null : base.header()),
                choice(ALGORITHM, Algorithm.values(), Algorithm::code, base == null ? null : base.algorithm()),
                choice(ENCODING, Encoding.values(), Encoding::code, base == null ? null : base.encoding()),
                or(PREFIX, base == null ? "" : base.prefix()),
                signed(base == null ? List.of(Part.BODY) : base.signed()),
                or(SEPARATOR, base == null ? HmacForm.DEFAULT_SEPARATOR : base.separator()),
                text(TIMESTAMP_HEADER, base == null ? null : base.timestampHeader()),
                text(ID_HEADER, base == null ? null : base.idHeader()));
    }

    /** The text of a field, or what it falls back on. */
    public @Nullable String text(String name, @Nullable String base) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return base;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("settings." + name + " is " + Json.describe(value) + " instead of text");
        }
        return value.textValue();
    }

    /** The text of a field, or what it falls back on. */
    public String or(String name, String base) {
        String value = text(name, null);
        return value == null ? base : value;
    }

    private String required(String name, @Nullable String base) {
        String value = text(name, base);
        if (value == null) {
            throw new IllegalArgumentException("settings." + name + " is missing");
        }
        return value;
    }

    private List<Part> signed(List<Part> base) {
        JsonNode value = object.path(SIGNED);
        if (value.isMissingNode() || value.isNull()) {
            return base;
        }
        if (!value.isArray()) {
            throw new IllegalArgumentException("settings.signed is " + Json.describe(value) + " instead of a list");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : value) {
            parts.add(choice(SIGNED, part, Part.values(), Part::code));
        }
        return parts;
    }

    private <T> T choice(String name, T[] choices, Function<T, String> code, @Nullable T base) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            return choice(name, value, choices, code);
        }
        if (base == null) {
            throw new IllegalArgumentException("settings." + name + " is missing");
        }
        return base;
    }

    private static <T> T choice(String name, JsonNode value, T[] choices, Function<T, String> code) {
        return Arrays.stream(choices)
                .filter(choice -> code.apply(choice).equals(value.textValue()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("settings." + name + " is or contains none of "
                        + Arrays.stream(choices).map(code).collect(Collectors.joining(", "))));
    }
}
