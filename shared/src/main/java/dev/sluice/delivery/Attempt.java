package dev.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
 * @param answer the first bytes of a failing answer as text, null for a success or no answer
 * @param headers those of a failing answer, empty otherwise
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

    private static final int MOST_HEADERS = 32;
    private static final int LONGEST_HEADER = 256;

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
                        answered.bodyText(),
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
                        failed.detail());
        };
    }

    /** Whether the receiver took it. */
    public boolean isSuccess() {
        return status != null && AttemptResult.isSuccess(status);
    }

    private static Map<String, String> bounded(Map<String, String> headers) {
        return headers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(header -> header.getKey().length() <= LONGEST_HEADER)
                .limit(MOST_HEADERS)
                .collect(java.util.stream.Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        header -> header.getValue()
                                .substring(
                                        0,
                                        Math.min(
                                                LONGEST_HEADER,
                                                header.getValue().length()))));
    }
}
