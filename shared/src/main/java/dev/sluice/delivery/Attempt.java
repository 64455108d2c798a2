package dev.sluice.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One POST as it is remembered. Of a success only the figures are kept; of a failure also what the receiver said.
 *
 * @param number from 1, within the series
 * @param series from 1
 * @param status the HTTP status, null when no answer came
 * @param failure why no answer came, null when one did
 * @param mayHaveArrived false only when the request certainly never left
 * @param bytes the body's size
 * @param answer the first KiB of a failing answer as text, null for a success or no answer
 * @param headers those of a failing answer, up to 2,048 characters; empty otherwise
 * @param detail one line about a failure without answer, null otherwise
 */
public record Attempt(
        int number,
        int series,
        Instant startedAt,
        Duration duration,
        @Nullable Integer status,
        AttemptResult.@Nullable Kind failure,
        boolean mayHaveArrived,
        int bytes,
        @Nullable String answer,
        Map<String, String> headers,
        @Nullable String detail) {

    // What receivers say is theirs to choose, and twenty attempts must fit into one row of 400 KB: at three bytes a
    // character these bounds come to 10 KiB an attempt.
    private static final int ANSWER_BYTES = 1024;
    private static final int LONGEST_HEADER = 256;
    private static final int HEADER_CHARACTERS = 2048;
    private static final int LONGEST_DETAIL = 256;

    /** Copies the headers. */
    public Attempt {
        headers = Map.copyOf(headers);
    }

    /** What is kept of a result. */
    public static Attempt of(
            int number, int series, Instant startedAt, Duration duration, int bytes, AttemptResult result) {
        return switch (result) {
            case AttemptResult.Answered answered
            when answered.isSuccess() ->
                new Attempt(
                        number,
                        series,
                        startedAt,
                        duration,
                        answered.status(),
                        null,
                        true,
                        bytes,
                        null,
                        Map.of(),
                        null);
            case AttemptResult.Answered answered ->
                new Attempt(
                        number,
                        series,
                        startedAt,
                        duration,
                        answered.status(),
                        null,
                        true,
                        bytes,
                        beginning(answered),
                        bounded(answered.headers()),
                        null);
            case AttemptResult.Failed failed ->
                new Attempt(
                        number,
                        series,
                        startedAt,
                        duration,
                        null,
                        failed.kind(),
                        failed.mayHaveArrived(),
                        bytes,
                        null,
                        Map.of(),
                        cut(failed.detail(), LONGEST_DETAIL));
        };
    }

    /** Whether the receiver took it. */
    public boolean isSuccess() {
        return status != null && AttemptResult.isSuccess(status);
    }

    private static String beginning(AttemptResult.Answered answered) {
        byte[] body = answered.body();
        return new String(body, 0, Math.min(ANSWER_BYTES, body.length), StandardCharsets.UTF_8);
    }

    /** The headers in the order of their names, each value cut, until the room is used up. */
    private static Map<String, String> bounded(Map<String, String> headers) {
        Map<String, String> kept = new HashMap<>();
        int left = HEADER_CHARACTERS;
        for (Map.Entry<String, String> header : new TreeMap<>(headers).entrySet()) {
            String value = cut(header.getValue(), LONGEST_HEADER);
            int length = header.getKey().length() + value.length();
            if (length <= left) {
                kept.put(header.getKey(), value);
                left -= length;
            }
        }
        return kept;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
