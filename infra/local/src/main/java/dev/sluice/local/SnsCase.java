package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Timestamps;
import dev.sluice.sns.Certificates.Fetched;
import dev.sluice.sns.HttpCertificates;
import dev.sluice.sns.SnsEnvelope;
import dev.sluice.sns.SnsEnvelopeReader;
import dev.sluice.sns.SnsRefusal;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded message from SNS: {@code kind "sns-signature", body|body_base64, cert_pem, verify_at}. The certificate stands for what is at
 * the address that the message names, once that address is judged to be SNS's; topic and age are the case's own.
 */
final class SnsCase {

    /** What {@code kind} says. */
    static final String KIND = "sns-signature";

    private SnsCase() {}

    /**
     * Verifies one case.
     *
     * @param file the name to answer with
     * @return {@code {"file","verdict":"valid|invalid","reason"}}; an answer to any case
     */
    static LineResult verify(String file, JsonNode signatureCase) {
        return answer(file, reason(signatureCase));
    }

    /** The code of what is wrong; null if it is valid. */
    private static @Nullable String reason(JsonNode signatureCase) {
        Optional<byte[]> body = body(signatureCase);
        Instant at = Timestamps.read(signatureCase.get("verify_at"));
        JsonNode pem = signatureCase.path("cert_pem");
        if (body.isEmpty() || at == null || !pem.isTextual()) {
            return "invalid_field";
        }
        Fetched certificate = HttpCertificates.read(pem.textValue().getBytes(StandardCharsets.UTF_8));
        return switch (SnsEnvelopeReader.read(body.get())) {
            case SnsEnvelopeReader.Result.Refused(SnsRefusal refusal) ->
                refusal.reason().code();
            case SnsEnvelopeReader.Result.Unverified(SnsEnvelope envelope) ->
                verifier(certificate)
                        .refuseSender(envelope, at)
                        .map(refusal -> refusal.reason().code())
                        .orElse(null);
        };
    }

    private static SnsVerifier verifier(Fetched certificate) {
        return new SnsVerifier(new SnsSettings(Set.of(), Duration.ZERO, Optional.empty()), _ -> certificate);
    }

    private static Optional<byte[]> body(JsonNode signatureCase) {
        JsonNode text = signatureCase.path("body");
        if (text.isTextual()) {
            return Optional.of(text.textValue().getBytes(StandardCharsets.UTF_8));
        }
        JsonNode encoded = signatureCase.path("body_base64");
        try {
            return encoded.isTextual()
                    ? Optional.of(Base64.getDecoder().decode(encoded.textValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static LineResult answer(String file, @Nullable String reason) {
        String json = Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("file", file);
            out.writeStringField("verdict", reason == null ? "valid" : "invalid");
            out.writeStringField("reason", reason);
            out.writeEndObject();
        });
        return new LineResult(json, reason != null);
    }
}
