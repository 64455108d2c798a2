package dev.sluice.event.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a posted body besides the body: from its headers, and from the settings of the source that it came by. Where the type
 * stands is one of {@code typeHeader}, {@code typeField} and {@code fixedType}, the first that is not null.
 *
 * @param source the source's id, {@code src_…}
 * @param typeHeader the value of the header that holds the type; null if no header does, or it is absent
 * @param typeField where the type stands in the body, such as {@code event.name}
 * @param fixedType the type of all of the source's events
 * @param typePrefix goes before the type, such as {@code github.}; may be empty
 * @param id the id that the provider gives the occurrence in a header
 * @param signedAt the time that is signed with the body; the attempt's, not the occurrence's
 * @param dataInside whether the body's {@code data}, where that is an object, is what the event holds, as Standard Webhooks have it
 */
public record WebhookFacts(
        String source,
        @Nullable String typeHeader,
        @Nullable String typeField,
        @Nullable String fixedType,
        String typePrefix,
        @Nullable String id,
        @Nullable Instant signedAt,
        boolean dataInside) {

    /** Of a Standard Webhooks message: its type is the body's {@code type}, its data the body's {@code data}. */
    public static WebhookFacts standard(String source, @Nullable String id, @Nullable Instant signedAt) {
        return new WebhookFacts(source, null, "type", null, "", id, signedAt, true);
    }
}
