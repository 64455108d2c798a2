package dev.sluice.endpoint;

import dev.sluice.event.Event;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose an endpoint is, and so which events it may get at all. */
public enum Audience {
    /** Customers': everything but what we tell of ourselves. */
    CUSTOMER,
    /** Those who run the application: what we tell of ourselves, and nothing else. */
    OPERATOR;

    /** Whose an event is: by its source and not its type, for an application may post what it likes. */
    public static Audience of(Event event) {
        return event.source().isOurs() ? OPERATOR : CUSTOMER;
    }

    /** The stable code, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The audience with this code. */
    public static Optional<Audience> ofCode(String code) {
        return Stream.of(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** All codes, for people. */
    public static String codes() {
        return Stream.of(values()).map(Audience::code).collect(Collectors.joining(", "));
    }
}
