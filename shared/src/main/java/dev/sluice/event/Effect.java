package dev.sluice.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted event changes besides itself. Parsers decide it, whoever accepts the event carries it out; each is idempotent, so an
 * event that is accepted twice may be carried out twice.
 */
public sealed interface Effect {

    /**
     * Nothing more is to be sent to an address.
     *
     * @param email as it was reported
     * @param reason {@code bounced} or {@code complained}
     * @param at the event's own time: a suppression that was removed after it stays removed
     */
    record Suppress(
            String email,
            String reason,
            @Nullable String subType,
            @Nullable String feedbackType,
            String messageId,
            Instant at)
            implements Effect {}

    /**
     * An email has got as far as this.
     *
     * @param messageId SES's
     * @param emailId the sender's own, where it is known
     */
    record Report(String messageId, @Nullable String emailId, EmailState state, Instant at) implements Effect {}

    /**
     * There is such an email, though this says nothing of how far it has got.
     *
     * @param messageId SES's
     * @param emailId the sender's own, where it is known
     */
    record Mention(String messageId, @Nullable String emailId) implements Effect {}

    /** An object of the provider's has ended for good, such as a deleted subscription. */
    record End(String object, Instant at) implements Effect {}

    /** The event is marked {@code stale} if this object has ended. */
    record StaleIfEnded(String object) implements Effect {}
}
