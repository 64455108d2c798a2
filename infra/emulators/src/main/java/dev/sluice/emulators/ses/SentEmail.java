package dev.sluice.emulators.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An email that was accepted.
 *
 * @param request all that {@code SendEmail} was given, as in its API reference
 */
public record SentEmail(String messageId, Instant acceptedAt, JsonNode request) {

    /** The sender, which a raw message may name itself. */
    public Optional<String> from() {
        return text("/FromEmailAddress");
    }

    public List<String> to() {
        return texts("/Destination/ToAddresses");
    }

    public List<String> cc() {
        return texts("/Destination/CcAddresses");
    }

    public List<String> bcc() {
        return texts("/Destination/BccAddresses");
    }

    public List<String> replyTo() {
        return texts("/ReplyToAddresses");
    }

    /** The subject of simple content. */
    public Optional<String> subject() {
        return text("/Content/Simple/Subject/Data");
    }

    /** The text body of simple content. */
    public Optional<String> text() {
        return text("/Content/Simple/Body/Text/Data");
    }

    /** The HTML body of simple content. */
    public Optional<String> html() {
        return text("/Content/Simple/Body/Html/Data");
    }

    /** The MIME message of raw content. */
    public Optional<byte[]> raw() {
        JsonNode data = request.at("/Content/Raw/Data");
        try {
            return data.isMissingNode() ? Optional.empty() : Optional.of(data.binaryValue());
        } catch (IOException e) {
            throw new IllegalStateException("raw content was accepted without being base64", e);
        }
    }

    /** The tags by name. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        request.at("/EmailTags")
                .forEach(tag ->
                        tags.put(tag.path("Name").asText(), tag.path("Value").asText()));
        return tags;
    }

    public Optional<String> configurationSet() {
        return text("/ConfigurationSetName");
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("message_id", messageId);
        json.put("accepted_at", acceptedAt.toString());
        json.set("request", request);
        return json;
    }

    static SentEmail fromJson(JsonNode json) {
        return new SentEmail(
                json.path("message_id").asText(),
                Instant.parse(json.path("accepted_at").asText()),
                json.path("request"));
    }

    private Optional<String> text(String pointer) {
        JsonNode node = request.at(pointer);
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private List<String> texts(String pointer) {
        return request.at(pointer).valueStream().map(JsonNode::asText).toList();
    }
}
