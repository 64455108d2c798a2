package dev.sluice.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.signature.Utf8;
import dev.sluice.signature.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One line of JSON from a person, read field by field. What is wrong is said by the field's name, never with its value. */
final class InputLine {

    /** Escapes all but ASCII: a lone surrogate survives the way out, whatever the output's encoding. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** 18 digits fit a long. */
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final JsonNode fields;

    private InputLine(JsonNode fields) {
        this.fields = fields;
    }

    /** @throws BadLine when the line is not exactly one JSON object */
    static InputLine parse(String line) throws BadLine {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            // Not Jackson's own message: it quotes the line, and a secret may stand in it.
            String where = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            throw new BadLine("invalid_json", "not JSON" + where);
        }
        if (!node.isObject()) {
            throw new BadLine("invalid_json", "not a JSON object");
        }
        return new InputLine(node);
    }

    /** Whether the text is exactly one JSON value, not the beginning of one. */
    static boolean isComplete(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** One JSON object in one line. */
    static String write(Map<String, ?> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings can be written", e);
        }
    }

    /** What it says it is, if it does. */
    Optional<String> kind() {
        return Optional.ofNullable(fields.path("kind").textValue());
    }

    /** The fields of an object inside it. */
    InputLine inside(String field) throws BadLine {
        JsonNode value = required(field);
        if (!value.isObject()) {
            throw invalid(field, "has to be an object");
        }
        return new InputLine(value);
    }

    /** Everything, to be read by others. */
    JsonNode json() {
        return fields;
    }

    Duration tolerance() throws BadLine {
        return Duration.ofSeconds(secondsOr("tolerance_seconds", Verifier.DEFAULT_TOLERANCE.toSeconds()));
    }

    /** The time that it says it is, or else the clock's. */
    Instant now(InstantSource clock) throws BadLine {
        long seconds = secondsOr("now_epoch_seconds", clock.instant().getEpochSecond());
        return Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond()));
    }

    String text(String field) throws BadLine {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw invalid(field, "has to be a string");
        }
        return value.textValue();
    }

    /** Whole seconds of zero or more, as a number or as digits. */
    long seconds(String field) throws BadLine {
        JsonNode value = required(field);
        // The one text that the number is written as: what is signed has to be what was given.
        if ((value.isIntegralNumber() || value.isTextual())
                && SECONDS.matcher(value.asText()).matches()) {
            return Long.parseLong(value.asText());
        }
        throw invalid(field, "has to be whole seconds, a number or a string of 1 to 18 digits without leading zeros");
    }

    /** As {@link #seconds}, or {@code otherwise} where the field is absent or null. */
    long secondsOr(String field, long otherwise) throws BadLine {
        return fields.hasNonNull(field) ? seconds(field) : otherwise;
    }

    /** The bytes of {@code body}, in UTF-8, or of {@code body_base64}. */
    byte[] body() throws BadLine {
        if (fields.has("body") && fields.has("body_base64")) {
            throw invalid("body_base64", "stands beside body: give one of them");
        }
        if (!fields.has("body_base64")) {
            return Utf8.encode(text("body"));
        }
        try {
            return Base64.getDecoder().decode(text("body_base64"));
        } catch (IllegalArgumentException e) {
            throw invalid("body_base64", "has to be standard base64");
        }
    }

    /** The body of an API Gateway event; empty where it is null. */
    byte[] gatewayBody() throws BadLine {
        if (!fields.hasNonNull("body")) {
            return new byte[0];
        }
        String body = text("body");
        if (!fields.path("isBase64Encoded").asBoolean()) {
            return Utf8.encode(body);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw invalid("body", "has to be standard base64, as isBase64Encoded says");
        }
    }

    Map<String, String> headers() throws BadLine {
        JsonNode object = required("headers");
        if (!object.isObject()) {
            throw invalid("headers", "has to be an object of strings");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : object.properties()) {
            if (!header.getValue().isTextual()) {
                throw invalid("headers." + header.getKey(), "has to be a string");
            }
            headers.put(header.getKey(), header.getValue().textValue());
        }
        return headers;
    }

    private JsonNode required(String field) throws BadLine {
        JsonNode value = fields.path(field);
        if (value.isMissingNode()) {
            throw invalid(field, "is missing");
        }
        return value;
    }

    /** @param problem what stands behind the field's name */
    static BadLine invalid(String field, String problem) {
        return new BadLine("invalid_field", field + " " + problem);
    }

    /** The line cannot be worked on. Caught by the command that reads it, which answers with the code and the message. */
    static final class BadLine extends Exception {

        private final String reason;

        private BadLine(String reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }
}
