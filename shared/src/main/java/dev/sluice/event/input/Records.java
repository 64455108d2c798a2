package dev.sluice.event.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.event.json.Elements;
import dev.sluice.event.json.Elements.Slice;
import dev.sluice.event.json.Json;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What of an input is an input of its own: the records of a Lambda event, also where Lambda tells of one that failed, and the events of a
 * batch. Each may be of another owner and is rejected, kept and replayed alone. Pure functions that throw for no input.
 */
public final class Records {

    private static final String RECORDS = "Records";

    /** How many bytes of what stands around the records may be repeated in all: AWS's events have 14 around up to 10,000. */
    static final int MOST_REPEATED = 8 << 20;

    private Records() {}

    /**
     * What a function was invoked with, taken apart: of a list of records each with what stood around all of them, of a batch each event,
     * and always the bytes as they came. All together have the outcomes of the whole.
     *
     * @return the input itself where it holds no two, or is not JSON within the limits, or has so much around its records that it would
     *     not bear to be repeated, or is a batch of more than may be taken
     */
    public static List<byte[]> each(byte[] input) {
        List<byte[]> records = cut(input, Elements.of(input, RECORDS));
        return records.size() > 1 ? records : inMessage(input);
    }

    /** The same of what an SQS message holds, in which a list of records is nothing but where Lambda tells of a failure. */
    public static List<byte[]> inMessage(byte[] input) {
        if (isList(input)) {
            return isBatch(input) ? alone(input, Elements.of(input)) : List.of(input);
        }
        List<Slice> records = Elements.of(input, FailedInvocation.PAYLOAD, RECORDS);
        return records.size() > 1 && isFailedInvocation(input) ? cut(input, records) : List.of(input);
    }

    private static boolean isList(byte[] input) {
        int at = Json.start(input);
        while (at < input.length && " \t\r\n".indexOf(input[at]) >= 0) {
            at++;
        }
        return at < input.length && input[at] == '[';
    }

    private static boolean isBatch(byte[] input) {
        return Json.parse(input) instanceof Json.Parsed.Document(JsonNode root)
                && Documents.isBatch(root)
                && root.size() <= Normalizer.MOST_IN_A_BATCH;
    }

    private static boolean isFailedInvocation(byte[] input) {
        return Json.parse(input) instanceof Json.Parsed.Document(JsonNode root) && FailedInvocation.recognizes(root);
    }

    private static List<byte[]> alone(byte[] input, List<Slice> events) {
        return events.isEmpty()
                ? List.of(input)
                : events.stream()
                        .map(event -> Arrays.copyOfRange(input, event.from(), event.to()))
                        .toList();
    }

    private static List<byte[]> cut(byte[] input, List<Slice> records) {
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
