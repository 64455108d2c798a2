package dev.sluice.api;

import dev.sluice.event.EventId;
import dev.sluice.event.EventTypes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A posted event.
 *
 * @param data the posted object's own characters, without the white space between them
 * @param createdAt in milliseconds, null where the request names no time
 */
record EventInput(String type, String data, @Nullable Instant createdAt) {

    private static final String TYPE = "type";
    private static final String DATA = "data";
    private static final String CREATED_AT = "created_at";
    private static final Set<String> KNOWN = Set.of(TYPE, DATA, CREATED_AT);
    private static final Set<String> OF_A_TEST = Set.of(TYPE, DATA);
    private static final String TEST_DATA = "{\"test\":true}";

    /** @throws Refusal naming the first field that is wrong */
    static EventInput read(String body, Instant now) {
        Fields fields = Fields.of(body, KNOWN);
        String type = type(fields.requiredText(TYPE));
        if (EventTypes.isSluicesOwn(type)) {
            throw Fields.invalid(TYPE, "is one that Sluice itself sends, and is not to be posted");
        }
        fields.requireObject(DATA);
        Optional<Instant> createdAt = fields.text(CREATED_AT).map(text -> time(text, now));
        return new EventInput(type, RawJson.member(body, DATA), createdAt.orElse(null));
    }

    /**
     * What an endpoint is to be tested with; of the time of the test.
     *
     * @throws Refusal naming the first field that is wrong
     */
    static EventInput readTest(String body) {
        Fields fields = Fields.of(body, OF_A_TEST);
        String type = fields.text(TYPE).map(EventInput::type).orElse(EventTypes.WEBHOOK_TEST);
        if (fields.isNull(DATA)) {
            return new EventInput(type, TEST_DATA, null);
        }
        fields.requireObject(DATA);
        return new EventInput(type, RawJson.member(body, DATA), null);
    }

    private static String type(String text) {
        if (!EventTypes.isWellFormed(text)) {
            throw Fields.invalid(
                    TYPE,
                    "is not 1 to " + EventTypes.MAX_LENGTH
                            + " characters, words of letters, digits and _ with full stops between");
        }
        return text;
    }

    /** With its zone: without one it would be a time of nobody knows where. */
    private static Instant time(String text, Instant now) {
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw Fields.invalid(CREATED_AT, "is not a time of the form 2026-01-31T12:00:00.000Z");
        }
        if (!EventId.isUsable(time, now)) {
            throw Fields.invalid(CREATED_AT, "is before 2010 or more than a day ahead");
        }
        return time;
    }
}
