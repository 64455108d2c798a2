package dev.sluice.event.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object that was read by a {@link Form.Shape}. Nothing changes once it is read. */
public final class Fields implements Value {

    private static final Form.Shape SHAPELESS = Form.object().keepOthers();

    private final Form.Shape shape;
    private final @Nullable Value[] values;
    private Map<String, Value> others = Map.of();

    Fields(Form.Shape shape) {
        this.shape = shape;
        this.values = new Value[shape.size()];
    }

    /** The value of this name; null where there is none, and for JSON's null. */
    public @Nullable Value get(String name) {
        return unlessNull(find(name));
    }

    /**
     * The same, found faster.
     *
     * @param member of this object's shape
     */
    public @Nullable Value get(Form.Member member) {
        return unlessNull(values[member.place()]);
    }

    /** The text of this name; null for any other value. */
    public @Nullable String text(String name) {
        return find(name) instanceof Text(String text) ? text : null;
    }

    /** Whether there is a member of this name, be it JSON's null. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** Whether there are members that the shape does not name. */
    public boolean hasOthers() {
        return !others.isEmpty();
    }

    /** All members, JSON's nulls too, sorted by name. */
    public List<Entry> sorted() {
        List<Entry> sorted = new ArrayList<>(values.length + others.size());
        for (Form.Member member : shape.sorted()) {
            Value value = values[member.place()];
            if (value != null) {
                sorted.add(new Entry(member.name().getValue(), value));
            }
        }
        if (!others.isEmpty()) {
            others.forEach((name, value) -> sorted.add(new Entry(name, value)));
            sorted.sort(Comparator.comparing(Entry::name));
        }
        return sorted;
    }

    /** All members but these. */
    public Fields without(Set<String> names) {
        Fields rest = new Fields(SHAPELESS);
        for (Entry entry : sorted()) {
            if (!names.contains(entry.name())) {
                rest.putOther(entry.name(), entry.value());
            }
        }
        return rest;
    }

    /** False, and nothing done, where there is one of this name. */
    boolean put(Form.Member member, Value value) {
        boolean isFirst = values[member.place()] == null;
        if (isFirst) {
            values[member.place()] = value;
        }
        return isFirst;
    }

    /** The same of a member that the shape does not name. */
    boolean putOther(String name, Value value) {
        if (others.isEmpty()) {
            others = new TreeMap<>();
        }
        return others.putIfAbsent(name, value) == null;
    }

    private static @Nullable Value unlessNull(@Nullable Value value) {
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable Value find(String name) {
        Form.Member member = shape.named(name);
        return member == null ? others.get(name) : values[member.place()];
    }
}
