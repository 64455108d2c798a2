package dev.sluice.event.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Form;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Value;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What SES writes about a mail, as an event. */
public final class SesParser {

    private static final String EVENT_TYPE = "eventType";
    private static final String NOTIFICATION_TYPE = "notificationType";

    /** Of a type that is not known, nobody can say which object is its own: all but what every document has. */
    private static final Set<String> OF_EVERY_TYPE = Set.of("mail", EVENT_TYPE, NOTIFICATION_TYPE);

    private static final Form.Shape DOCUMENT = document();

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

    private static boolean recognizes(Fields document) {
        return document.has(EVENT_TYPE) || document.has(NOTIFICATION_TYPE) || document.get("mail") instanceof Fields;
    }

    /** Whether this text, which is not JSON, is SES trying the topic. */
    public static boolean isTopicTest(String text) {
        return text.stripLeading().startsWith(TOPIC_VALIDATED);
    }

    /**
     * The event that an input reports, if that is a document of SES's that begins with a name which SES uses. Never throws.
     *
     * @param foreign names by which something else is known, whatever it has besides
     * @return null for any other input, also for other documents of SES's: as a tree, {@link #parse} takes those
     */
    public static @Nullable Outcome parseUsual(byte[] input, Set<String> foreign, Arrival arrival) {
        Fields document = Json.read(input, DOCUMENT);
        return document == null || !recognizes(document) || foreign.stream().anyMatch(document::has)
                ? null
                : parse(document, arrival);
    }

    /** The event a document reports that is {@linkplain #recognizes known} to be one. Never throws. */
    public static Outcome parse(JsonNode document, Arrival arrival) {
        return parse(Json.read((ObjectNode) document, DOCUMENT), arrival);
    }

    private static Outcome parse(Fields document, Arrival arrival) {
        Outcome.Rejected wrongType = typeProblem(document);
        if (wrongType != null) {
            return wrongType;
        }
        String typeName = typeName(document);
        if (typeName.equals(SUBSCRIPTION_SUCCEEDED)) {
            return ControlReason.SES_SUBSCRIPTION_SUCCEEDED.outcome();
        }
        if (!(document.get("mail") instanceof Fields mail)) {
            return noMail(document.get("mail"), typeName);
        }
        Outcome.Rejected wrongMessageId = messageIdProblem(mail, typeName);
        if (wrongMessageId != null) {
            return wrongMessageId;
        }
        SesType type = SesType.named(typeName);
        Value own = type == SesType.UNKNOWN ? document.without(OF_EVERY_TYPE) : document.get(type.object());
        Outcome.Rejected wrongObject = objectProblem(type, own);
        if (wrongObject != null) {
            return wrongObject;
        }
        try {
            return new SesDocument(
                            typeName,
                            type,
                            mail,
                            own instanceof Fields object ? object : type.shape().empty())
                    .outcome(arrival);
        } catch (WrongField e) {
            return RejectionReason.SES_INVALID_FIELD.because(e.problem());
        }
    }

    private static Outcome.@Nullable Rejected typeProblem(Fields document) {
        for (String name : List.of(EVENT_TYPE, NOTIFICATION_TYPE)) {
            Value type = document.get(name);
            if (type != null && !(type instanceof Value.Text)) {
                return notText(name, type);
            }
        }
        String eventType = unlessBlank(document.text(EVENT_TYPE));
        String notificationType = unlessBlank(document.text(NOTIFICATION_TYPE));
        if (eventType == null && notificationType == null) {
            return RejectionReason.SES_MISSING_TYPE.because("neither eventType nor notificationType has a value");
        }
        if (eventType != null && notificationType != null && !eventType.equals(notificationType)) {
            return RejectionReason.SES_CONFLICTING_TYPES.because("eventType is " + Text.excerpt(eventType, 50)
                    + ", notificationType is " + Text.excerpt(notificationType, 50));
        }
        return null;
    }

    private static String typeName(Fields document) {
        String eventType = unlessBlank(document.text(EVENT_TYPE));
        return eventType == null ? Objects.requireNonNull(document.text(NOTIFICATION_TYPE)) : eventType;
    }

    private static Outcome.Rejected noMail(@Nullable Value mail, String typeName) {
        return mail == null
                ? noMessageId(typeName)
                : RejectionReason.SES_INVALID_FIELD.because("mail is " + mail.describe() + ", not an object");
    }

    private static Outcome.@Nullable Rejected messageIdProblem(Fields mail, String typeName) {
        Value messageId = mail.get("messageId");
        if (messageId != null && !(messageId instanceof Value.Text)) {
            return notText("mail.messageId", messageId);
        }
        return unlessBlank(mail.text("messageId")) == null ? noMessageId(typeName) : null;
    }

    private static Outcome.Rejected noMessageId(String typeName) {
        return RejectionReason.SES_MISSING_MESSAGE_ID.because(
                "mail.messageId is missing in a document of type " + Text.excerpt(typeName, 50));
    }

    private static Outcome.@Nullable Rejected objectProblem(SesType type, @Nullable Value own) {
        if (own == null) {
            return type.needsObject()
                    ? RejectionReason.SES_MISSING_DETAIL.because(type.object() + " is missing")
                    : null;
        }
        return own instanceof Fields
                ? null
                : RejectionReason.SES_INVALID_FIELD.because(
                        type.object() + " is " + own.describe() + ", not an object");
    }

    private static @Nullable String unlessBlank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Outcome.Rejected notText(String path, Value value) {
        return RejectionReason.SES_INVALID_FIELD.because(path + " is " + value.describe() + ", not text");
    }

    private static Form.Shape document() {
        Form.Builder document = Form.object().read(EVENT_TYPE);
        for (SesType type : SesType.values()) {
            if (type != SesType.UNKNOWN) {
                document.read(type.object(), type.shape());
            }
        }
        return document.read("mail", SesDocument.MAIL_SHAPE)
                .read(NOTIFICATION_TYPE)
                .keepOthers();
    }
}
