package dev.sluice.sns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Json.Parsed;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads envelopes; whatever is wrong with one is refused by the name of its field. */
public final class SnsEnvelopeReader {

    private static final String CERTIFICATE_URL = "SigningCertURL";

    /** As SNS hands it to a function. */
    private static final String CERTIFICATE_URL_OF_FUNCTIONS = "SigningCertUrl";

    /**
     * What no message of SNS's has, and a Lambda event has. It would not be signed, and whoever reads the kept bytes again might take it
     * for what was sent.
     */
    private static final String RECORDS = "Records";

    private final JsonNode root;

    private SnsEnvelopeReader(JsonNode root) {
        this.root = root;
    }

    /** What reading gave. */
    public sealed interface Result {

        /** It can be read. Nobody has said yet that it is SNS's. */
        record Unverified(SnsEnvelope envelope) implements Result {}

        /** It cannot. */
        record Refused(SnsRefusal refusal) implements Result {}
    }

    /** Reads a body, byte for byte as it was posted. Never throws. */
    public static Result read(byte[] body) {
        return switch (Json.parse(body)) {
            case Parsed.Empty _ -> new Result.Refused(SnsReason.INVALID_JSON.because("the body is empty"));
            case Parsed.Malformed(String problem) ->
                new Result.Refused(SnsReason.INVALID_JSON.because("the body is not usable JSON: " + problem));
            case Parsed.Document(JsonNode root)
            when !root.isObject() ->
                new Result.Refused(
                        SnsReason.INVALID_JSON.because("the body is " + Json.describe(root) + " instead of an object"));
            case Parsed.Document(JsonNode root) -> new SnsEnvelopeReader(root).read();
        };
    }

    private Result read() {
        try {
            return new Result.Unverified(envelope());
        } catch (BadField e) {
            return new Result.Refused(e.refusal);
        }
    }

    private SnsEnvelope envelope() throws BadField {
        if (root.has(RECORDS)) {
            throw invalid(RECORDS, "is no field of a message from SNS");
        }
        SnsType type = type();
        boolean isConfirmation = type != SnsType.NOTIFICATION;
        String timestamp = required("Timestamp");
        return new SnsEnvelope(
                type,
                required("MessageId"),
                required("TopicArn"),
                present("Message"),
                timestamp,
                time(timestamp),
                required("SignatureVersion"),
                signature(),
                certificateUrl(),
                optional("Subject"),
                isConfirmation ? required("SubscribeURL") : null,
                isConfirmation ? required("Token") : null);
    }

    private SnsType type() throws BadField {
        String text = required("Type");
        return SnsType.of(text)
                .orElseThrow(() -> invalid("Type", "is " + Text.excerpt(text, 50) + ", which SNS does not send"));
    }

    private String signature() throws BadField {
        String text = required("Signature");
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw invalid("Signature", "is not standard base64");
        }
    }

    private String certificateUrl() throws BadField {
        String url = optional(CERTIFICATE_URL);
        String other = optional(CERTIFICATE_URL_OF_FUNCTIONS);
        if (url != null && other != null && !url.equals(other)) {
            throw invalid(CERTIFICATE_URL_OF_FUNCTIONS, "is another URL than " + CERTIFICATE_URL);
        }
        return required(url == null && other != null ? CERTIFICATE_URL_OF_FUNCTIONS : CERTIFICATE_URL);
    }

    private static Instant time(String timestamp) throws BadField {
        Instant time = Timestamps.parse(timestamp);
        if (time == null) {
            throw invalid("Timestamp", "is no time: " + Text.excerpt(timestamp, 50));
        }
        return time;
    }

    /** A text that is not blank. */
    private String required(String field) throws BadField {
        String text = present(field);
        if (text.isBlank()) {
            throw invalid(field, "is empty");
        }
        return text;
    }

    private String present(String field) throws BadField {
        String text = optional(field);
        if (text == null) {
            throw new BadField(SnsReason.MISSING_FIELD.of(field, "is missing"));
        }
        return text;
    }

    private @Nullable String optional(String field) throws BadField {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid(field, "is " + Json.describe(value) + ", not text");
        }
        return value.textValue();
    }

    private static BadField invalid(String field, String problem) {
        return new BadField(SnsReason.INVALID_FIELD.of(field, problem));
    }

    /** Ends the reading of one envelope; caught where it began. */
    private static final class BadField extends Exception {

        private static final long serialVersionUID = 1;

        private final transient SnsRefusal refusal;

        private BadField(SnsRefusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }
    }
}
