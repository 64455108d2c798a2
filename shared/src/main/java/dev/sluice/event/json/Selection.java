package dev.sluice.event.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of a document has a use for. The rest is passed over: it has to be JSON, but of two equal names in it neither is read,
 * so there is nothing to refuse. Where another kind of value stands than the one a selection is for, all of it is read.
 */
public sealed interface Selection {

    /**
     * Of an object some members. They are named in the order in which they usually come: a name that is expected the parser compares by
     * its bytes, any other it has to look up. In another order they are read all the same.
     */
    static Builder members() {
        return new Builder();
    }

    /**
     * Of a list all but the objects that begin with a member {@code name} and have another text there than {@code text}, in upper or
     * lower case.
     */
    static Selection named(String name, String text) {
        return new Named(new SerializedString(name), text);
    }

    /** See {@link #named}. */
    record Named(SerializableString name, String text) implements Selection {}

    /** See {@link #members}. */
    final class Members implements Selection {

        private final List<Member> usual;
        private final Map<String, Member> byName = new HashMap<>();
        private final boolean readsOthers;

        private Members(List<Member> usual, boolean readsOthers) {
            this.usual = List.copyOf(usual);
            this.readsOthers = readsOthers;
            usual.forEach(member -> byName.put(member.name().getValue(), member));
        }

        /** The member that usually comes in this place, from 0; null behind the last. */
        @Nullable
        Member at(int place) {
            return place < usual.size() ? usual.get(place) : null;
        }

        /** The member of this name; null for one that was not named. */
        @Nullable
        Member named(String name) {
            return byName.get(name);
        }

        /** Whether members that were not named are read, whole. */
        boolean readsOthers() {
            return readsOthers;
        }
    }

    /**
     * A member that was named.
     *
     * @param place where it usually comes, from 0
     * @param within what of its value is read; null for all
     */
    record Member(
            SerializableString name,
            int place,
            boolean isRead,
            @Nullable Selection within) {}

    /** Names members. Not for use by several threads. */
    final class Builder {

        private final List<Member> usual = new ArrayList<>();

        private Builder() {}

        /** Then comes this one, which is read whole. */
        public Builder read(String... names) {
            for (String name : names) {
                add(name, true, null);
            }
            return this;
        }

        /** Then comes this one, of which this is read. */
        public Builder read(String name, Selection within) {
            return add(name, true, within);
        }

        /** Then come these, which are passed over. */
        public Builder pass(String... names) {
            for (String name : names) {
                add(name, false, null);
            }
            return this;
        }

        /** Whatever else there is, is read whole. */
        public Selection readOthers() {
            return new Members(usual, true);
        }

        /** Whatever else there is, is passed over. */
        public Selection passOthers() {
            return new Members(usual, false);
        }

        private Builder add(String name, boolean isRead, @Nullable Selection within) {
            usual.add(new Member(new SerializedString(name), usual.size(), isRead, within));
            return this;
        }
    }
}
