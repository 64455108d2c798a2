package dev.sluice.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PartiQL statement {@code INSERT INTO "table" VALUE {'name':?, …}} puts: Amazon DynamoDB Developer Guide, "PartiQL insert statements". */
record Insertion(String table, ObjectNode item) {

    private static final Pattern STATEMENT = Pattern.compile("INSERT INTO \"([^\"]+)\" VALUE \\{([^{}]*)}");
    private static final Pattern NAME_AND_PARAMETER = Pattern.compile("\\s*'([^']+)'\\s*:\\s*\\?\\s*");

    /** Empty for whatever else a statement may be. */
    static Optional<Insertion> of(JsonNode request) {
        Matcher statement = STATEMENT.matcher(request.path("Statement").asText());
        if (!statement.matches()) {
            return Optional.empty();
        }
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        JsonNode parameters = request.path("Parameters");
        for (String part : statement.group(2).split(",", -1)) {
            Matcher pair = NAME_AND_PARAMETER.matcher(part);
            JsonNode value = parameters.get(item.size());
            if (!pair.matches() || value == null) {
                return Optional.empty();
            }
            item.set(pair.group(1), value);
        }
        return Optional.of(new Insertion(statement.group(1), item));
    }
}
