package dev.sluice.emulators.ses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What SES refuses as a bad request, as far as it can be told from the request alone. */
final class SendEmailRules {

    /** "A message … can be sent to at most 50 recipients" (SES quotas). */
    private static final int MAX_RECIPIENTS = 50;

    /** "ASCII letters, numbers, underscores, dashes … 256 characters"; values may also have dots and at signs. */
    private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}|ses:[A-Za-z0-9_-]{1,252}");

    private static final Pattern TAG_VALUE = Pattern.compile("[A-Za-z0-9_.@-]{1,256}");

    private SendEmailRules() {}

    /** What is wrong, or empty. */
    static Optional<String> violation(JsonNode request) {
        JsonNode content = request.path("Content");
        if (content.size() != 1) {
            return Optional.of("Content must have one of Simple, Raw and Template");
        }
        int recipients = request.at("/Destination/ToAddresses").size()
                + request.at("/Destination/CcAddresses").size()
                + request.at("/Destination/BccAddresses").size();
        if (recipients > MAX_RECIPIENTS) {
            return Optional.of("Recipient count exceeds " + MAX_RECIPIENTS + ".");
        }
        return (content.has("Raw") ? rawViolation(content) : composedViolation(request, recipients))
                .or(() -> tagViolation(request));
    }

    private static Optional<String> rawViolation(JsonNode content) {
        try {
            return Base64.getDecoder().decode(content.at("/Raw/Data").asText()).length == 0
                    ? Optional.of("Raw.Data is empty")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("Raw.Data is not base64");
        }
    }

    private static Optional<String> composedViolation(JsonNode request, int recipients) {
        if (request.path("FromEmailAddress").asText().isEmpty()) {
            return Optional.of("FromEmailAddress is missing");
        }
        if (recipients == 0) {
            return Optional.of("Recipient count is zero.");
        }
        JsonNode simple = request.at("/Content/Simple");
        if (simple.isObject() && simple.at("/Subject/Data").isMissingNode()) {
            return Optional.of("Content.Simple.Subject is missing");
        }
        return simple.isObject() && simple.path("Body").isEmpty()
                ? Optional.of("Content.Simple.Body has neither Text nor Html")
                : Optional.empty();
    }

    private static Optional<String> tagViolation(JsonNode request) {
        for (JsonNode tag : request.path("EmailTags")) {
            if (!TAG_NAME.matcher(tag.path("Name").asText()).matches()) {
                return Optional.of("Invalid tag name <" + tag.path("Name").asText() + ">");
            }
            if (!TAG_VALUE.matcher(tag.path("Value").asText()).matches()) {
                return Optional.of("Invalid tag value <" + tag.path("Value").asText() + ">");
            }
        }
        return Optional.empty();
    }
}
