package dev.sluice.event.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.event.json.Elements;
import dev.sluice.event.json.Elements.Slice;
import dev.sluice.event.json.Json;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The records of a Lambda event. Each may be of another owner and is rejected, kept and replayed alone, so each is an input of its own.
 * Pure functions that throw for no input.
 */
public final class Records {

    private static final String RECORDS = "Records";

    /** How many bytes of what stands around the records may be repeated in all: AWS's events have 14 around up to 10,000. */
    static final int MOST_REPEATED = 8 << 20;

    private Records() {}

    /**
     * Every record as an input of its own: the bytes as they came, without the other records. Each has one outcome, and all together
     * have those of the whole.
     *
     * @return the input itself where it is no JSON object with a list of two or more records, or has so much around them that it
     *     would not bear to be repeated
     */
    public static List<byte[]> each(byte[] input) {
        List<Slice> records = Elements.of(input, RECORDS);
        if (records.size() < 2) {
            return List.of(input);
        }
        int head = records.getFirst().from();
        int tail = records.getLast().to();
        long around = head + (input.length - tail);
        if (around * records.size() > MOST_REPEATED) {
            return List.of(input);
        }
        return records.stream()
                .map(record -> ByteBuffer.allocate((int) around + record.length())
                        .put(input, 0, head)
                        .put(input, record.from(), record.length())
                        .put(input, tail, input.length - tail)
                        .array())
                .toList();
    }

    /** The one record that an input holds; missing where there is none, or several. */
    public static JsonNode only(byte[] input) {
        return Json.parse(input) instanceof Json.Parsed.Document(JsonNode root)
                        && root.path(RECORDS).isArray()
                        && root.path(RECORDS).size() == 1
                ? root.path(RECORDS).path(0)
                : MissingNode.getInstance();
    }
}
