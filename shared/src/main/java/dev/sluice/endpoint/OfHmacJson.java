package dev.sluice.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.endpoint.SigningForm.OfHmac;
import dev.sluice.signature.HmacFormJson;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of an {@code hmac} endpoint as rows keep them and as the API takes and shows them. */
public final class OfHmacJson {

    private static final String TYPE_HEADER = "type_header";

    private OfHmacJson() {}

    /** Writes an object; what there is none of is absent. */
    public static void write(JsonGenerator out, OfHmac form) throws IOException {
        out.writeStartObject();
        HmacFormJson.writeFields(out, form.form());
        HmacFormJson.writeUnlessEmpty(out, TYPE_HEADER, form.typeHeader());
        out.writeEndObject();
    }

    /** The settings that a text of {@link #write} holds. */
    public static OfHmac parse(String text) {
        return read(HmacFormJson.parse(text), null);
    }

    /**
     * Reads what somebody wrote. Null is as good as absent.
     *
     * @param base what fields have that are absent; null where there is nothing to fall back on
     * @throws IllegalArgumentException with a message that begins with {@code settings} and names the field
     */
    public static OfHmac read(JsonNode value, @Nullable OfHmac base) {
        HmacFormJson fields = HmacFormJson.of(value, Set.of(TYPE_HEADER));
        return new OfHmac(
                fields.form(base == null ? null : base.form()),
                fields.text(TYPE_HEADER, base == null ? null : base.typeHeader()));
    }
}
