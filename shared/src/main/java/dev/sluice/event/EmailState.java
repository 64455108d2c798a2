package dev.sluice.event;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far an email has got, as its provider reports it. The order is the rank: of all states that were reported, in whatever order, the
 * last one of this list is the email's.
 */
public enum EmailState {
    SENT("sent"),
    DELAYED("delayed"),
    /** A transient or undetermined bounce: the address may be fine. */
    SOFT_BOUNCED("soft_bounced"),
    DELIVERED("delivered"),
    OPENED("opened"),
    CLICKED("clicked"),
    /** Rejected, or not rendered: it never left. */
    FAILED("failed"),
    BOUNCED("bounced"),
    COMPLAINED("complained");

    private final String code;

    EmailState(String code) {
        this.code = code;
    }

    /** The stable code, in snake case. */
    public String code() {
        return code;
    }

    /** The state of this code. */
    public static Optional<EmailState> ofCode(String code) {
        return Arrays.stream(values()).filter(state -> state.code.equals(code)).findFirst();
    }
}
