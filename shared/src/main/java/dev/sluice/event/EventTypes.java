package dev.sluice.event;

import java.util.Set;
import java.util.regex.Pattern;

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

    /** What we report of ourselves to the application's own endpoints. */
    public static final String ENDPOINT_DISABLED = "endpoint.disabled";

    /** Longest type, in characters: it is part of rows, metrics and headers. */
    public static final int MAX_LENGTH = 128;

    /** Before every type that Stripe names: {@code stripe.customer.created}. */
    private static final String STRIPE_PREFIX = "stripe.";

    private static final Set<String> KNOWN = Set.of(
            EMAIL_SENT,
            EMAIL_DELIVERED,
            EMAIL_BOUNCED,
            EMAIL_COMPLAINED,
            EMAIL_DELIVERY_DELAYED,
            EMAIL_OPENED,
            EMAIL_CLICKED,
            EMAIL_FAILED,
            EMAIL_RECEIVED,
            EMAIL_SUBSCRIPTION_CHANGED,
            EMAIL_UNKNOWN,
            EMAIL_SCHEDULED,
            EMAIL_DELAYED,
            EMAIL_SUPPRESSED,
            EMAIL_CANCELED,
            "contact.created",
            "contact.updated",
            "contact.deleted",
            "domain.created",
            "domain.updated",
            "domain.deleted",
            ENDPOINT_DISABLED);

    /** Standard Webhooks: hierarchical, full-stop delimited, of letters, digits and underscores. Possessive: no backtracking. */
    private static final Pattern WELL_FORMED = Pattern.compile("[a-zA-Z0-9_]++(?:\\.[a-zA-Z0-9_]++)*+");

    private EventTypes() {}

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
