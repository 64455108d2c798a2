package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.Source;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SES writes about a mail, as an event. */
public final class SesParser {

    private static final String KIND = "ses";
    private static final String EVENT_TYPE = "eventType";
    private static final String NOTIFICATION_TYPE = "notificationType";

    /** How SES tries the topic of an identity's notifications. */
    private static final String SUBSCRIPTION_SUCCEEDED = "AmazonSnsSubscriptionSucceeded";

    /** The text with which SES tries the topic of an event destination begins so. */
    private static final String TOPIC_VALIDATED = "Successfully validated SNS topic";

    private static final List<Fact> MAIL = List.of(
            new Fact("source", "from", Kind.TEXT),
            new Fact("destination", "to", Kind.TEXTS),
            new Fact("commonHeaders.subject", "subject", Kind.TEXT),
            new Fact("tags", "tags", Kind.NAMED_TEXTS));

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
        Outcome.Rejected wrongMail = mailProblem(document.path("mail"), typeName);
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
        return new Outcome.Accepted(event(typeName, type, document.path("mail"), object, arrival));
    }

    private static Event event(String typeName, SesType type, JsonNode mail, JsonNode own, Arrival arrival) {
        SesTime time = SesTime.of(own, mail, arrival);
        String key =
                SesKey.of(mail.path("messageId").asText(), type == SesType.UNKNOWN ? typeName : type.sesName(), own);
        Instant sourceTime = time.ofDocument();
        return new Event(
                EventId.of(arrival.app(), KIND, key, sourceTime, arrival.receivedAt()),
                arrival.app(),
                type.eventType(),
                time.at(),
                new Source(
                        KIND,
                        key,
                        arrival.envelope().label(),
                        arrival.snsMessageId(),
                        sourceTime == null || !EventId.isUsable(sourceTime, arrival.receivedAt())),
                Json.write(out -> writeData(typeName, type, mail, own, time, out)));
    }

    /** The order is fixed: the same occurrence gives the same bytes. */
    private static void writeData(
            String typeName, SesType type, JsonNode mail, JsonNode own, SesTime time, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("message_id", mail.path("messageId").asText());
        String emailId = EmailId.find(mail);
        if (emailId != null) {
            out.writeStringField("email_id", emailId);
        }
        if (type == SesType.UNKNOWN) {
            out.writeStringField("ses_type", typeName);
        }
        Fact.writeAll(MAIL, mail, out);
        type.writeRecipients(mail, own, out);
        out.writeStringField("timestamp_source", time.origin().label);
        type.writeObject(own, out);
        out.writeEndObject();
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
                ? Fact.firstProblem(MAIL, mail)
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
