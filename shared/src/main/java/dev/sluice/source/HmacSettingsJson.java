package dev.sluice.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.signature.HmacFormJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings as rows keep them and as the API takes and shows them. */
public final class HmacSettingsJson {

    private static final String TYPE_HEADER = "type_header";
    private static final String TYPE_FIELD = "type_field";
    private static final String TYPE = "type";
    private static final String TYPE_PREFIX = "type_prefix";
    private static final Set<String> FIELDS = Set.of(TYPE_HEADER, TYPE_FIELD, TYPE, TYPE_PREFIX);

    private HmacSettingsJson() {}

    /** Writes an object; what a provider does not have is absent. */
    public static void write(JsonGenerator out, HmacSettings settings) throws IOException {
        out.writeStartObject();
        HmacFormJson.writeFields(out, settings.form());
        switch (settings.type()) {
            case TypeRule.InHeader(String name) -> out.writeStringField(TYPE_HEADER, name);
            case TypeRule.InBody(String path) -> out.writeStringField(TYPE_FIELD, path);
            case TypeRule.Fixed(String type) -> out.writeStringField(TYPE, type);
        }
        HmacFormJson.writeUnlessEmpty(out, TYPE_PREFIX, settings.typePrefix());
        out.writeEndObject();
    }

    /** The settings that a text of {@link #write} holds. */
    public static HmacSettings parse(String text) {
        return read(HmacFormJson.parse(text), null);
    }

    /**
     * Reads what somebody wrote. Null is as good as absent.
     *
     * @param base what fields have that are absent; null where there is nothing to fall back on
     * @throws IllegalArgumentException with a message that begins with {@code settings} and names the field
     */
    public static HmacSettings read(JsonNode value, @Nullable HmacSettings base) {
        HmacFormJson fields = HmacFormJson.of(value, FIELDS);
        return new HmacSettings(
                fields.form(base == null ? null : base.form()),
                type(fields, base == null ? null : base.type()),
                fields.or(TYPE_PREFIX, base == null ? "" : base.typePrefix()));
    }

    private static TypeRule type(HmacFormJson fields, @Nullable TypeRule base) {
        String header = fields.text(TYPE_HEADER, null);
        String field = fields.text(TYPE_FIELD, null);
        String fixed = fields.text(TYPE, null);
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
}
