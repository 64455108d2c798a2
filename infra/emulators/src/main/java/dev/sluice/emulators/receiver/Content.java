package dev.sluice.emulators.receiver;

/** The body of an answer. */
public sealed interface Content {

    /** A text, in UTF-8. */
    record Text(String text) implements Content {}

    /** That many bytes of {@code x}. */
    record Filler(long bytes) implements Content {}

    /** Chunk after chunk, until the client goes or the receiver stops. */
    record Endless() implements Content {}

    /**
     * {@code Content-Encoding: gzip} in about a thousandth of the bytes that it unpacks to.
     *
     * @param unpackedBytes zeros in the unpacked form
     */
    record GzipBomb(long unpackedBytes) implements Content {}
}
