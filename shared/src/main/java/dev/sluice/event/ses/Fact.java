package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that SES reports: where it stands, and what it is called in an event's data. Every fact is optional; null is absent.
 *
 * @param parent the name of the object in SES's object that holds it; null if SES's object itself does
 * @param from its name there
 * @param name its name in the data
 */
record Fact(@Nullable String parent, String from, SerializableString name, Kind kind) {

    /** What SES says of each recipient of a bounce or a delay. */
    static final List<Fact> OF_RECIPIENT = List.of(
            new Fact("emailAddress", "email", Kind.TEXT),
            new Fact("action", "action", Kind.TEXT),
            new Fact("status", "status", Kind.TEXT),
            new Fact("diagnosticCode", "diagnostic_code", Kind.TEXT));

    /** @param path its name in SES's object; behind a dot, its name in the object of that name */
    Fact(String path, String name, Kind kind) {
        this(parent(path), path.substring(path.indexOf('.') + 1), new SerializedString(name), kind);
    }

    /**
     * Writes those of the facts that {@code object} has, in the order of the list.
     *
     * @param path where the object stands, for what is wrong in it
     * @throws WrongField for the first that is of another kind than it should be
     */
    static void writeAll(String path, List<Fact> facts, JsonNode object, JsonGenerator out) throws IOException {
        for (Fact fact : facts) {
            JsonNode value = fact.in(object);
            if (value != null) {
                out.writeFieldName(fact.name);
                try {
                    fact.kind.write(value, out);
                } catch (WrongField e) {
                    throw e.in(path + fact.path());
                }
            }
        }
    }

    private @Nullable JsonNode in(JsonNode object) {
        JsonNode holder = parent == null ? object : object.path(parent);
        JsonNode value = holder.get(from);
        return value == null || value.isNull() ? null : value;
    }

    private String path() {
        return (parent == null ? "." : "." + parent + ".") + from;
    }

    private static @Nullable String parent(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? null : path.substring(0, dot);
    }
}
