package dev.sluice.source;

/** Where the type of a source's events stands. */
public sealed interface TypeRule {

    /** In a header of the request. */
    record InHeader(String name) implements TypeRule {}

    /**
     * In the body.
     *
     * @param path names with full stops between, such as {@code event.name}
     */
    record InBody(String path) implements TypeRule {}

    /** Nowhere: every event has this one. */
    record Fixed(String type) implements TypeRule {}
}
