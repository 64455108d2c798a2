package dev.sluice.emulators.receiver;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads HTTP/1.1 requests, no faster and no kinder than a test needs: whatever it does not understand is an IOException. */
final class RequestReader {

    private static final int MAX_HEAD_BYTES = 256 * 1024;
    private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private final InputStream in;

    /** @param in buffered */
    RequestReader(InputStream in) {
        this.in = in;
    }

    /** A request without its body. */
    record Head(String method, String path, String query, List<Received.Header> headers) {

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Received.Header::value)
                    .findFirst();
        }
    }

    /** The next head, or empty if the client has closed the connection. */
    Optional<Head> head() throws IOException {
        int budget = MAX_HEAD_BYTES;
        Optional<String> requestLine = line(budget);
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = requestLine.get().split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new IOException("not a request line: " + requestLine.get());
        }
        List<Received.Header> headers = new ArrayList<>();
        for (String line = nextLine(budget); !line.isEmpty(); line = nextLine(budget)) {
            budget -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: " + line);
            }
            headers.add(new Received.Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        int question = parts[1].indexOf('?');
        return Optional.of(new Head(
                parts[0],
                question < 0 ? parts[1] : parts[1].substring(0, question),
                question < 0 ? "" : parts[1].substring(question + 1),
                headers));
    }

    byte[] body(Head head) throws IOException {
        if (head.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        return exactly(number(head.header("Content-Length").orElse("0"), 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = nextLine(1024);
            byte[] chunk = exactly(number(size.split(";", 2)[0].strip(), 16));
            if (chunk.length == 0) {
                while (!nextLine(MAX_HEAD_BYTES).isEmpty()) {
                    // Trailers say nothing here.
                }
                return body.toByteArray();
            }
            body.writeBytes(chunk);
            if (body.size() > MAX_BODY_BYTES || !nextLine(2).isEmpty()) {
                throw new IOException("a chunk is too long");
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended early");
        }
        return bytes;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int length = Integer.parseInt(text, radix);
            if (length >= 0 && length <= MAX_BODY_BYTES) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not a length: " + text, e);
        }
        throw new IOException("a length out of range: " + text);
    }

    private String nextLine(int budget) throws IOException {
        return line(budget).orElseThrow(() -> new EOFException("the request ended early"));
    }

    private Optional<String> line(int budget) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            line.write(next);
            if (line.size() > budget) {
                throw new IOException("the head is too long");
            }
        }
        return Optional.empty();
    }
}
