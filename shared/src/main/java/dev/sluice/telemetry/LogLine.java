package dev.sluice.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on a line of standard output, which is where Lambda reads logs. Ids and stable codes only: never a secret, a body or
 * a full URL. Not thread-safe until printed.
 */
public final class LogLine {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final Lock LOCK = new ReentrantLock();

    private final ObjectNode fields = JSON.createObjectNode();

    private LogLine(String level, String event) {
        fields.put("level", level).put("event", event);
    }

    /** Something that is as it should be. */
    public static LogLine info(String event) {
        return new LogLine("INFO", event);
    }

    /** Something that somebody should know of. */
    public static LogLine warn(String event) {
        return new LogLine("WARN", event);
    }

    /** Our own code, or something it depends on, failed. */
    public static LogLine error(String event) {
        return new LogLine("ERROR", event);
    }

    /** A field; null is left out. */
    public LogLine with(String name, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            fields.put(name, ((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            fields.put(name, flag);
        } else if (value != null) {
            fields.put(name, value.toString());
        }
        return this;
    }

    /** The kind of a failure and where it came from, without its message, which may hold what must not be logged. */
    public LogLine with(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return with("exception", failure.getClass().getName()).with("at", trace.length == 0 ? null : trace[0]);
    }

    /** Prints the line whole. */
    public void print() {
        print(fields);
    }

    /** Prints a line of another make. */
    static void print(ObjectNode fields) {
        byte[] line = line(fields);
        LOCK.lock();
        try {
            OUT.write(line);
        } catch (IOException e) {
            // Nobody listens: what the line tells of goes on.
        } finally {
            LOCK.unlock();
        }
    }

    /** As bytes at once: there is a line for every attempt. */
    private static byte[] line(ObjectNode fields) {
        try {
            byte[] json = JSON.writeValueAsBytes(fields);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }
}
