package dev.sluice.event;

import java.util.List;

/** What a parser says of one input record. No parser throws for what it is given. */
public sealed interface Outcome {

    /**
     * A normalized event.
     *
     * @param effects what accepting it changes besides
     */
    record Accepted(Event event, List<Effect> effects) implements Outcome {

        /** Copies the effects. */
        public Accepted {
            effects = List.copyOf(effects);
        }
    }

    /**
     * Not an event but a message of the transport or the provider, acknowledged and done with.
     *
     * @param reason a stable code of {@code docs/contract.md}
     */
    record Control(String reason, String message) implements Outcome {}

    /**
     * Not usable; kept in quarantine with its raw bytes.
     *
     * @param reason a stable code of {@code docs/contract.md}
     * @param message names the field and what is wrong with its value
     */
    record Rejected(String reason, String message) implements Outcome {}
}
