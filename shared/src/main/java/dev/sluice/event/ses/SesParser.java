package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Selection;
import dev.sluice.event.json.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SES writes about a mail, as an event. */
public final class SesParser {

    private static final String EVENT_TYPE = "eventType";
    private static final String NOTIFICATION_TYPE = "notificationType";

    /**
     * What is read of a document. Any input may be read by it: where it has an object {@code mail}, it is SES's or an envelope, of which
     * nothing but what it holds is read.
     */
    public static final Selection READ = Selection.members()
            .read(EVENT_TYPE)
            .read("mail", SesDocument.READ_OF_MAIL)
            .readOthers();

    /** How SES tries the topic of an identity's notifications. */
    private static final String SUBSCRIPTION_SUCCEEDED = "AmazonSnsSubscriptionSucceeded";

    /** The text with which SES tries the topic of an event destination begins so. */
    private static final String TOPIC_VALIDATED = "Successfully validated SNS topic";

    private SesParser() {}

    /** Whether this is, or is meant to be, an SES document. */
    public static boolean recognizes(JsonNode document) {
        return document.has(EVENT_TYPE)
                || document.has(NOTIFICATION_TYPE)
                || document.path("mail").isObject();
    }

    /** Whether this text, which is not JSON, is SES trying the topic. */
    public static boolean isTopicTest(String text) {
        return text.stripLeading().startsWith(TOPIC_VALIDATED);
    }

    /** The event a document reports. Never throws. */
    public static Outcome parse(JsonNode document, Arrival arrival) {
        Outcome.Rejected wrongType = typeProblem(document);
        if (wrongType != null) {
            return wrongType;
        }
        String typeName = typeName(document);
        if (typeName.equals(SUBSCRIPTION_SUCCEEDED)) {
            return ControlReason.SES_SUBSCRIPTION_SUCCEEDED.outcome();
        }
        SesType type = SesType.named(typeName);
        JsonNode mail = document.path("mail");
        Outcome.Rejected wrongMail = mailProblem(mail, typeName);
        if (wrongMail != null) {
            return wrongMail;
        }
        JsonNode own = type == SesType.UNKNOWN ? withoutMailAndType(document) : document.path(type.object());
        Outcome.Rejected wrongObject = objectProblem(type, own);
        if (wrongObject != null) {
            return wrongObject;
        }
        // Send may come without its own object, which is {} where it does come.
        JsonNode object = own.isObject() ? own : ((ObjectNode) document).objectNode();
        try {
            return new SesDocument(typeName, type, mail, object).outcome(arrival);
        } catch (WrongField e) {
            return RejectionReason.SES_INVALID_FIELD.because(e.problem());
        }
    }

    private static Outcome.@Nullable Rejected typeProblem(JsonNode document) {
        JsonNode eventType = document.path(EVENT_TYPE);
        JsonNode notificationType = document.path(NOTIFICATION_TYPE);
        if (isGiven(eventType) && !eventType.isTextual()) {
            return notText(EVENT_TYPE, eventType);
        }
        if (isGiven(notificationType) && !notificationType.isTextual()) {
            return notText(NOTIFICATION_TYPE, notificationType);
        }
        boolean isEvent = isText(eventType);
        boolean isNotification = isText(notificationType);
        if (!isEvent && !isNotification) {
            return RejectionReason.SES_MISSING_TYPE.because("neither eventType nor notificationType has a value");
        }
        if (isEvent && isNotification && !eventType.equals(notificationType)) {
            return RejectionReason.SES_CONFLICTING_TYPES.because("eventType is " + Text.excerpt(eventType.asText(), 50)
                    + ", notificationType is " + Text.excerpt(notificationType.asText(), 50));
        }
        return null;
    }

    private static String typeName(JsonNode document) {
        JsonNode eventType = document.path(EVENT_TYPE);
        return isText(eventType)
                ? eventType.asText()
                : document.path(NOTIFICATION_TYPE).asText();
    }

    private static Outcome.@Nullable Rejected mailProblem(JsonNode mail, String typeName) {
        JsonNode messageId = mail.path("messageId");
        if (isGiven(mail) && !mail.isObject()) {
            return RejectionReason.SES_INVALID_FIELD.because("mail is " + Json.describe(mail) + ", not an object");
        }
        if (isGiven(messageId) && !messageId.isTextual()) {
            return notText("mail.messageId", messageId);
        }
        return isText(messageId)
                ? null
                : RejectionReason.SES_MISSING_MESSAGE_ID.because(
                        "mail.messageId is missing in a document of type " + Text.excerpt(typeName, 50));
    }

    private static Outcome.@Nullable Rejected objectProblem(SesType type, JsonNode own) {
        if (!isGiven(own)) {
            return type.needsObject()
                    ? RejectionReason.SES_MISSING_DETAIL.because(type.object() + " is missing")
                    : null;
        }
        return own.isObject()
                ? null
                : RejectionReason.SES_INVALID_FIELD.because(
                        type.object() + " is " + Json.describe(own) + ", not an object");
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank();
    }

    private static Outcome.Rejected notText(String path, JsonNode value) {
        return RejectionReason.SES_INVALID_FIELD.because(path + " is " + Json.describe(value) + ", not text");
    }

    /** Of a type that is not known, nobody can say which object is its own: all but what every document has. */
    private static JsonNode withoutMailAndType(JsonNode document) {
        ObjectNode rest = ((ObjectNode) document).objectNode();
        rest.setAll((ObjectNode) document);
        return rest.remove(List.of("mail", EVENT_TYPE, NOTIFICATION_TYPE));
    }
}
