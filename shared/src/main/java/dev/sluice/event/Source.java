package dev.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * Where an event came from.
 *
 * @param kind {@code ses}, {@code stripe}, {@code webhook}, {@code api}, {@code test}, {@code sluice}
 * @param key what the source calls this occurrence; two reports with one key are one event; empty on an event that was
 *     read back, since only the key's hash is stored
 * @param envelope how it arrived: {@code none, sns-http, sns-lambda, sqs, sqs+sns-http, eventbridge, cloudevents}; null for the API
 * @param snsMessageId the SNS message id, where one carried it
 * @param timeReplaced true when the source gave no usable time and hash bits stand in the id's place of time
 * @param trace by which what is written of it is found; null where nobody gave one
 */
public record Source(
        String kind,
        String key,
        @Nullable String envelope,
        @Nullable String snsMessageId,
        boolean timeReplaced,
        @Nullable TraceId trace) {

    /** The kind of what we tell of ourselves. */
    public static final String OURS = "sluice";

    /** The kind of what tests one endpoint. */
    public static final String TEST = "test";

    /** Without a trace id. */
    public Source(
            String kind, String key, @Nullable String envelope, @Nullable String snsMessageId, boolean timeReplaced) {
        this(kind, key, envelope, snsMessageId, timeReplaced, null);
    }

    /** Whether it is something that we tell of ourselves. */
    public boolean isOurs() {
        return kind.equals(OURS);
    }

    /** Whether it tests one endpoint, and is for no other. */
    public boolean isTest() {
        return kind.equals(TEST);
    }
}
