package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Sha256;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Value;
import java.util.List;

/**
 * What names an occurrence whichever way it is reported: {@code message id|type|feedback id}, or
 * {@code message id|type|sha256|hash} over the type's own object with its names sorted, for types and senders without a feedback id.
 */
final class SesKey {

    private SesKey() {}

    /** @param typeName the type's name as the document has it, which counts for a type that is not known */
    static String of(String messageId, SesType type, String typeName, Fields own) {
        String named = part(messageId) + "|" + (type == SesType.UNKNOWN ? part(typeName) : type.sesName()) + "|";
        String feedbackId = own.text("feedbackId");
        return feedbackId == null || feedbackId.isBlank() ? named + "sha256|" + hash(own) : named + part(feedbackId);
    }

    /** Without a separator of its own, so that no two keys run together. */
    private static String part(String text) {
        String wellFormed = Text.wellFormed(text);
        return wellFormed.indexOf('|') < 0 && wellFormed.indexOf('%') < 0
                ? wellFormed
                : wellFormed.replace("%", "%25").replace("|", "%7C");
    }

    private static String hash(Fields own) {
        StringBuilder canonical = new StringBuilder(512);
        append(own, canonical);
        return Sha256.hex(canonical.toString());
    }

    /**
     * One text for equal values, in whichever order their members came, and no two values with the same: texts stand behind their lengths.
     * It is made for every click; JSON, whose texts have to be escaped, takes longer.
     */
    private static void append(Value value, StringBuilder canonical) {
        switch (value) {
            case Value.Text(String text) -> append(text, canonical);
            case Value.Items(List<Value> items) -> {
                canonical.append('[');
                for (int i = 0; i < items.size(); i++) {
                    append(items.get(i), canonical);
                }
                canonical.append(']');
            }
            case Value.Named(List<Value.Entry> entries) -> append(entries, canonical);
            case Fields fields -> append(fields.sorted(), canonical);
            case Value.Tree(JsonNode tree) -> append(tree, canonical);
        }
    }

    private static void append(List<Value.Entry> members, StringBuilder canonical) {
        canonical.append('{');
        for (int i = 0; i < members.size(); i++) {
            append(members.get(i).name(), canonical);
            append(members.get(i).value(), canonical);
        }
        canonical.append('}');
    }

    private static void append(JsonNode tree, StringBuilder canonical) {
        if (tree.isObject()) {
            canonical.append('{');
            for (String name : Json.sortedNames(tree)) {
                append(name, canonical);
                append(tree.get(name), canonical);
            }
            canonical.append('}');
        } else if (tree.isArray()) {
            canonical.append('[');
            for (int i = 0; i < tree.size(); i++) {
                append(tree.get(i), canonical);
            }
            canonical.append(']');
        } else if (tree.isTextual()) {
            append(tree.textValue(), canonical);
        } else {
            canonical.append(tree).append(';');
        }
    }

    private static void append(String text, StringBuilder canonical) {
        canonical.append(text.length()).append(':').append(text);
    }
}
