package dev.sluice.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * How many bytes DynamoDB takes an item for: names and values in UTF-8, and what types cost besides. Amazon DynamoDB Developer Guide,
 * "DynamoDB item sizes and formats". Of numbers the guide says "approximately"; here it is taken at its word.
 */
final class ItemSize {

    private static final int COLLECTION = 3; // of a list or map, empty ones too
    private static final int ELEMENT = 1; // of each element of a list or map

    private ItemSize() {}

    /**
     * Of an item as the API has it: {@code {"name":{"S":"value"},…}}.
     *
     * @throws IllegalArgumentException naming a type that is none
     */
    static long of(JsonNode item) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> attribute : item.properties()) {
            bytes += utf8(attribute.getKey()) + ofValue(attribute.getValue());
        }
        return bytes;
    }

    private static long ofValue(JsonNode typed) {
        Map.Entry<String, JsonNode> value = typed.properties().iterator().next();
        return switch (value.getKey()) {
            case "S" -> utf8(value.getValue().asText());
            case "N" -> ofNumber(value.getValue().asText());
            case "B" -> Base64.getDecoder().decode(value.getValue().asText()).length;
            case "BOOL", "NULL" -> 1;
            case "L" -> COLLECTION + sum(value.getValue(), element -> ELEMENT + ofValue(element));
            case "M" -> COLLECTION + value.getValue().size() * (long) ELEMENT + of(value.getValue());
            case "SS" -> sum(value.getValue(), element -> utf8(element.asText()));
            case "NS" -> sum(value.getValue(), element -> ofNumber(element.asText()));
            case "BS" -> sum(value.getValue(), element -> Base64.getDecoder().decode(element.asText()).length);
            default -> throw new IllegalArgumentException("no type of an attribute: " + value.getKey());
        };
    }

    private interface Bytes {
        long of(JsonNode element);
    }

    private static long sum(JsonNode elements, Bytes bytes) {
        long sum = 0;
        for (JsonNode element : elements) {
            sum += bytes.of(element);
        }
        return sum;
    }

    /** A byte for two significant digits, one more, and one for a sign. */
    private static long ofNumber(String number) {
        String digits = number.replaceFirst("[eE].*", "").replaceAll("[-+.]", "");
        String significant = digits.replaceFirst("^0+", "").replaceFirst("0+$", "");
        return Math.ceilDiv(significant.length(), 2) + 1L + (number.startsWith("-") ? 1 : 0);
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
