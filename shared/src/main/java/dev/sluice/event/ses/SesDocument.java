package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.Claims;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.Source;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Form;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document with a type and a message id.
 *
 * @param typeName the type's name as the document has it
 * @param mail with a {@code messageId}
 * @param own the type's own object
 */
record SesDocument(String typeName, SesType type, Fields mail, Fields own) {

    private static final String KIND = "ses";

    /** What of {@code mail} is read anywhere, in SES's order. */
    static final Form.Shape MAIL_SHAPE = Form.object()
            .read("timestamp", "source")
            .pass("sourceArn", "sendingAccountId")
            .read("messageId")
            .read("destination", Form.LIST)
            .pass("headersTruncated")
            .read("headers", EmailId.HEADERS)
            .read(
                    "commonHeaders",
                    Form.object()
                            .pass("from", "to", "date", "messageId")
                            .read("subject")
                            .passOthers())
            .read("tags", Form.NAMED_LISTS)
            .passOthers();

    /** What every document may say of its mail. */
    private static final Facts MAIL = new Facts(
            MAIL_SHAPE,
            new Fact("source", "from", Kind.TEXT),
            new Fact("destination", "to", Kind.TEXTS),
            new Fact("commonHeaders.subject", "subject", Kind.SUBJECT),
            new Fact("tags", "tags", Kind.NAMED_TEXTS));

    private static final SerializableString MESSAGE_ID = new SerializedString("message_id");
    private static final SerializableString EMAIL_ID = new SerializedString("email_id");
    private static final SerializableString UNKNOWN_TYPE = new SerializedString("ses_type");
    private static final SerializableString TIMESTAMP_SOURCE = new SerializedString("timestamp_source");

    private static final String CONFIGURATION_SET = "ses:configuration-set";

    /** What the document says of whose it is. */
    private Claims claims(List<Claims.Tag> tags, Claims.Carrier carrier) {
        String configurationSet = tags.stream()
                .filter(tag -> tag.name().equals(CONFIGURATION_SET))
                .findFirst()
                .map(Claims.Tag::value)
                .orElse(null);
        return new Claims(tags, configurationSet, mail.text("source"), null, carrier);
    }

    /** The message tags, one for each value, sorted by name. What is no text is left out. */
    private List<Claims.Tag> tags() {
        List<Claims.Tag> tags = new ArrayList<>();
        if (mail.get("tags") instanceof Value.Named(List<Value.Entry> entries)) {
            for (Value.Entry entry : entries) {
                if (entry.value() instanceof Value.Items(List<Value> values)) {
                    values.forEach(value -> addTag(entry.name(), value, tags));
                } else {
                    addTag(entry.name(), entry.value(), tags);
                }
            }
        }
        return tags;
    }

    private static void addTag(String name, Value value, List<Claims.Tag> tags) {
        if (value instanceof Value.Text(String text)) {
            tags.add(new Claims.Tag(name, text));
        }
    }

    /**
     * The event that the document reports and what it changes, or that no rule names an owner.
     *
     * @throws WrongField for a value of another kind than it should be
     */
    Outcome outcome(Arrival arrival) {
        String messageId = Objects.requireNonNull(mail.text("messageId"));
        List<Claims.Tag> tags = tags();
        String emailId = EmailId.find(mail, tags);
        SesTime time = SesTime.of(own, mail, arrival);
        String data = Json.write(out -> writeData(messageId, emailId, time, out));
        return arrival.owners()
                .of(claims(tags, arrival.carrier()))
                .<Outcome>map(app -> new Outcome.Accepted(
                        event(app, messageId, time, data, arrival),
                        SesEffects.of(type, messageId, emailId, own, time.at())))
                .orElseGet(() -> RejectionReason.NO_APPLICATION.because(RejectionReason.NO_APPLICATION.meaning()));
    }

    private Event event(AppId app, String messageId, SesTime time, String data, Arrival arrival) {
        Instant sourceTime = time.ofDocument();
        boolean timeReplaced = sourceTime == null || !EventId.isUsable(sourceTime, arrival.receivedAt());
        String key = SesKey.of(messageId, type, typeName, own);
        return new Event(
                EventId.of(app, KIND, key, sourceTime, arrival.receivedAt()),
                app,
                type.eventType(),
                time.at(),
                new Source(KIND, key, arrival.envelope().label(), arrival.snsMessageId(), timeReplaced),
                data);
    }

    /** The order is fixed: the same occurrence gives the same bytes. */
    private void writeData(String messageId, @Nullable String emailId, SesTime time, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        writeText(MESSAGE_ID, messageId, out);
        if (emailId != null) {
            writeText(EMAIL_ID, emailId, out);
        }
        if (type == SesType.UNKNOWN) {
            writeText(UNKNOWN_TYPE, typeName, out);
        }
        MAIL.write("mail", mail, out);
        type.writeRecipients(mail, own, out);
        writeText(TIMESTAMP_SOURCE, time.origin().label, out);
        type.writeObject(own, out);
        if (type == SesType.UNKNOWN && own.hasOthers()) {
            out.writeFieldName("ses"); // nobody can say which of it matters
            own.write(out);
        }
        out.writeEndObject();
    }

    private static void writeText(SerializableString name, String text, JsonGenerator out) throws IOException {
        out.writeFieldName(name);
        out.writeString(text);
    }
}
