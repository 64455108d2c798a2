package dev.sluice.emulators.lambda;

/** The named points at which a test can let the container die. */
public enum Seam {
    /** The messages are received, the handler has not seen them. They come back by their visibility. */
    BEFORE_INVOKE,
    /** The handler has done its work, its response is lost. Nothing is deleted: every message comes back. */
    AFTER_INVOKE_BEFORE_DELETE,
    /** What was done is deleted. Only what the container kept in memory is lost. */
    AFTER_DELETE
}
