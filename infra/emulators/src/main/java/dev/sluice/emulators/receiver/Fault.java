package dev.sluice.emulators.receiver;

/** What a receiver does instead of, or in the middle of, a proper answer. */
public enum Fault {
    /** Nothing wrong. */
    NONE,
    /** Resets the connection (RST) after the head of the request, before its body. */
    RESET_BEFORE_READING,
    /** Resets the connection after the whole request. */
    RESET_AFTER_READING,
    /** Closes the connection in order (FIN) after the whole request. */
    CLOSE_WITHOUT_ANSWER,
    /** Reads the whole request and then says nothing, until the client goes or the receiver stops. */
    NEVER_ANSWER,
    /** Announces chunks, sends one good and one that is none, and closes. */
    BROKEN_CHUNKING,
    /** Announces ten bytes more than it sends, and closes. */
    TRUNCATED_BODY
}
