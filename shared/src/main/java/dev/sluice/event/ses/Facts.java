package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Form;
import dev.sluice.event.json.Value;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts of an object of SES's, in the order in which an event's data has them. */
final class Facts {

    private final List<Fact> facts;

    /** Where each is found. */
    private final List<Form.Member> members;

    /** @param shape by which the object is read, which names them all */
    Facts(Form.Shape shape, Fact... facts) {
        this.facts = List.of(facts);
        this.members = Stream.of(facts).map(Fact::member).map(shape::member).toList();
    }

    boolean isEmpty() {
        return facts.isEmpty();
    }

    /**
     * Writes those of the facts that an object has.
     *
     * @param path where the object stands, for what is wrong in it
     * @param object of the shape
     * @throws WrongField for the first that is of another kind than it should be
     */
    void write(String path, Fields object, JsonGenerator out) throws IOException {
        for (int i = 0; i < facts.size(); i++) {
            Fact fact = facts.get(i);
            Value value = find(fact, object.get(members.get(i)));
            if (value != null) {
                out.writeFieldName(fact.name());
                try {
                    fact.kind().write(value, out);
                } catch (WrongField e) {
                    throw e.in(path + fact.path());
                }
            }
        }
    }

    private static @Nullable Value find(Fact fact, @Nullable Value member) {
        if (fact.parent() == null) {
            return member;
        }
        return member instanceof Fields holder ? holder.get(fact.from()) : null;
    }
}
