package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.EventTypes;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Form;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What SES reports, type by type. The names are those of both shapes: event publishing ({@code eventType}) and identity notifications
 * ({@code notificationType}).
 *
 * @see <a href="https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html">Event publishing</a>
 * @see <a href="https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html">Notification contents</a>
 */
enum SesType {
    BOUNCE(
            "Bounce",
            EventTypes.EMAIL_BOUNCED,
            "bounce",
            "bounce",
            Form.object()
                    .read("feedbackId", "bounceType", "bounceSubType")
                    .read("bouncedRecipients", SesForms.RECIPIENTS)
                    .read("timestamp", "remoteMtaIp", "reportingMTA"),
            affected("bouncedRecipients", Kind.ADDRESSES),
            text("bounceType", "type"),
            text("bounceSubType", "sub_type"),
            text("feedbackId", "feedback_id"),
            text("reportingMTA", "reporting_mta"),
            text("remoteMtaIp", "remote_mta_ip"),
            new Fact("bouncedRecipients", "recipients", Kind.RECIPIENTS)),

    COMPLAINT(
            "Complaint",
            EventTypes.EMAIL_COMPLAINED,
            "complaint",
            "complaint",
            Form.object()
                    .read("feedbackId", "complaintSubType")
                    .read("complainedRecipients", SesForms.RECIPIENTS)
                    .read("timestamp", "userAgent", "complaintFeedbackType", "arrivalDate"),
            affected("complainedRecipients", Kind.ADDRESSES),
            text("complaintFeedbackType", "feedback_type"),
            text("complaintSubType", "sub_type"),
            text("feedbackId", "feedback_id"),
            text("userAgent", "user_agent"),
            new Fact("arrivalDate", "arrival_date", Kind.TIME)),

    DELIVERY(
            "Delivery",
            EventTypes.EMAIL_DELIVERED,
            "delivery",
            "delivery",
            Form.object()
                    .read("timestamp", "processingTimeMillis")
                    .read("recipients", Form.LIST)
                    .read("smtpResponse", "remoteMtaIp", "reportingMTA"),
            affected("recipients", Kind.TEXTS),
            text("smtpResponse", "smtp_response"),
            new Fact("processingTimeMillis", "processing_time_ms", Kind.WHOLE_NUMBER),
            text("reportingMTA", "reporting_mta"),
            text("remoteMtaIp", "remote_mta_ip")),

    DELIVERY_DELAY(
            "DeliveryDelay",
            EventTypes.EMAIL_DELIVERY_DELAYED,
            "deliveryDelay",
            "delay",
            Form.object()
                    .read("timestamp", "delayType", "expirationTime")
                    .read("delayedRecipients", SesForms.RECIPIENTS)
                    .read("reportingMTA"),
            affected("delayedRecipients", Kind.ADDRESSES),
            text("delayType", "type"),
            new Fact("expirationTime", "expires_at", Kind.TIME),
            text("reportingMTA", "reporting_mta"),
            new Fact("delayedRecipients", "recipients", Kind.RECIPIENTS)),

    /** Its own object is {@code {}} and may as well be absent. */
    SEND("Send", EventTypes.EMAIL_SENT, "send", "send", Form.object(), null),

    OPEN(
            "Open",
            EventTypes.EMAIL_OPENED,
            "open",
            "open",
            Form.object().read("timestamp", "userAgent", "ipAddress"),
            null,
            text("ipAddress", "ip"),
            text("userAgent", "user_agent")),

    CLICK(
            "Click",
            EventTypes.EMAIL_CLICKED,
            "click",
            "click",
            Form.object().read("timestamp", "ipAddress", "userAgent", "link").read("linkTags", Form.NAMED_LISTS),
            null,
            text("link", "url"),
            new Fact("linkTags", "link_tags", Kind.NAMED_TEXTS),
            text("ipAddress", "ip"),
            text("userAgent", "user_agent")),

    REJECT(
            "Reject",
            EventTypes.EMAIL_FAILED,
            "reject",
            "reject",
            Form.object().read("reason"),
            null,
            text("reason", "reason")),

    /** SES writes the name with a space; the API's own name for it, and some senders, do without. */
    RENDERING_FAILURE(
            "Rendering Failure",
            EventTypes.EMAIL_FAILED,
            "failure",
            "rendering",
            Form.object().read("errorMessage", "templateName"),
            null,
            text("templateName", "template"),
            text("errorMessage", "error")),

    SUBSCRIPTION(
            "Subscription",
            EventTypes.EMAIL_SUBSCRIPTION_CHANGED,
            "subscription",
            "subscription",
            Form.object().read("contactList", "timestamp", "source", "newTopicPreferences", "oldTopicPreferences"),
            null,
            text("contactList", "contact_list"),
            text("source", "source"),
            new Fact("newTopicPreferences", "new", Kind.OBJECT),
            new Fact("oldTopicPreferences", "old", Kind.OBJECT)),

