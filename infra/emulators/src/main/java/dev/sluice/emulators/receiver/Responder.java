package dev.sluice.emulators.receiver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Writes one answer, byte for byte as the behaviour asks, right or wrong. */
final class Responder {

    private static final int PIECE_BYTES = 8192;

    /** Slow bodies come in at most this many pieces a second. */
    private static final int PIECES_PER_SECOND = 20;

    private final OutputStream out;
    private final Behaviour behaviour;

    /** @param out buffered */
    Responder(OutputStream out, Behaviour behaviour) {
        this.out = out;
        this.behaviour = behaviour;
    }

    /**
     * Answers.
     *
     * @return whether the connection can serve another request
     * @throws InterruptedException when the receiver stops
     */
    boolean answer(boolean head) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(behaviour.delay().toNanos());
        for (int i = 0; i < behaviour.interimAnswers(); i++) {
            ascii("HTTP/1.1 100 Continue\r\n\r\n");
        }
        boolean bodiless = head || behaviour.status() == 204 || behaviour.status() == 304;
        if (bodiless) {
            head(Map.of());
            out.flush();
            return true;
        }
        if (behaviour.fault() == Fault.BROKEN_CHUNKING) {
            head(Map.of("Transfer-Encoding", "chunked"));
            ascii("5\r\nhello\r\nthis is no length\r\n");
            out.flush();
            return false;
        }
        switch (behaviour.content()) {
            case Content.Text(String text) -> known(text.getBytes(StandardCharsets.UTF_8), Map.of());
            case Content.GzipBomb(long unpacked) -> known(zeros(unpacked), Map.of("Content-Encoding", "gzip"));
            case Content.Filler(long bytes) -> filler(bytes);
            case Content.Endless() -> endless();
        }
        return behaviour.fault() != Fault.TRUNCATED_BODY;
    }

    private void head(Map<String, String> framing) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(framing);
        headers.putIfAbsent("Content-Type", "text/plain");
        headers.putAll(behaviour.headers());
        ascii("HTTP/1.1 " + behaviour.status() + " Scripted\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            ascii(header.getKey() + ": " + header.getValue() + "\r\n");
        }
        for (int left = behaviour.headerBytes(), i = 0; left > 0; left -= 1024, i++) {
            ascii("X-Filler-" + i + ": " + "x".repeat(Math.min(left, 1024)) + "\r\n");
        }
        ascii("\r\n");
    }

    private void known(byte[] body, Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> framing = new LinkedHashMap<>(more);
        framing.put("Content-Length", Long.toString(announced(body.length)));
        head(framing);
        for (int from = 0, piece = piece(); from < body.length; from += piece) {
            int to = Math.min(from + piece, body.length);
            out.write(body, from, to - from);
            pace(to - from);
        }
        out.flush();
    }

    private void filler(long bytes) throws IOException, InterruptedException {
        head(Map.of("Content-Length", Long.toString(announced(bytes))));
        byte[] piece = "x".repeat(piece()).getBytes(StandardCharsets.US_ASCII);
        for (long left = bytes; left > 0; left -= piece.length) {
            int length = (int) Math.min(left, piece.length);
            out.write(piece, 0, length);
            pace(length);
        }
        out.flush();
    }

    private void endless() throws IOException, InterruptedException {
        head(Map.of("Transfer-Encoding", "chunked"));
        byte[] piece = "x".repeat(piece()).getBytes(StandardCharsets.US_ASCII);
        while (!Thread.currentThread().isInterrupted()) {
            ascii(Integer.toHexString(piece.length) + "\r\n");
            out.write(piece);
            ascii("\r\n");
            pace(piece.length);
        }
    }

    private long announced(long bytes) {
        return behaviour.fault() == Fault.TRUNCATED_BODY ? bytes + 10 : bytes;
    }

    private int piece() {
        int rate = behaviour.bytesPerSecond();
        return rate == 0 ? PIECE_BYTES : Math.clamp(rate / PIECES_PER_SECOND, 1, PIECE_BYTES);
    }

    private void pace(int sent) throws IOException, InterruptedException {
        int rate = behaviour.bytesPerSecond();
        if (rate > 0) {
            out.flush();
            TimeUnit.NANOSECONDS.sleep(Duration.ofSeconds(sent).dividedBy(rate).toNanos());
        }
    }

    private void ascii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] zeros(long count) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (long left = count; left > 0; left -= piece.length) {
                gzip.write(Arrays.copyOf(piece, (int) Math.min(left, piece.length)));
            }
        }
        return packed.toByteArray();
    }
}
