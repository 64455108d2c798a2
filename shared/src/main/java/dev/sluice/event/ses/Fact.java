package dev.sluice.event.ses;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * One thing that SES reports: where it stands, and what it is called in an event's data. Every fact is optional; null is absent.
 *
 * @param parent the name of the object in SES's object that holds it; null if SES's object itself does
 * @param from its name there
 * @param name its name in the data
 */
record Fact(@Nullable String parent, String from, SerializableString name, Kind kind) {

    /** @param path its name in SES's object; behind a dot, its name in the object of that name */
    Fact(String path, String name, Kind kind) {
        this(parent(path), path.substring(path.indexOf('.') + 1), new SerializedString(name), kind);
    }

    /** The name of the member of SES's object that is or holds it. */
    String member() {
        return parent == null ? from : parent;
    }

    /** Where it stands in SES's object, behind that object's own path. */
    String path() {
        return (parent == null ? "." : "." + parent + ".") + from;
    }

    private static @Nullable String parent(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? null : path.substring(0, dot);
    }
}
