package dev.sluice.emulators.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/**
 * An answer in the AWS JSON 1.0 protocol.
 *
 * @param queryError the header {@code x-amzn-query-error} ({@code code;Sender}), empty where nothing is wrong: SDKs take the
 *     error code from it ("AWS query compatible")
 */
record SqsAnswer(int status, String queryError, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SqsAnswer ok(JsonNode body) {
        return new SqsAnswer(200, "", bytes(body));
    }

    static SqsAnswer error(int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("__type", "com.amazonaws.sqs#" + code)
                .put("message", message);
        return new SqsAnswer(status, code + (status < 500 ? ";Sender" : ";Receiver"), bytes(body));
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
