package dev.sluice.emulators.receiver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request as it arrived.
 *
 * @param number 1 for the first request that the receiver got
 * @param connection the same for requests of one connection
 * @param path percent-encoded as it came
 * @param query without its question mark; empty if there was none
 * @param headers in their order and spelling
 * @param body unchunked; what had arrived, if the receiver did not read on
 * @param at when the last byte had arrived, or when reading stopped
 * @param nanos the same moment by {@link System#nanoTime()}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record Received(
        long number,
        long connection,
        String method,
        String path,
        String query,
        List<Header> headers,
        byte[] body,
        Instant at,
        long nanos) {

    /** A header line: bytes as ISO 8859-1, white space around the value removed. */
    public record Header(String name, String value) {}

    public Received {
        headers = List.copyOf(headers);
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
