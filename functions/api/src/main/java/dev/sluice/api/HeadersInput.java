package dev.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.HeaderRules;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.signature.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The field {@code headers} of an endpoint: names and values, each refused by its name and never with its value. */
final class HeadersInput {

    private static final String HEADERS = "headers";

    private HeadersInput() {}

    /**
     * Reads the field.
     *
     * @param before those there are; null in the place of a value keeps it
     * @param taken in lower case, the names that the endpoint's signature has
     */
    static List<CustomHeader> read(JsonNode value, List<CustomHeader> before, Set<String> taken, EndpointSeal seal) {
        if (!value.isObject()) {
            throw Fields.invalid(HEADERS, "is " + Json.describe(value) + " instead of an object of names and texts");
        }
        if (value.size() > HeaderRules.MOST) {
            throw Fields.invalid(HEADERS, "has " + value.size() + " headers, more than " + HeaderRules.MOST);
        }
        List<CustomHeader> headers = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        int characters = 0;
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            String name = property.getKey();
            refuse(name, HeaderRules.refusalOfName(name, taken).orElse(null));
            if (names.put(name.toLowerCase(Locale.ROOT), name) != null) {
                throw invalid(name, "stands there twice: case does not tell headers apart");
            }
            Secret content = content(name, property.getValue(), before, seal);
            refuse(name, HeaderRules.refusalOfValue(content.reveal()).orElse(null));
            characters += name.length() + content.reveal().length();
            headers.add(new CustomHeader(name, seal.seal(content)));
        }
        if (characters > HeaderRules.MOST_CHARACTERS) {
            throw Fields.invalid(
                    HEADERS, "has " + characters + " characters in all, more than " + HeaderRules.MOST_CHARACTERS);
        }
        return headers;
    }

    private static Secret content(String name, JsonNode value, List<CustomHeader> before, EndpointSeal seal) {
        if (value.isTextual()) {
            return Secret.of(value.textValue());
        }
        if (!value.isNull()) {
            throw invalid(name, "is " + Json.describe(value) + " instead of a text");
        }
        CustomHeader kept = before.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> invalid(name, "has no value, and there is none to keep"));
        return seal.open(kept.envelope())
                .orElseThrow(() -> invalid(name, "has no value, and the one that is kept cannot be opened"));
    }

    private static void refuse(String name, @Nullable String why) {
        if (why != null) {
            throw invalid(name, why);
        }
    }

    private static Refusal invalid(String name, String problem) {
        return Fields.invalid(HEADERS, "has " + Text.excerpt(name, HeaderRules.LONGEST_NAME) + ", which " + problem);
    }
}
