package dev.sluice.aws;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row or map under construction, and typed reads of one. An absent value is an absent attribute. Not thread-safe. */
final class Row {

    private static final int VERSION = 1;

    private final Map<String, AttributeValue> attributes = new HashMap<>();

    /** A row with its key and version. */
    static Row of(Keys.Key key) {
        Row row = new Row();
        row.attributes.putAll(key.attributes());
        return row.put("v", VERSION);
    }

    /** Attributes without a key. */
    static Row empty() {
        return new Row();
    }

    Row put(String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, AttributeValue.fromS(value));
        }
        return this;
    }

    Row put(String name, @Nullable Long value) {
        if (value != null) {
            attributes.put(name, AttributeValue.fromN(Long.toString(value)));
        }
        return this;
    }

    Row put(String name, int value) {
        return put(name, (Long) (long) value);
    }

    /** A time in milliseconds since 1970. */
    Row put(String name, @Nullable Instant value) {
        return put(name, value == null ? null : (Long) value.toEpochMilli());
    }

    /** A time as expressions compare it. */
    static AttributeValue milliseconds(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }

    /** True is an attribute, false is none. */
    Row flag(String name, boolean value) {
        if (value) {
            attributes.put(name, AttributeValue.fromBool(true));
        }
        return this;
    }

    Row put(String name, byte @Nullable [] value) {
        if (value != null) {
            attributes.put(name, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value)));
        }
        return this;
    }

    Row put(String name, @Nullable AttributeValue value) {
        if (value != null) {
            attributes.put(name, value);
        }
        return this;
    }

    /** Texts in order; an empty list is no attribute. */
    Row put(String name, List<String> values) {
        if (!values.isEmpty()) {
            attributes.put(
                    name,
                    AttributeValue.fromL(
                            values.stream().map(AttributeValue::fromS).toList()));
        }
        return this;
    }

    /** When the row may go. */
    Row expires(Instant at) {
        return put(Keys.TTL, (Long) at.getEpochSecond());
    }

    Map<String, AttributeValue> attributes() {
        return attributes;
    }

    AttributeValue asMap() {
        return AttributeValue.fromM(attributes);
    }

    /** What DynamoDB bills: names and values, roughly as its page "Item sizes and formats" counts. */
    int bytes() {
        return bytes(attributes);
    }

    private static int bytes(Map<String, AttributeValue> attributes) {
        int sum = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            sum += attribute.getKey().length() + bytes(attribute.getValue());
        }
        return sum;
    }

    private static int bytes(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
            case N -> value.n().length() / 2 + 2;
            case B -> value.b().asByteArrayUnsafe().length;
            case L ->
                3 + value.l().stream().mapToInt(element -> 1 + bytes(element)).sum();
            case M -> 3 + bytes(value.m());
            default -> 1;
        };
    }

    static String text(Map<String, AttributeValue> row, String name) {
        return required(row, name).s();
    }

    static @Nullable String textOrNull(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        return value == null ? null : value.s();
    }

    static List<String> texts(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        return value == null
                ? List.of()
                : value.l().stream().map(AttributeValue::s).toList();
    }

    static long number(Map<String, AttributeValue> row, String name) {
        return Long.parseLong(required(row, name).n());
    }

    static int integer(Map<String, AttributeValue> row, String name) {
        return Math.toIntExact(number(row, name));
    }

    static Optional<Long> numberIfAny(Map<String, AttributeValue> row, String name) {
        return Optional.ofNullable(row.get(name)).map(value -> Long.valueOf(value.n()));
    }

    static Instant time(Map<String, AttributeValue> row, String name) {
        return Instant.ofEpochMilli(number(row, name));
    }

    static @Nullable Instant timeOrNull(Map<String, AttributeValue> row, String name) {
        return row.containsKey(name) ? time(row, name) : null;
    }

    static Map<String, AttributeValue> map(Map<String, AttributeValue> row, String name) {
        return required(row, name).m();
    }

    static boolean flag(Map<String, AttributeValue> row, String name) {
        return row.containsKey(name);
    }

    static byte[] bytes(Map<String, AttributeValue> row, String name) {
        return required(row, name).b().asByteArray();
    }

    static ByteBuffer binary(Map<String, AttributeValue> row, String name) {
        return required(row, name).b().asByteBuffer();
    }

    /** Whether a row's time to live has passed: DynamoDB deletes such rows within days, until then they read as absent. */
    static boolean isExpired(Map<String, AttributeValue> row, Instant now) {
        return numberIfAny(row, Keys.TTL).map(at -> at <= now.getEpochSecond()).orElse(false);
    }

    private static AttributeValue required(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        if (value == null) {
            throw new IllegalStateException("the row " + row.get(Keys.PK) + " has no attribute " + name);
        }
        return value;
    }
}
