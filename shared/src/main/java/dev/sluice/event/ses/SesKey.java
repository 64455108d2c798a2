package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Sha256;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import java.util.HexFormat;

/**
 * What names an occurrence whichever way it is reported: {@code message id|type|feedback id}, or
 * {@code message id|type|sha256|hash} over the type's own object with its keys sorted, for types and senders without a feedback id.
 */
final class SesKey {

    private SesKey() {}

    static String of(String messageId, String type, JsonNode own) {
        String named = part(messageId) + "|" + part(type) + "|";
        JsonNode feedbackId = own.get("feedbackId");
        return feedbackId != null
                        && feedbackId.isTextual()
                        && !feedbackId.textValue().isBlank()
                ? named + part(feedbackId.textValue())
                : named + "sha256|" + hash(own);
    }

    /** Without a separator of its own, so that no two keys run together. */
    private static String part(String text) {
        String wellFormed = Text.wellFormed(text);
        return wellFormed.indexOf('|') < 0 && wellFormed.indexOf('%') < 0
                ? wellFormed
                : wellFormed.replace("%", "%25").replace("|", "%7C");
    }

    private static String hash(JsonNode own) {
        byte[] canonical = Json.writeUtf8(out -> out.writeTree(own));
        return HexFormat.of().formatHex(Sha256.of(canonical));
    }
}
