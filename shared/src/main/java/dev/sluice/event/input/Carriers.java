package dev.sluice.event.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Claims.Carrier;
import dev.sluice.event.json.Json;
import org.jspecify.annotations.Nullable;

/** What carried an input that is no event: all that is left to say whose it is. A pure function that throws for no input. */
public final class Carriers {

    private Carriers() {}

    /**
     * The queue, topic and event source that the envelopes name.
     *
     * @param input the bytes as they came; of several records, which may be of several owners, nothing is said
     */
    public static Carrier of(byte[] input) {
        return Json.parse(input) instanceof Json.Parsed.Document(JsonNode root) ? ofInvocation(root) : Carrier.NONE;
    }

    private static Carrier ofInvocation(JsonNode root) {
        return root.has("Records") ? ofRecords(root.get("Records")) : ofMessage(root, Carrier.NONE);
    }

    /** What came back from a failure is its first carrier's, as if it came now. */
    private static Carrier ofMessage(JsonNode root, Carrier carrier) {
        return FailedInvocation.recognizes(root) ? ofInvocation(FailedInvocation.payload(root)) : inside(root, carrier);
    }

    private static Carrier ofRecords(JsonNode records) {
        if (records.size() != 1 || !records.isArray()) {
            return Carrier.NONE;
        }
        JsonNode only = records.get(0);
        if (only.has("Sns")) {
            return inside(only.get("Sns"), Carrier.NONE);
        }
        Carrier queue = Carrier.NONE.queue(text(only, "eventSourceARN"));
        String body = text(only, "body");
        return body != null && Json.parse(body) instanceof Json.Parsed.Document(JsonNode root)
                ? ofMessage(root, queue)
                : queue;
    }

    private static Carrier inside(JsonNode root, Carrier carrier) {
        if (root.has("TopicArn")) {
            return carrier.topic(text(root, "TopicArn"));
        }
        return root.has(Documents.DETAIL_TYPE) || root.has(Documents.VERSION)
                ? carrier.source(text(root, "source"))
                : carrier;
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.path(field).textValue();
    }
}
