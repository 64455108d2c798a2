package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Sieve;
import dev.sluice.event.json.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SES writes about a mail, as an event. */
public final class SesParser {

    /**
     * The headers of a mail of which nothing becomes part of an event. Any input may be read without them: where it has an object
     * {@code mail}, it is SES's or an envelope, of which nothing but what it holds is read.
     */
    public static final Sieve UNREAD = EmailId.OTHER_HEADERS;

    private static final String EVENT_TYPE = "eventType";
    private static final String NOTIFICATION_TYPE = "notificationType";

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
        SesDocument sound = new SesDocument(typeName, type, mail, object);
        return arrival.owners()
                .of(sound.claims(arrival.carrier()))
                .<Outcome>map(app -> sound.accepted(app, arrival))
                .orElseGet(() -> RejectionReason.NO_APPLICATION.because(RejectionReason.NO_APPLICATION.meaning()));
    }

    private static Outcome.@Nullable Rejected typeProblem(JsonNode document) {
        for (String field : List.of(EVENT_TYPE, NOTIFICATION_TYPE)) {
            if (document.hasNonNull(field) && !document.get(field).isTextual()) {
                return RejectionReason.SES_INVALID_FIELD.because(
                        field + " is " + Json.describe(document.get(field)) + ", not text");
            }
        }
        String eventType = document.path(EVENT_TYPE).asText("");
        String notificationType = document.path(NOTIFICATION_TYPE).asText("");
        if (eventType.isBlank() && notificationType.isBlank()) {
            return RejectionReason.SES_MISSING_TYPE.because("neither eventType nor notificationType has a value");
        }
        if (!eventType.isBlank() && !notificationType.isBlank() && !eventType.equals(notificationType)) {
            return RejectionReason.SES_CONFLICTING_TYPES.because("eventType is " + Text.excerpt(eventType, 50)
                    + ", notificationType is " + Text.excerpt(notificationType, 50));
        }
        return null;
    }

    private static String typeName(JsonNode document) {
        String eventType = document.path(EVENT_TYPE).asText("");
        return eventType.isBlank() ? document.path(NOTIFICATION_TYPE).asText("") : eventType;
    }

    private static Outcome.@Nullable Rejected mailProblem(JsonNode mail, String typeName) {
        JsonNode messageId = mail.path("messageId");
        if (!mail.isObject() && !mail.isMissingNode() && !mail.isNull()) {
            return RejectionReason.SES_INVALID_FIELD.because("mail is " + Json.describe(mail) + ", not an object");
        }
        if (messageId.isMissingNode()
                || messageId.isNull()
                || (messageId.isTextual() && messageId.textValue().isBlank())) {
            return RejectionReason.SES_MISSING_MESSAGE_ID.because(
                    "mail.messageId is missing in a document of type " + Text.excerpt(typeName, 50));
        }
        String problem = messageId.isTextual()
                ? Fact.firstProblem(SesDocument.MAIL, mail)
                : ".messageId is " + Json.describe(messageId) + ", not text";
        return problem == null ? null : RejectionReason.SES_INVALID_FIELD.because("mail" + problem);
    }

    private static Outcome.@Nullable Rejected objectProblem(SesType type, JsonNode own) {
        if (own.isMissingNode() || own.isNull()) {
            return type.needsObject()
                    ? RejectionReason.SES_MISSING_DETAIL.because(type.object() + " is missing")
                    : null;
        }
        if (!own.isObject()) {
            return RejectionReason.SES_INVALID_FIELD.because(
                    type.object() + " is " + Json.describe(own) + ", not an object");
        }
        String problem = type.problem(own);
        return problem == null ? null : RejectionReason.SES_INVALID_FIELD.because(problem);
    }

    /** Of a type that is not known, nobody can say which object is its own: all but what every document has. */
    private static JsonNode withoutMailAndType(JsonNode document) {
        ObjectNode rest = ((ObjectNode) document).objectNode();
        rest.setAll((ObjectNode) document);
        return rest.remove(List.of("mail", EVENT_TYPE, NOTIFICATION_TYPE));
    }
}
