package dev.sluice.event.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;

/**
 * Objects of one list that a reader of a document has no use for: those that begin with a member {@code name} and have another text
 * there than {@code text}, in upper or lower case. The list is read without them, but what is malformed in them stays malformed.
 */
public final class Sieve {

    private final List<String> path;
    private final SerializableString name;
    private final String text;

    /** @param path the names, from the root on, that lead to the list */
    public Sieve(List<String> path, String name, String text) {
        this.path = List.copyOf(path);
        this.name = new SerializedString(name);
        this.text = text;
    }

    /** Whether the path leads to where {@code matched} of its names led. */
    boolean isAt(int matched) {
        return matched == path.size();
    }

    /** How many names of the path match, where {@code matched} did and this one follows; -1 beside the path. */
    int next(int matched, String name) {
        return matched < path.size() && path.get(matched).equals(name) ? matched + 1 : -1;
    }

    SerializableString name() {
        return name;
    }

    String text() {
        return text;
    }
}
