package dev.sluice.event.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading what strangers wrote, within limits, and writing it in one canonical way. */
public final class Json {

    /**
     * Longest input, in bytes: Lambda hands a function at most 6 MB, SNS and SQS carry at most 1 MiB a message.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
     */
    static final int MAX_BYTES = 8 << 20;

    /** Deepest nesting. SES goes to 5, Stripe to about 10; what we pass on has to be readable for receivers that stop at 128. */
    static final int MAX_DEPTH = 100;

    /** Longest number, in characters. A double needs 25 at most; conversion of long ones is not linear. */
    static final int MAX_NUMBER_LENGTH = 100;

    /** Longest name, in characters: tag names have 256 at most. */
    static final int MAX_NAME_LENGTH = 1_000;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(MAX_BYTES)
                    .build())
            // Messages about bad input go to logs: they may quote a word of it, not a mail.
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(20).build())
            // RFC 8259: UTF-8 and nothing else. Guessing would read a text that begins with NUL as UTF-16.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Names come from outside: interned, they would fill a table of the whole process.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private Json() {}

    /** What reading gave. */
    public sealed interface Parsed {

        /** One JSON value and nothing behind it. */
        record Document(JsonNode root) implements Parsed {}

        /** Nothing but white space. */
        record Empty() implements Parsed {}

        /** Not JSON, or beyond the limits; {@code problem} says what is wrong and where. */
        record Malformed(String problem) implements Parsed {}
    }

    /** Something written to a generator. */
    @FunctionalInterface
    public interface Body {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /** Reads UTF-8, with or without a byte order mark. Never throws. */
    public static Parsed parse(byte[] input) {
        if (input.length > MAX_BYTES) {
            return new Parsed.Malformed("longer than " + MAX_BYTES + " bytes");
        }
        int start = start(input);
        try (JsonParser parser = FACTORY.createParser(input, start, input.length - start)) {
            JsonNode root = new TreeReader(parser).document();
            return root == null ? new Parsed.Empty() : new Parsed.Document(root);
        } catch (JsonProcessingException e) {
            // Limits are named with the getter of the class that holds them, which helps nobody here.
            String problem = e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
            return new Parsed.Malformed(Text.excerpt(problem, 200) + place(e.getLocation()));
        } catch (RuntimeException e) {
            // Jackson lets a NumberFormatException out for an exponent that no int holds.
            return new Parsed.Malformed(Text.excerpt("not readable: " + e.getMessage(), 200));
        } catch (IOException e) {
            return new Parsed.Malformed("not UTF-8"); // of what is read from memory nothing else can fail
        }
    }

    /** Reads a text. Never throws. */
    public static Parsed parse(String input) {
        return parse(utf8(input));
    }

    /**
     * An object that begins with a member which its shape names. Never throws.
     *
     * @return null for anything else, also for what is not JSON within the limits: {@link #parse(byte[])} says what it is
     */
    public static @Nullable Fields read(byte[] input, Form.Shape shape) {
        if (input.length > MAX_BYTES) {
            return null;
        }
        int start = start(input);
        try (JsonParser parser = FACTORY.createParser(input, start, input.length - start)) {
            return new FormReader(parser).document(shape);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** The same of an object that is a tree already, which is not copied. */
    public static Fields read(ObjectNode tree, Form.Shape shape) {
        return FormedTree.object(tree, shape);
    }

    private static byte[] utf8(String input) {
        return input.getBytes(StandardCharsets.UTF_8); // the parser of bytes is the faster one
    }

    /** Where the text begins: behind the byte order mark, if there is one. */
    public static int start(byte[] input) {
        int length = BYTE_ORDER_MARK.length;
        return input.length >= length && Arrays.equals(input, 0, length, BYTE_ORDER_MARK, 0, length) ? length : 0;
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /**
     * Compact JSON; trees are written with their keys sorted, so that equal content is equal text. A surrogate without its pair, which
     * UTF-8 cannot carry, becomes a question mark.
     */
    public static String write(Body body) {
        // Jackson's own writer, whose buffer is used again: half as many bytes allocated as with a StringWriter, a
        // tenth less time. Jackson's generator of bytes takes a twentieth more, and refuses half a surrogate pair.
        BufferRecycler buffers = FACTORY._getBufferRecycler();
        try (SegmentedStringWriter text = new SegmentedStringWriter(buffers)) {
            try (JsonGenerator out = MAPPER.createGenerator(text)) {
                body.writeTo(out);
            }
            return Text.wellFormed(text.getAndClear());
        } catch (IOException e) {
            throw new UncheckedIOException("what writes to memory does not fail", e);
        } finally {
            buffers.releaseToPool();
        }
    }

    /** The names of an object's members, sorted as {@link #write} sorts them. */
    public static String[] sortedNames(JsonNode object) {
        String[] names = new String[object.size()];
        int count = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            names[count++] = member.getKey();
        }
        Arrays.sort(names);
        return names;
    }

    /** What kind of value this is, for messages. */
    public static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.asBoolean() ? "true" : "false";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            case MISSING -> "missing";
            case BINARY, POJO -> "not JSON";
        };
    }
}
