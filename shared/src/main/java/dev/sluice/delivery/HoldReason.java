package dev.sluice.delivery;

import java.util.Locale;

/** Why a delivery waits without a time. */
public enum HoldReason {
    /** The endpoint is paused. */
    PAUSED,
    /** The endpoint is disabled. */
    DISABLED,
    /** A secret of the endpoint cannot be opened, or is not valid for the endpoint's scheme. */
    SECRET,
    /** KMS did not answer, so that no secret could be opened; it passes by itself. */
    KMS,
    /** The endpoint's breaker is open. */
    BREAKER,
    /** The endpoint's rate is used up for so long that the row waits, and not a message. */
    RATE,
    /** It was dead and shall be tried again; on the ramp, so that all that died at once does not come back at once. */
    REDRIVE,
    /** It came to its end, or was never made, and shall be made once more; on the ramp. */
    REPLAY;

    /** Whether the endpoint's secrets did not open, which one delivery finds out for all. */
    public boolean isOfSecrets() {
        return this == SECRET || this == KMS;
    }

    /** The stable code, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with this code. */
    public static HoldReason ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
