package dev.sluice.aws;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.EventKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Sha256;
import dev.sluice.event.Source;
import dev.sluice.event.TraceId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An event as attributes: {@code docs/contract.md}, "Table". */
final class EventRow {

    private static final int WRITE_UNIT = 1024;
    private static final int KEY_HASH_BYTES = 16;
    private static final String DATA = "d";
    private static final String DEFLATED = "z";
    private static final String TRACE = "x"; // its bytes and not its digits: a row of one write unit has to stay one

    private EventRow() {}

    /**
     * The row of an event.
     *
     * @param generation of further endpoint pages, null where the row holds all
     */
    static Row write(AcceptedEvent accepted, @Nullable String generation, Instant expires) {
        Event event = accepted.event();
        Source source = event.source();
        Row row = Row.of(Keys.event(accepted.key()))
                .put("t", event.type())
                .put("c", event.createdAt())
                .put("a", accepted.acceptedAt())
                .put(
                        "e",
                        accepted.firstEndpoints().stream().map(EndpointId::bare).toList())
                .put("n", accepted.endpointCount())
                .put("g", generation)
                .put("sk_", source.kind())
                .put("se", source.envelope())
                .put("sm", source.snsMessageId())
                .put("k", keyHash(source.key()))
                .flag("tr", source.timeReplaced())
                .put(TRACE, source.trace() == null ? null : source.trace().bytes())
                .expires(expires);
        return withData(row, event.data());
    }

    static AcceptedEvent read(Map<String, AttributeValue> row) {
        AppId app = AppId.ofBare(Row.text(row, Keys.PK).split("#", -1)[1]);
        Source source = new Source(
                Row.text(row, "sk_"),
                "", // only its hash is kept
                Row.textOrNull(row, "se"),
                Row.textOrNull(row, "sm"),
                Row.flag(row, "tr"),
                row.containsKey(TRACE) ? TraceId.of(Row.bytes(row, TRACE)) : null);
        Event event = new Event(
                EventId.ofBare(Row.text(row, Keys.SK)), app, Row.text(row, "t"), Row.time(row, "c"), source, data(row));
        return new AcceptedEvent(
                event,
                Row.time(row, "a"),
                Row.integer(row, "n"),
                Row.texts(row, "e").stream().map(EndpointId::ofBare).toList());
    }

    /** Whether a stored row is of the same occurrence. */
    static boolean isSameOccurrence(Map<String, AttributeValue> row, Event event) {
        return Row.binary(row, "k")
                .equals(ByteBuffer.wrap(keyHash(event.source().key())));
    }

    static @Nullable String generation(Map<String, AttributeValue> row) {
        return Row.textOrNull(row, "g");
    }

    static EventKey key(Map<String, AttributeValue> row) {
        return read(row).key();
    }

    /** Plain text where it costs the same, deflated where that saves a write unit: writes are the largest line on the bill. */
    private static Row withData(Row row, String data) {
        byte[] plain = data.getBytes(StandardCharsets.UTF_8);
        int without = row.bytes() + DATA.length();
        if (units(without + plain.length) > 1) {
            byte[] deflated = deflate(plain);
            if (units(without + deflated.length) < units(without + plain.length)) {
                return row.put(DEFLATED, deflated);
            }
        }
        return row.put(DATA, data);
    }

    private static String data(Map<String, AttributeValue> row) {
        return row.containsKey(DEFLATED) ? inflate(Row.binary(row, DEFLATED)) : Row.text(row, DATA);
    }

    private static int units(int bytes) {
        return (bytes + WRITE_UNIT - 1) / WRITE_UNIT;
    }

    private static byte[] deflate(byte[] plain) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static String inflate(ByteBuffer deflated) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(deflated);
            ByteArrayOutputStream out = new ByteArrayOutputStream(deflated.remaining() * 4);
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException("the event's deflated data end early");
                }
                out.write(buffer, 0, read);
            }
            return out.toString(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IllegalStateException("the event's deflated data are damaged", e);
        }
    }

    private static byte[] keyHash(String key) {
        return Arrays.copyOf(Sha256.of(key.getBytes(StandardCharsets.UTF_8)), KEY_HASH_BYTES);
    }
}
