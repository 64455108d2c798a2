package dev.sluice.event.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader expects at a place of a document, so that it can be read without making a tree of it. A value of another kind than
 * expected is read all the same, as a {@link Value.Tree}: who uses it says what is wrong.
 */
public sealed interface Form {

    /** Any value. */
    Form ANY = Plain.ANY;

    /** A list of any values. */
    Form LIST = Plain.LIST;

    /** An object with any names and lists of any values. */
    Form NAMED_LISTS = Plain.NAMED_LISTS;

    /** A list of objects of this shape. */
    static Form listOf(Shape items) {
        return new ListOf(items);
    }

    /**
     * A list of which is left out every object that begins with the shape's first member and has another text there than {@code text},
     * in upper or lower case.
     */
    static Form listOf(Shape items, String text) {
        return new Chosen(items, text);
    }

    /**
     * An object with these members. They are named in the order in which they usually come: a name that is expected the parser compares
     * by its bytes, any other it has to look up. In another order they are read all the same.
     */
    static Builder object() {
        return new Builder();
    }

    /** The forms that have nothing to be told. */
    enum Plain implements Form {
        ANY,
        LIST,
        NAMED_LISTS
    }

    /** See {@link #listOf(Shape)}. */
    record ListOf(Shape items) implements Form {}

    /** See {@link #listOf(Shape, String)}. */
    record Chosen(Shape items, String text) implements Form {}

    /** See {@link #object}. */
    final class Shape implements Form {

        private final List<Member> usual;
        private final List<Member> sorted;
        private final Map<String, Member> byName = new HashMap<>();
        private final boolean keepsOthers;

        private Shape(List<Member> usual, boolean keepsOthers) {
            this.usual = List.copyOf(usual);
            this.sorted = usual.stream()
                    .sorted(Comparator.comparing(member -> member.name().getValue()))
                    .toList();
            this.keepsOthers = keepsOthers;
            usual.forEach(member -> byName.put(member.name().getValue(), member));
        }

        /**
         * The member of this name, to find its value in an object of this shape.
         *
         * @throws IllegalArgumentException if the shape names none so
         */
        public Member member(String name) {
            Member member = byName.get(name);
            if (member == null) {
                throw new IllegalArgumentException("no member " + name + " in " + byName.keySet());
            }
            return member;
        }

        /** The object without members. */
        public Fields empty() {
            return new Fields(this);
        }

        /** The member that usually comes first; a document's shape, and that of a {@link Chosen}, have one. */
        Member first() {
            return usual.getFirst();
        }

        /** How many members are named. */
        int size() {
            return usual.size();
        }

        /** The member that usually comes in this place, from 0; null behind the last. */
        @Nullable
        Member at(int place) {
            return place < usual.size() ? usual.get(place) : null;
        }

        /** The members, sorted by name. */
        List<Member> sorted() {
            return sorted;
        }

        /** The member of this name; null for one that was not named. */
        @Nullable
        Member named(String name) {
            return byName.get(name);
        }

        /** Whether members that were not named are read. */
        boolean keepsOthers() {
            return keepsOthers;
        }
    }

    /**
     * A member that was named.
     *
     * @param place where it usually comes, from 0
     * @param form null for one that is passed over: it has to be JSON, but of two equal names in it neither is read, so there is nothing
     *     to refuse
     */
    record Member(
            SerializableString name, int place, @Nullable Form form) {

        boolean isNamed(String text) {
            return name.getValue().equals(text);
        }
    }

    /** Names members. Not for use by several threads. */
    final class Builder {

        private final List<Member> usual = new ArrayList<>();

        private Builder() {}

        /** Then come these, of any form. */
        public Builder read(String... names) {
            for (String name : names) {
                add(name, ANY);
            }
            return this;
        }

        /** Then comes this one. */
        public Builder read(String name, Form form) {
            return add(name, form);
        }

        /** Then come these, which are passed over. */
        public Builder pass(String... names) {
            for (String name : names) {
                add(name, null);
            }
            return this;
        }

        /** Whatever else there is, is read too. */
        public Shape keepOthers() {
            return new Shape(usual, true);
        }

        /** Whatever else there is, is passed over. */
        public Shape passOthers() {
            return new Shape(usual, false);
        }

        private Builder add(String name, @Nullable Form form) {
            usual.add(new Member(new SerializedString(name), usual.size(), form));
            return this;
        }
    }
}
