package dev.sluice.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.source.HmacSettings.Algorithm;
import dev.sluice.source.HmacSettings.Encoding;
import dev.sluice.source.HmacSettings.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings as rows keep them and as the API takes and shows them. */
public final class HmacSettingsJson {

    private static final String HEADER = "header";
    private static final String ALGORITHM = "algorithm";
    private static final String ENCODING = "encoding";
    private static final String PREFIX = "prefix";
    private static final String SIGNED = "signed";
    private static final String SEPARATOR = "separator";
    private static final String TIMESTAMP_HEADER = "timestamp_header";
    private static final String ID_HEADER = "id_header";
    private static final String TYPE_HEADER = "type_header";
    private static final String TYPE_FIELD = "type_field";
    private static final String TYPE = "type";
    private static final String TYPE_PREFIX = "type_prefix";
    private static final Set<String> FIELDS = Set.of(
            HEADER,
            ALGORITHM,
            ENCODING,
            PREFIX,
            SIGNED,
            SEPARATOR,
            TIMESTAMP_HEADER,
            ID_HEADER,
            TYPE_HEADER,
            TYPE_FIELD,
            TYPE,
            TYPE_PREFIX);

    private final JsonNode object;

    private HmacSettingsJson(JsonNode object) {
        this.object = object;
    }

    /** Writes an object; what a provider does not have is absent. */
    public static void write(JsonGenerator out, HmacSettings settings) throws IOException {
        out.writeStartObject();
        out.writeStringField(HEADER, settings.header());
        out.writeStringField(ALGORITHM, settings.algorithm().code());
        out.writeStringField(ENCODING, settings.encoding().code());
        writeUnlessEmpty(out, PREFIX, settings.prefix());
        out.writeArrayFieldStart(SIGNED);
        for (Part part : settings.signed()) {
            out.writeString(part.code());
        }
        out.writeEndArray();
        out.writeStringField(SEPARATOR, settings.separator());
        writeUnlessEmpty(out, TIMESTAMP_HEADER, settings.timestampHeader());
        writeUnlessEmpty(out, ID_HEADER, settings.idHeader());
        switch (settings.type()) {
            case TypeRule.InHeader(String name) -> out.writeStringField(TYPE_HEADER, name);
            case TypeRule.InBody(String path) -> out.writeStringField(TYPE_FIELD, path);
            case TypeRule.Fixed(String type) -> out.writeStringField(TYPE, type);
        }
        writeUnlessEmpty(out, TYPE_PREFIX, settings.typePrefix());
        out.writeEndObject();
    }

    /** The settings that a text of {@link #write} holds. */
    public static HmacSettings parse(String text) {
        if (Json.parse(text) instanceof Json.Parsed.Document(JsonNode root)) {
            return read(root, null);
        }
        throw new IllegalArgumentException("settings is not JSON");
    }

    /**
     * Reads what somebody wrote. Null is as good as absent.
     *
     * @param base what fields have that are absent; null where there is nothing to fall back on
     * @throws IllegalArgumentException with a message that begins with {@code settings} and names the field
     */
    public static HmacSettings read(JsonNode value, @Nullable HmacSettings base) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("settings is " + Json.describe(value) + " instead of an object");
        }
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("settings." + Text.excerpt(name, 100) + " is no field of settings");
            }
        }
        HmacSettingsJson fields = new HmacSettingsJson(value);
        return new HmacSettings(
                fields.required(HEADER, base == null ? null : base.header()),
                fields.choice(ALGORITHM, Algorithm.values(), Algorithm::code, base == null ? null : base.algorithm()),
                fields.choice(ENCODING, Encoding.values(), Encoding::code, base == null ? null : base.encoding()),
                fields.or(PREFIX, base == null ? "" : base.prefix()),
                fields.signed(base == null ? List.of(Part.BODY) : base.signed()),
                fields.or(SEPARATOR, base == null ? HmacSettings.DEFAULT_SEPARATOR : base.separator()),
                fields.orNull(TIMESTAMP_HEADER, base == null ? null : base.timestampHeader()),
                fields.orNull(ID_HEADER, base == null ? null : base.idHeader()),
                fields.type(base == null ? null : base.type()),
                fields.or(TYPE_PREFIX, base == null ? "" : base.typePrefix()));
    }

    private static void writeUnlessEmpty(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }

    private TypeRule type(@Nullable TypeRule base) {
        String header = orNull(TYPE_HEADER, null);
        String field = orNull(TYPE_FIELD, null);
        String fixed = orNull(TYPE, null);
        List<TypeRule> given = new ArrayList<>();
        if (header != null) {
            given.add(new TypeRule.InHeader(header));
        }
        if (field != null) {
            given.add(new TypeRule.InBody(field));
        }
        if (fixed != null) {
            given.add(new TypeRule.Fixed(fixed));
        }
        if (given.size() > 1) {
            throw new IllegalArgumentException("settings has more than one of type_header, type_field and type");
        }
        if (!given.isEmpty()) {
            return given.getFirst();
        }
        if (base == null) {
            throw new IllegalArgumentException("settings has none of type_header, type_field and type");
        }
        return base;
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

    private String required(String name, @Nullable String base) {
        String value = orNull(name, base);
        if (value == null) {
            throw new IllegalArgumentException("settings." + name + " is missing");
        }
        return value;
    }

    private String or(String name, String base) {
        String value = orNull(name, null);
        return value == null ? base : value;
    }

    private @Nullable String orNull(String name, @Nullable String base) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return base;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("settings." + name + " is " + Json.describe(value) + " instead of text");
        }
        return value.textValue();
    }
}
