package dev.sluice.event;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The catalogue of outgoing event types. Posted events may bring types of their own; those only have to be
 * {@linkplain #isWellFormed well formed}.
 */
public final class EventTypes {

    public static final String EMAIL_SENT = "email.sent";
    public static final String EMAIL_DELIVERED = "email.delivered";
    public static final String EMAIL_BOUNCED = "email.bounced";
    public static final String EMAIL_COMPLAINED = "email.complained";
    public static final String EMAIL_DELIVERY_DELAYED = "email.delivery_delayed";
    public static final String EMAIL_OPENED = "email.opened";
    public static final String EMAIL_CLICKED = "email.clicked";
    public static final String EMAIL_FAILED = "email.failed";
    public static final String EMAIL_RECEIVED = "email.received";
    public static final String EMAIL_SUBSCRIPTION_CHANGED = "email.subscription_changed";
    /** An SES type that is not known here; {@code data.ses_type} has its name. */
    public static final String EMAIL_UNKNOWN = "email.unknown";

    public static final String EMAIL_SCHEDULED = "email.scheduled";
    public static final String EMAIL_DELAYED = "email.delayed";
    public static final String EMAIL_SUPPRESSED = "email.suppressed";
    public static final String EMAIL_CANCELED = "email.canceled";

    // What we tell of ourselves, to operator endpoints alone.
    public static final String ENDPOINT_DISABLED = "endpoint.disabled";
    public static final String ENDPOINT_BREAKER_OPENED = "endpoint.breaker_opened";
    public static final String ENDPOINT_BREAKER_CLOSED = "endpoint.breaker_closed";
    public static final String DELIVERY_EXHAUSTED = "delivery.exhausted";
    public static final String DELIVERY_RECOVERED = "delivery.recovered";
    public static final String SOURCE_REJECTED = "source.rejected";

    /** What an endpoint is tested with, unless whoever asks names another type. */
    public static final String WEBHOOK_TEST = "webhook.test";

    /** Longest type, in characters: it is part of rows, metrics and headers. */
    public static final int MAX_LENGTH = 128;

    /** Before every type that Stripe names: {@code stripe.customer.created}. */
    private static final String STRIPE_PREFIX = "stripe.";

    private static final List<Entry> CATALOGUE = List.of(
            reported(EMAIL_SENT, "SES has taken the mail"),
            reported(EMAIL_DELIVERED, "A recipient's mail server has taken the mail"),
            reported(EMAIL_DELIVERY_DELAYED, "The mail could not be delivered yet; SES goes on trying"),
            reported(EMAIL_BOUNCED, "A recipient's mail server has refused the mail, for good or for now"),
            reported(EMAIL_COMPLAINED, "A recipient has reported the mail as spam"),
            reported(EMAIL_OPENED, "A recipient has opened the mail"),
            reported(EMAIL_CLICKED, "A recipient has followed a link in the mail"),
            reported(EMAIL_FAILED, "The mail never left: SES has rejected it or could not render its template"),
            reported(EMAIL_RECEIVED, "A mail has come in by a receipt rule"),
            reported(EMAIL_SUBSCRIPTION_CHANGED, "A recipient has changed what to get of a contact list"),
            reported(EMAIL_UNKNOWN, "SES has reported something that is not known here; data.ses_type names it"),
            reserved(EMAIL_SCHEDULED, "A mail is to be sent at a later time"),
            reserved(EMAIL_DELAYED, "A scheduled mail is late"),
            reserved(EMAIL_SUPPRESSED, "A mail was not sent, since its recipient is suppressed"),
            reserved(EMAIL_CANCELED, "A scheduled mail will not be sent"),
            posted("contact.created", "A contact was created"),
            posted("contact.updated", "A contact was changed"),
            posted("contact.deleted", "A contact was deleted"),
            posted("domain.created", "A sending domain was created"),
            posted("domain.updated", "A sending domain was changed"),
            posted("domain.deleted", "A sending domain was deleted"),
            operational(
                    ENDPOINT_DISABLED,
                    "An endpoint gets nothing any more, since a person or its receiver said so, or it has failed for days"),
            operational(ENDPOINT_BREAKER_OPENED, "An endpoint fails so often that its deliveries are held for a while"),
            operational(ENDPOINT_BREAKER_CLOSED, "An endpoint answers again, and its held deliveries are sent"),
            operational(DELIVERY_EXHAUSTED, "A delivery has failed for good; it is kept as a dead letter"),
            operational(DELIVERY_RECOVERED, "A delivery that had failed for good has succeeded after all"),
            operational(SOURCE_REJECTED, "An input of the application's was no event; it is kept in quarantine"),
            test(WEBHOOK_TEST, "Somebody tries whether an endpoint takes webhooks; it goes to that endpoint alone"));

    /** Stripe's types are its own to name; the catalogue has them as one. */
    private static final Entry STRIPE = reported(
            STRIPE_PREFIX + "*", "Stripe has reported an event; behind the prefix stands the type as Stripe names it");

    private static final Set<String> KNOWN =
            CATALOGUE.stream().map(Entry::type).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> OWN = CATALOGUE.stream()
            .filter(entry -> entry.origin() == Origin.OPERATIONAL || entry.origin() == Origin.TEST)
            .map(Entry::type)
            .collect(Collectors.toUnmodifiableSet());

    /** Standard Webhooks: hierarchical, full-stop delimited, of letters, digits and underscores. Possessive: no backtracking. */
    private static final Pattern WELL_FORMED = Pattern.compile("[a-zA-Z0-9_]++(?:\\.[a-zA-Z0-9_]++)*+");

    private EventTypes() {}

    /**
     * A type, for people.
     *
     * @param type its name, or a prefix with {@code .*} behind it
     * @param origin who tells of it
     * @param description one sentence
     */
    public record Entry(String type, Origin origin, String description) {}

    /** Who tells of events of a type. */
    public enum Origin {
        /** A provider: SES, or Stripe. */
        PROVIDER("provider"),
        /** The application itself, by posting them. */
        POSTED("posted"),
        /** Sluice itself, to operator endpoints alone. */
        OPERATIONAL("operational"),
        /** Whoever tests an endpoint, to that endpoint alone. */
        TEST("test"),
        /** Nobody yet: the name is kept for a coming release. */
        RESERVED("reserved");

        private final String code;

        Origin(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    private static Entry reported(String type, String description) {
        return new Entry(type, Origin.PROVIDER, description);
    }

    private static Entry posted(String type, String description) {
        return new Entry(type, Origin.POSTED, description);
    }

    private static Entry operational(String type, String description) {
        return new Entry(type, Origin.OPERATIONAL, description);
    }

    private static Entry test(String type, String description) {
        return new Entry(type, Origin.TEST, description);
    }

    private static Entry reserved(String type, String description) {
        return new Entry(type, Origin.RESERVED, description);
    }

    /** Whether events of this type are not to be posted: Sluice itself tells of them, or a test does. */
    public static boolean isSluicesOwn(String type) {
        return OWN.contains(type);
    }

    /** The catalogue in the order in which it is to be read, with one entry for all of Stripe's types. */
    public static List<Entry> catalogue() {
        return Stream.concat(CATALOGUE.stream(), Stream.of(STRIPE)).toList();
    }

    /** Every type of the catalogue by its exact name; Stripe's are open-ended and not among them. */
    public static Set<String> known() {
        return KNOWN;
    }

    /** Whether the catalogue has {@code type}, by name or as one of Stripe's. */
    public static boolean isKnown(String type) {
        return KNOWN.contains(type) || (type.startsWith(STRIPE_PREFIX) && isWellFormed(type));
    }

    /** Whether {@code type} may name an event: up to {@value #MAX_LENGTH} characters, words of letters, digits and underscores between dots. */
    public static boolean isWellFormed(String type) {
        return type.length() <= MAX_LENGTH && WELL_FORMED.matcher(type).matches();
    }
}