    /** Mail that came in, by a receipt rule. */
    RECEIVED(
            "Received",
            EventTypes.EMAIL_RECEIVED,
            "receipt",
            "received",
            Form.object()
                    .read("timestamp", "processingTimeMillis")
                    .read("recipients", Form.LIST)
                    .read("spamVerdict", SesForms.VERDICT)
                    .read("virusVerdict", SesForms.VERDICT)
                    .read("spfVerdict", SesForms.VERDICT)
                    .read("dkimVerdict", SesForms.VERDICT)
                    .read("dmarcVerdict", SesForms.VERDICT)
                    .read("dmarcPolicy", "action"),
            null,
            new Fact("recipients", "recipients", Kind.TEXTS),
            text("spamVerdict.status", "spam_verdict"),
            text("virusVerdict.status", "virus_verdict"),
            text("spfVerdict.status", "spf_verdict"),
            text("dkimVerdict.status", "dkim_verdict"),
            text("dmarcVerdict.status", "dmarc_verdict"),
            text("dmarcPolicy", "dmarc_policy"),
            new Fact("processingTimeMillis", "processing_time_ms", Kind.WHOLE_NUMBER),
            new Fact("action", "action", Kind.OBJECT)),

    /** Whatever else SES comes to report: passed on by its name, with what is known of the mail. */
    UNKNOWN("", EventTypes.EMAIL_UNKNOWN, "", "", Form.object(), null);

    /** How {@link #RENDERING_FAILURE} is also spelt. */
    private static final String RENDERING_FAILURE_UNSPACED = "RenderingFailure";

    private static final Map<String, SesType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SesType::sesName, Function.identity()));

    /** Everyone whom the mail was for: whom a type concerns whose own object names nobody. */
    private static final Facts DESTINATION =
            new Facts(SesDocument.MAIL_SHAPE, new Fact("destination", "recipients", Kind.TEXTS));

    private final String sesName;
    private final String eventType;
    private final String object;
    private final String dataName;
    private final Form.Shape shape;
    private final Facts affected;
    private final Facts facts;

    /**
     * A type.
     *
     * @param sesName SES's name for it
     * @param eventType ours
     * @param object where SES has its own object
     * @param dataName where an event's data has it
     * @param shape its own object's, in SES's order
     * @param affected where its own object names the recipients it concerns, if it does
     * @param facts what its own object may hold
     */
    SesType(
            String sesName,
            String eventType,
            String object,
            String dataName,
            Form.Builder shape,
            @Nullable Fact affected,
            Fact... facts) {
        this.sesName = sesName;
        this.eventType = eventType;
        this.object = object;
        this.dataName = dataName;
        this.shape = shape.keepOthers();
        this.affected = affected == null ? new Facts(this.shape) : new Facts(this.shape, affected);
        this.facts = new Facts(this.shape, facts);
    }

    /** The type of this name, or {@link #UNKNOWN}. Names are exact, upper and lower case. */
    static SesType named(String name) {
        return name.equals(RENDERING_FAILURE_UNSPACED) ? RENDERING_FAILURE : BY_NAME.getOrDefault(name, UNKNOWN);
    }

    String sesName() {
        return sesName;
    }

    String eventType() {
        return eventType;
    }

    /** The name of its own object in SES's document. */
    String object() {
        return object;
    }

    /** What its own object may have; all else that it has is kept too. */
    Form.Shape shape() {
        return shape;
    }

    /** Whether a document of this type says nothing without its own object. */
    boolean needsObject() {
        return this != SEND && this != UNKNOWN;
    }

    /**
     * Writes {@code recipients}: whom this event is about, in SES's order.
     *
     * @throws WrongField naming its path in the document
     */
    void writeRecipients(Fields mail, Fields own, JsonGenerator out) throws IOException {
        if (affected.isEmpty()) {
            DESTINATION.write("mail", mail, out);
        } else {
            affected.write(object, own, out);
        }
    }

    /**
     * Writes the type's own object.
     *
     * @throws WrongField naming its path in the document
     */
    void writeObject(Fields own, JsonGenerator out) throws IOException {
        if (!facts.isEmpty()) {
            out.writeObjectFieldStart(dataName);
            facts.write(object, own, out);
            out.writeEndObject();
        }
    }

    private static Fact affected(String from, Kind kind) {
        return new Fact(from, "recipients", kind);
    }

    private static Fact text(String from, String name) {
        return new Fact(from, name, Kind.TEXT);
    }
}
