package dev.sluice.event.ses;

import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an SES report changes: whom not to write to any more, and how far the mail has got. */
final class SesEffects {

    private static final String PERMANENT = "Permanent";

    /** A complaint that says it is none. */
    private static final String NOT_SPAM = "not-spam";

    private SesEffects() {}

    static List<Effect> of(SesType type, String messageId, @Nullable String emailId, Fields own, Instant at) {
        List<Effect> effects = new ArrayList<>();
        if (type != SesType.RECEIVED) { // a mail that came in, and none that was sent
            effects.add(state(type, own)
                    .<Effect>map(state -> new Effect.Report(messageId, emailId, state, at))
                    .orElseGet(() -> new Effect.Mention(messageId, emailId)));
        }
        if (type == SesType.BOUNCE && isPermanent(own)) {
            String subType = own.text("bounceSubType");
            for (String address : addresses(own.get("bouncedRecipients"))) {
                effects.add(new Effect.Suppress(address, "bounced", subType, null, messageId, at));
            }
        }
        if (type == SesType.COMPLAINT && !NOT_SPAM.equals(feedbackType(own))) {
            String subType = own.text("complaintSubType");
            for (String address : addresses(own.get("complainedRecipients"))) {
                effects.add(new Effect.Suppress(address, "complained", subType, feedbackType(own), messageId, at));
            }
        }
        return effects;
    }

    private static Optional<EmailState> state(SesType type, Fields own) {
        return switch (type) {
            case SEND -> Optional.of(EmailState.SENT);
            case DELIVERY -> Optional.of(EmailState.DELIVERED);
            case BOUNCE -> Optional.of(isPermanent(own) ? EmailState.BOUNCED : EmailState.SOFT_BOUNCED);
            case COMPLAINT ->
                NOT_SPAM.equals(feedbackType(own)) ? Optional.empty() : Optional.of(EmailState.COMPLAINED);
            case DELIVERY_DELAY -> Optional.of(EmailState.DELAYED);
            case OPEN -> Optional.of(EmailState.OPENED);
            case CLICK -> Optional.of(EmailState.CLICKED);
            case REJECT, RENDERING_FAILURE -> Optional.of(EmailState.FAILED);
            case SUBSCRIPTION, RECEIVED, UNKNOWN -> Optional.empty();
        };
    }

    private static boolean isPermanent(Fields own) {
        return PERMANENT.equals(own.text("bounceType"));
    }

    private static @Nullable String feedbackType(Fields own) {
        return own.text("complaintFeedbackType");
    }

    /** Of a list that has been written, so that each is there. */
    private static List<String> addresses(@Nullable Value recipients) {
        List<String> addresses = new ArrayList<>();
        if (recipients instanceof Value.Items(List<Value> items)) {
            for (Value item : items) {
                if (item instanceof Fields recipient && recipient.text("emailAddress") instanceof String address) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }
}
