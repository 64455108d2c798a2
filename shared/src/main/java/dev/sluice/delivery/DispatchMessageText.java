package dev.sluice.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.util.function.Function;

/** The text form of queue messages, as {@code docs/contract.md} has it. */
public final class DispatchMessageText {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private DispatchMessageText() {}

    /** The body of a queue message. */
    public static String write(DispatchMessage message) {
        ObjectNode body = JSON.createObjectNode()
                .put("v", VERSION)
                .put("app", message.app().value())
                .put("event", message.event().value());
        return switch (message) {
            case One one -> {
                body.put("endpoint", one.endpoint().value()).put("series", one.series());
                if (one.isPlaced()) {
                    body.put("placed", true);
                }
                if (one.isSecretProbe()) {
                    body.put("probe", true);
                }
                yield body.toString();
            }
            case Split split ->
                body.put("from", split.from()).put("to", split.to()).toString();
        };
    }

    /**
     * Reads the body of a queue message.
     *
     * @throws IllegalArgumentException naming the field, if it is none that this version writes
     */
    public static DispatchMessage read(String text) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the message is not JSON", e);
        }
        if (integer(body, "v") != VERSION) {
            throw new IllegalArgumentException("v is not " + VERSION);
        }
        AppId app = id(body, "app", AppId::new);
        EventId event = id(body, "event", EventId::new);
        return body.has("endpoint")
                ? new One(
                        app,
                        event,
                        id(body, "endpoint", EndpointId::new),
                        integer(body, "series"),
                        body.path("placed").asBoolean(),
                        body.path("probe").asBoolean())
                : new Split(app, event, integer(body, "from"), integer(body, "to"));
    }

    private static <T> T id(JsonNode body, String field, Function<String, T> reader) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is not a text");
        }
        try {
            return reader.apply(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " is " + e.getMessage(), e);
        }
    }

    private static int integer(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isInt()) {
            throw new IllegalArgumentException(field + " is not an integer");
        }
        return value.intValue();
    }
}
