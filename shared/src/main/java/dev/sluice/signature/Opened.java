package dev.sluice.signature;

/** What came of opening a sealed secret. */
public sealed interface Opened {

    /** The secret that was sealed. */
    record Readable(Secret secret) implements Opened {}

    /** Not readable here; the row is kept as it is. */
    record Unreadable(Cause cause) implements Opened {}

    /** Why a sealed secret does not open. The codes stand in rows, the API, logs and metrics. */
    enum Cause {
        /** Sealed under a key that this sealer does not have. */
        UNKNOWN_KEY("unknown_key"),
        /** Sealed under a data key that is not unwrapped for us, and will not be until somebody mends that. */
        KEY_REFUSED("key_refused"),
        /** Changed since it was sealed, or sealed for another tenant or endpoint. */
        DAMAGED("damaged"),
        /** Not the text of a sealed secret at all. */
        FORMAT("format");

        private final String code;

        Cause(String code) {
            this.code = code;
        }

        /** The stable code, lower case. */
        public String code() {
            return code;
        }
    }
}
