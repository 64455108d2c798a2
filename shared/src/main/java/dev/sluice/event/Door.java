package dev.sluice.event;

import java.util.Arrays;
import java.util.Optional;

/** By which way an input came in; a replay goes the same way. */
public enum Door {
    /** The SNS-triggered function. */
    SNS("sns"),
    /** The SQS-triggered function. */
    SQS("sqs"),
    /** The EventBridge-triggered function. */
    EVENTBRIDGE("eventbridge"),
    /** SNS's HTTP(S) subscription, {@code POST /events/ses}. */
    SNS_HTTP("sns_http"),
    /** A source's own address, {@code POST /v1/sources/{id}}. */
    SOURCE("source");

    private final String code;

    Door(String code) {
        this.code = code;
    }

    /** The stable code, in snake case. */
    public String code() {
        return code;
    }

    /** The door of this code. */
    public static Optional<Door> ofCode(String code) {
        return Arrays.stream(values()).filter(door -> door.code.equals(code)).findFirst();
    }
}
