package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.api.Endpoints.PublicKey;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.HealthStore.Known;
import dev.sluice.endpoint.OfHmacJson;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.SigningForm.OfHmac;
import dev.sluice.endpoint.SigningForm.Standard;
import dev.sluice.event.json.Timestamps;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Endpoints as answers have them. */
final class EndpointJson {

    private EndpointJson() {}

    /** Without any secret. */
    static void write(JsonGenerator out, Endpoint endpoint) throws IOException {
        out.writeStartObject();
        fields(out, endpoint);
        out.writeEndObject();
    }

    /** With its newest secret: the one answer that shows it. Of a pair of keys, the half that is not secret. */
    static void writeWithSecret(JsonGenerator out, Endpoint endpoint, Secret secret) throws IOException {
        out.writeStartObject();
        fields(out, endpoint);
        Optional<String> publicKey = endpoint.signing().form() instanceof Standard(SigningScheme scheme, var _)
                ? scheme.publicKey(secret)
                : Optional.empty();
        if (publicKey.isPresent()) {
            out.writeStringField("public_key", publicKey.get());
        } else {
            out.writeStringField("secret", secret.reveal());
        }
        out.writeEndObject();
    }

    static void writePublicKeys(JsonGenerator out, List<PublicKey> keys) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        for (PublicKey key : keys) {
            out.writeStartObject();
            out.writeStringField("public_key", key.text());
            out.writeStringField("until", key.until() == null ? null : Timestamps.format(key.until()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNullField("next");
        out.writeEndObject();
    }

    /** With how its receiver does. */
    static void writeWithHealth(JsonGenerator out, Known known, Instant now) throws IOException {
        out.writeStartObject();
        fields(out, known.endpoint());
        out.writeObjectFieldStart("health");
        Breaker breaker = known.health().breaker();
        out.writeStringField("breaker", breaker.isOpen() ? "open" : "closed");
        out.writeNumberField("failures_in_a_row", breaker.failures());
        time(out, "failing_since", breaker.failingSince());
        time(out, "probe_at", breaker.openUntil());
        time(out, "disable_at", breaker.disableAt());
        out.writeBooleanField("slow", known.health().isSlow(now));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void time(JsonGenerator out, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            out.writeStringField(name, Timestamps.format(time));
        }
    }

    private static void fields(JsonGenerator out, Endpoint endpoint) throws IOException {
        DisabledReason reason = endpoint.disabledReason();
        EndpointSettings settings = endpoint.settings();
        RetrySchedule schedule = settings.schedule();
        out.writeStringField("id", endpoint.id().value());
        out.writeStringField("application", endpoint.app().value());
        out.writeStringField("audience", endpoint.audience().code());
        out.writeStringField("url", settings.url().toString());
        out.writeArrayFieldStart("event_types");
        for (String pattern : settings.subscription().patterns()) {
            out.writeString(pattern);
        }
        out.writeEndArray();
        out.writeStringField("scheme", endpoint.signing().form().code());
        switch (endpoint.signing().form()) {
            case Standard(var _, HeaderStyle names) -> out.writeStringField("header_names", names.code());
            case OfHmac hmac -> {
                out.writeNullField("header_names");
                out.writeFieldName("settings");
                OfHmacJson.write(out, hmac);
            }
        }
        out.writeStringField("status", endpoint.status().code());
        out.writeStringField("disabled_reason", reason == null ? null : reason.code());
        Instant since = endpoint.statusSince();
        out.writeStringField("status_since", since == null ? null : Timestamps.format(since));
        out.writeStringField("retry_schedule", schedule == null ? null : schedule.toString());
        writeNumber(
                out,
                "timeout_seconds",
                settings.timeout() == null ? null : settings.timeout().toSeconds());
        out.writeBooleanField("retry_4xx", settings.retries4xx());
        out.writeStringField("payload", settings.payload().code());
        out.writeObjectFieldStart("headers");
        for (CustomHeader header : settings.headers()) {
            out.writeNullField(header.name()); // its value may be a credential
        }
        out.writeEndObject();
        writeNumber(out, "rate_limit", settings.rateLimit());
        out.writeStringField("description", settings.description());
        out.writeStringField("created_at", Timestamps.format(endpoint.createdAt()));
        out.writeStringField("updated_at", Timestamps.format(endpoint.updatedAt()));
    }

    private static void writeNumber(JsonGenerator out, String name, @Nullable Number value) throws IOException {
        if (value == null) {
            out.writeNullField(name);
        } else {
            out.writeNumberField(name, value.longValue());
        }
    }
}
