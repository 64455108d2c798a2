package dev.sluice.event.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** A value of a document that was read by a {@link Form}: in the lightest shape that keeps all of it that was asked for. */
public sealed interface Value permits Value.Text, Value.Items, Value.Named, Value.Tree, Fields {

    /** A text, whatever form was asked for. */
    record Text(String text) implements Value {}

    /** A list that was to be one. */
    record Items(List<Value> items) implements Value {}

    /** An object whose members have names of no one's choosing: all of them, sorted by name as {@link Json#write} sorts. */
    record Named(List<Entry> entries) implements Value {}

    /** A member of an object, with its name. */
    record Entry(String name, Value value) {}

    /** Anything else: a value of a form that was not asked for, or one that was asked for as it is. Never a text. */
    record Tree(JsonNode tree) implements Value {}

    /** What kind of value this is, for messages. */
    default String describe() {
        return switch (this) {
            case Text _ -> "text";
            case Items _ -> "a list";
            case Named _, Fields _ -> "an object";
            case Tree(JsonNode tree) -> Json.describe(tree);
        };
    }

    /** Whether this is JSON's null. */
    default boolean isNull() {
        return this instanceof Tree(JsonNode tree) && tree.isNull();
    }

    /** Writes all of it, objects with their names sorted. */
    default void write(JsonGenerator out) throws IOException {
        switch (this) {
            case Text(String text) -> out.writeString(text);
            case Items(List<Value> items) -> {
                out.writeStartArray();
                for (Value item : items) {
                    item.write(out);
                }
                out.writeEndArray();
            }
            case Named(List<Entry> entries) -> write(entries, out);
            case Fields fields -> write(fields.sorted(), out);
            case Tree(JsonNode tree) -> out.writeTree(tree);
        }
    }

    private static void write(List<Entry> members, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Entry member : members) {
            out.writeFieldName(member.name());
            member.value().write(out);
        }
        out.writeEndObject();
    }
}
