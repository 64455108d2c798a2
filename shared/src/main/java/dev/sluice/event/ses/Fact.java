package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
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
record Fact(@Nullable String parent, String from, String name, Kind kind) {

    /** What SES says of each recipient of a bounce or a delay. */
    static final List<Fact> OF_RECIPIENT = List.of(
            new Fact("emailAddress", "email", Kind.TEXT),
            new Fact("action", "action", Kind.TEXT),
            new Fact("status", "status", Kind.TEXT),
            new Fact("diagnosticCode", "diagnostic_code", Kind.TEXT));

    /** @param path its name in SES's object; behind a dot, its name in the object of that name */
    Fact(String path, String name, Kind kind) {
        this(parent(path), path.substring(path.indexOf('.') + 1), name, kind);
    }

    /** What is wrong with the first of these facts that is wrong, to go behind the path of {@code object}; null if all are well. */
    static @Nullable String firstProblem(List<Fact> facts, JsonNode object) {
        for (Fact fact : facts) {
            JsonNode value = fact.in(object);
            String problem = value == null ? null : fact.kind.problem(value);
            if (problem != null) {
                return fact.path() + problem;
            }
        }
        return null;
    }

    /** Writes those of the facts that {@code object} has, in the order of the list. */
    static void writeAll(List<Fact> facts, JsonNode object, JsonGenerator out) throws IOException {
        for (Fact fact : facts) {
            JsonNode value = fact.in(object);
            if (value != null) {
                out.writeFieldName(fact.name);
                fact.kind.write(value, out);
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
