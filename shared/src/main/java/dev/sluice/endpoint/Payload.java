package dev.sluice.endpoint;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of an event a webhook carries. */
public enum Payload {
    /** The event's data. */
    STANDARD("standard"),
    /** Its id alone, to fetch it by. */
    THIN("thin");

    private final String code;

    Payload(String code) {
        this.code = code;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** The payload with this code. */
    public static Optional<Payload> ofCode(String code) {
        return Arrays.stream(values())
                .filter(payload -> payload.code.equals(code))
                .findFirst();
    }

    /** Every code, for messages. */
    public static String codes() {
        return Arrays.stream(values()).map(Payload::code).collect(Collectors.joining(", "));
    }
}
