package dev.sluice.emulators.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What stands between a client and ElasticMQ: refuses what SQS refuses and ElasticMQ does not ({@link VisibilityLimit}), and
 * counts requests by action. Everything else passes as it came. Thread-safe.
 */
final class SqsGuard {
    /** Passes one request on to ElasticMQ. */
    interface Upstream {
        SqsAnswer send(String action, byte[] body) throws IOException;
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VISIBILITY_TIMEOUT = "VisibilityTimeout";
    private static final String RECEIPT_HANDLE = "ReceiptHandle";
    private static final String ENTRIES = "Entries";

    private final Upstream elasticMq;
    private final InstantSource clock;
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final LongAdder emptyReceives = new LongAdder();

    SqsGuard(Upstream elasticMq, InstantSource clock) {
        this.elasticMq = elasticMq;
        this.clock = clock;
    }

    /** How many requests came since the start, by action; refused ones too, as they are billed. A copy. */
    Map<String, Long> requests() {
        Map<String, Long> snapshot = new TreeMap<>();
        requests.forEach((action, count) -> snapshot.put(action, count.sum()));
        return snapshot;
    }

    /** How many of them were receives that came back without a message. */
    long emptyReceives() {
        return emptyReceives.sum();
    }

    SqsAnswer answer(String action, byte[] body) throws IOException {
        requests.computeIfAbsent(action, name -> new LongAdder()).increment();
        return switch (action) {
            case "ReceiveMessage" -> receive(action, body);
            case "ChangeMessageVisibility" -> change(action, body);
            case "ChangeMessageVisibilityBatch" -> changeBatch(action, body);
            case "DeleteMessage", "DeleteMessageBatch" -> elasticMq.send(action, withOwnHandles(read(body)));
            case "CreateQueue", "SetQueueAttributes" -> configure(action, body);
            default -> elasticMq.send(action, body);
        };
    }

    private SqsAnswer receive(String action, byte[] body) throws IOException {
        JsonNode timeout = read(body).path(VISIBILITY_TIMEOUT);
        Optional<String> refusal =
                timeout.isNumber() ? VisibilityLimit.receiveRefusal(timeout.asLong()) : Optional.empty();
        if (refusal.isPresent()) {
            return invalidParameter(refusal.get());
        }
        // The 12 hours count from the request, not from the end of a long poll.
        Instant receivedAt = clock.instant();
        SqsAnswer answer = elasticMq.send(action, body);
        return answer.status() == 200 ? stamped(answer, receivedAt) : answer;
    }

    private SqsAnswer stamped(SqsAnswer answer, Instant receivedAt) throws IOException {
        ObjectNode body = read(answer.body());
        if (body.path("Messages").isEmpty()) {
            emptyReceives.increment();
        }
        for (JsonNode message : body.path("Messages")) {
            String handle = message.path(RECEIPT_HANDLE).asText();
            ((ObjectNode) message).put(RECEIPT_HANDLE, new StampedHandle(handle, receivedAt).text());
        }
        return SqsAnswer.ok(body);
    }

    private SqsAnswer change(String action, byte[] body) throws IOException {
        ObjectNode request = read(body);
        Optional<String> refusal = changeRefusal(request);
        return refusal.isPresent() ? invalidParameter(refusal.get()) : elasticMq.send(action, withOwnHandles(request));
    }

    /** Refuses entry by entry, as SQS does: the others are changed. */
    private SqsAnswer changeBatch(String action, byte[] body) throws IOException {
        ObjectNode request = read(body);
        ArrayNode passed = JsonNodeFactory.instance.arrayNode();
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode entry : request.path(ENTRIES)) {
            changeRefusal(entry).ifPresentOrElse(reason -> failed.add(failure(entry, reason)), () -> passed.add(entry));
        }
        if (failed.isEmpty()) {
            return elasticMq.send(action, withOwnHandles(request));
        }
        if (passed.isEmpty()) {
            ObjectNode nothingDone = JsonNodeFactory.instance.objectNode();
            nothingDone.putArray("Successful");
            return SqsAnswer.ok(nothingDone.set("Failed", failed));
        }
        request.set(ENTRIES, passed);
        SqsAnswer answer = elasticMq.send(action, withOwnHandles(request));
        if (answer.status() != 200) {
            return answer;
        }
        ObjectNode merged = read(answer.body());
        failed.addAll((ArrayNode) merged.withArray("Failed"));
        return SqsAnswer.ok(merged.set("Failed", failed));
    }

    private Optional<String> changeRefusal(JsonNode change) {
        JsonNode timeout = change.path(VISIBILITY_TIMEOUT);
        if (!timeout.isNumber()) {
            return Optional.empty();
        }
        StampedHandle handle = StampedHandle.parse(change.path(RECEIPT_HANDLE).asText());
        return VisibilityLimit.changeRefusal(timeout.asLong(), handle.receivedAt(), clock.instant());
    }

    private SqsAnswer configure(String action, byte[] body) throws IOException {
        JsonNode timeout = read(body).path("Attributes").path(VISIBILITY_TIMEOUT);
        if (!timeout.isMissingNode() && !VisibilityLimit.isQueueTimeout(timeout.asText())) {
            return SqsAnswer.error(400, "InvalidAttributeValue", "Invalid value for the parameter VisibilityTimeout.");
        }
        return elasticMq.send(action, body);
    }

    /** The request with ElasticMQ's own handles in place of the stamped ones, at the top and in the entries. */
    private static byte[] withOwnHandles(ObjectNode request) {
        strip(request);
        request.path(ENTRIES).forEach(SqsGuard::strip);
        return SqsAnswer.bytes(request);
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(RECEIPT_HANDLE).isTextual()) {
            String handle = object.path(RECEIPT_HANDLE).asText();
            object.put(RECEIPT_HANDLE, StampedHandle.parse(handle).handle());
        }
    }

    private static ObjectNode failure(JsonNode entry, String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Id", entry.path("Id").asText())
                .put("SenderFault", true)
                .put("Code", "InvalidParameterValue")
                .put("Message", reason);
    }

    private static SqsAnswer invalidParameter(String reason) {
        return SqsAnswer.error(400, "InvalidParameterValue", reason);
    }

    private static ObjectNode read(byte[] body) throws IOException {
        JsonNode node = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new JsonProcessingException("not a JSON object") {};
    }
}
