package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.json.Timestamps;
import dev.sluice.signature.Secret;
import dev.sluice.source.HmacSettings;
import dev.sluice.source.HmacSettingsJson;
import dev.sluice.source.WebhookSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sources as answers have them. */
final class SourceJson {

    private SourceJson() {}

    /** Without any secret. */
    static void write(JsonGenerator out, WebhookSource source) throws IOException {
        write(out, source, null);
    }

    /** @param generated the secret that was made just now, shown this once; null where there is none, or its owner brought it */
    static void write(JsonGenerator out, WebhookSource source, @Nullable Secret generated) throws IOException {
        HmacSettings settings = source.settings();
        out.writeStartObject();
        out.writeStringField("id", source.id().value());
        out.writeStringField("application", source.app().value());
        out.writeStringField("name", source.name());
        out.writeStringField("kind", source.kind().code());
        out.writeNumberField("tolerance_seconds", source.tolerance().toSeconds());
        out.writeStringField("created_at", Timestamps.format(source.createdAt()));
        out.writeStringField("url_path", "/v1/sources/" + source.id());
        if (settings != null) {
            out.writeFieldName("settings");
            HmacSettingsJson.write(out, settings);
        }
        if (generated != null) {
            out.writeStringField("secret", generated.reveal());
        }
        out.writeEndObject();
    }
}
