package dev.sluice.event.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.webhook.WebhookFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs as providers send them, and as nobody should. Everything comes from the one source of randomness. */
final class InputGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random;

    InputGenerator(Random random) {
        this.random = random;
    }

    /** An event of Stripe's in which every tenth field is absent, null or of any kind. */
    ObjectNode stripe() {
        return random.nextInt(3) == 0 ? thin() : snapshot();
    }

    private ObjectNode snapshot() {
        ObjectNode event = JSON.createObjectNode();
        put(event, "object", text("event"));
        put(event, "id", text("evt_" + random.nextInt(1000)));
        put(
                event,
                "type",
                text(one(
                        "checkout.session.completed",
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "customer.subscription.deleted",
                        "invoice.paid",
                        "invoice.payment_failed",
                        "plan.created",
                        "a-b",
                        "",
                        "v1.x")));
        put(event, "created", JSON.getNodeFactory().numberNode(1_600_000_000L + random.nextInt(300_000_000)));
        put(event, "livemode", JSON.getNodeFactory().booleanNode(random.nextBoolean()));
        put(event, "account", random.nextBoolean() ? text("acct_" + random.nextInt(3)) : JSON.nullNode());
        put(
                event,
                "request",
                random.nextBoolean() ? text("req_1") : JSON.createObjectNode().put("id", "req_1"));
        ObjectNode data = JSON.createObjectNode();
        put(data, "object", billed());
        put(data, "previous_attributes", JSON.createObjectNode().set("status", anything()));
        put(event, "data", data);
        return event;
    }

    private ObjectNode billed() {
        ObjectNode object = JSON.createObjectNode();
        put(object, "id", text("sub_" + random.nextInt(5)));
        put(object, "object", text(one("subscription", "invoice", "checkout.session")));
        put(object, "customer", named("cus_"));
        put(object, "subscription", named("sub_"));
        put(object, "invoice", named("in_"));
        put(object, "plan", named("plan_"));
        put(object, "status", text(one("active", "canceled", " ")));
        put(object, "current_period_end", JSON.getNodeFactory().numberNode(random.nextLong()));
        put(
                object,
                "parent",
                JSON.createObjectNode()
                        .set("subscription_details", JSON.createObjectNode().set("subscription", named("sub_"))));
        for (String list : List.of("items", "lines", "line_items")) {
            ArrayNode elements = JSON.createArrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                ObjectNode item = JSON.createObjectNode();
                put(item, "price", named("price_"));
                put(item, "plan", named("plan_"));
                put(
                        item,
                        "pricing",
                        JSON.createObjectNode()
                                .set("price_details", JSON.createObjectNode().set("price", named("price_"))));
                put(item, "current_period_start", JSON.getNodeFactory().numberNode(1_772_323_200 + random.nextInt(99)));
                put(item, "current_period_end", text("2026-04-01T00:00:00Z"));
                elements.add(random.nextInt(10) == 0 ? anything() : item);
            }
            put(object, list, JSON.createObjectNode().set("data", elements));
        }
        return object;
    }

    private ObjectNode thin() {
        ObjectNode event = JSON.createObjectNode();
        put(event, "object", text("v2.core.event"));
        put(event, "id", text("evt_" + random.nextInt(1000)));
        put(event, "type", text(one("v1.billing.meter.error_report_triggered", "v2.core.account.created")));
        put(
                event,
                "created",
                text(Instant.ofEpochMilli(1_600_000_000_000L + random.nextInt()).toString()));
        put(event, "context", random.nextBoolean() ? text("acct_1") : JSON.nullNode());
        put(event, "related_object", JSON.createObjectNode().put("id", "mtr_1").put("type", "billing.meter"));
        put(event, "reason", JSON.createObjectNode().set("request", anything()));
        return event;
    }

    /** The document, or an envelope around it, or one around that. */
    JsonNode enveloped(JsonNode document) {
        ObjectNode envelope = JSON.createObjectNode();
        switch (random.nextInt(7)) {
            case 0 -> {
                put(envelope, "specversion", text(one("1.0", "1.0", "1.0.2", "0.3")));
                put(envelope, "source", text("/providers/stripe/ed_1"));
                put(envelope, "time", text("2026-03-04T05:06:07Z"));
                put(envelope, "data", document);
            }
            case 1 -> {
                put(envelope, "detail-type", text("customer.created"));
                put(envelope, "source", text("aws.partner/stripe.com/ed_1"));
                put(envelope, "time", text("2026-03-04T05:06:07Z"));
                put(envelope, "detail", document);
            }
            case 2 -> {
                put(envelope, "Type", text("Notification"));
                put(envelope, "MessageId", text("sns-1"));
                put(envelope, "Message", text(enveloped(document).toString()));
            }
            case 3, 4 -> {
                ArrayNode records = JSON.createArrayNode();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    records.add(record(document));
                }
                put(envelope, "Records", records);
            }
            default -> {
                return document;
            }
        }
        return envelope;
    }

    /** A record of a Lambda event, most often with the document in it. */
    ObjectNode record(JsonNode document) {
        ObjectNode record = JSON.createObjectNode();
        if (random.nextBoolean()) {
            put(record, "body", text(enveloped(document).toString()));
            put(record, "eventSourceARN", text("arn:aws:sqs:eu-west-1:111122223333:q"));
        } else if (random.nextInt(4) > 0) {
            put(record, "Sns", JSON.createObjectNode().put("Message", document.toString()));
        } else {
            put(record, "eventSource", text("aws:ses"));
        }
        return record;
    }

    /** A body as some provider posts it. */
    ObjectNode webhook() {
        ObjectNode body = JSON.createObjectNode();
        put(body, "type", text(one("order.paid", "order/paid", "a:b-c", "ä", "", "x y")));
        put(body, "event", JSON.createObjectNode().set("name", text(one("push", "ping", "/"))));
        put(body, "timestamp", text("2026-03-04T05:06:07.891Z"));
        put(body, "created_at", JSON.getNodeFactory().numberNode(random.nextLong()));
        put(body, "data", JSON.createObjectNode().set("a", anything()));
        return body;
    }

    WebhookFacts facts() {
        return new WebhookFacts(
                "src_1",
                random.nextInt(3) == 0 ? one("push", "ping", "orders/create", " ", "\u0000|") : null,
                random.nextInt(3) == 0 ? one("type", "event.name", "data.a", ".", "", "a..b") : null,
                random.nextBoolean() ? "dispatchgo.event" : null,
                one("", "github.", "x-"),
                random.nextBoolean() ? one("delivery-1", "", "\ud800") : null,
                random.nextBoolean() ? Instant.parse("2026-11-22T09:59:59Z") : null,
                random.nextBoolean());
    }

    /** The bytes as they are, cut off, or with some of them changed. */
    byte[] damaged(JsonNode document) {
        byte[] bytes = document.toString().getBytes(UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> mutated(bytes);
            default -> bytes;
        };
    }

    byte[] mutated(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) "{}[]\",:\\0".charAt(random.nextInt(9));
        }
        return bytes;
    }

    /** Puts a value of another kind in the place of one somewhere in the tree. */
    void replaceOne(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        if (node.isObject() && !names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            if (node.get(name).isContainerNode() && random.nextInt(3) > 0) {
                replaceOne(node.get(name));
            } else {
                ((ObjectNode) node).set(name, anything());
            }
        } else if (node.isArray() && !node.isEmpty()) {
            int index = random.nextInt(node.size());
            if (node.get(index).isContainerNode() && random.nextBoolean()) {
                replaceOne(node.get(index));
            } else {
                ((ArrayNode) node).set(index, anything());
            }
        }
    }

    /** A value of any kind. */
    JsonNode anything() {
        return switch (random.nextInt(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.getNodeFactory().booleanNode(true);
            case 2 -> JSON.getNodeFactory().numberNode(random.nextLong());
            case 3 -> JSON.getNodeFactory().numberNode(random.nextDouble());
            case 4 -> JSON.getNodeFactory().textNode("\u0000\ud83c|%\u202e");
            case 5 -> JSON.createArrayNode().add(1).addNull();
            case 6 -> JSON.createObjectNode().put("emailAddress", 7);
            default -> JSON.createObjectNode();
        };
    }

    private void put(ObjectNode object, String name, JsonNode value) {
        switch (random.nextInt(60)) {
            case 0 -> object.putNull(name);
            case 1 -> object.set(name, anything());
            case 2 -> object.remove(name);
            default -> object.set(name, value);
        }
    }

    /** Stripe's way to name an object: by its id, whole, or not at all. */
    private JsonNode named(String prefix) {
        return switch (random.nextInt(3)) {
            case 0 -> text(prefix + random.nextInt(3));
            case 1 -> JSON.createObjectNode().put("id", prefix + random.nextInt(3));
            default -> JSON.nullNode();
        };
    }

    private static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }
}
