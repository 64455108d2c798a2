package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.Claims;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Outcome;
import dev.sluice.event.Source;
import dev.sluice.event.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document in which nothing is wrong.
 *
 * @param typeName the type's name as the document has it
 * @param mail with a {@code messageId}
 * @param own the type's own object
 */
record SesDocument(String typeName, SesType type, JsonNode mail, JsonNode own) {

    private static final String KIND = "ses";

    /** What every document may say of its mail. */
    static final List<Fact> MAIL = List.of(
            new Fact("source", "from", Kind.TEXT),
            new Fact("destination", "to", Kind.TEXTS),
            new Fact("commonHeaders.subject", "subject", Kind.SUBJECT),
            new Fact("tags", "tags", Kind.NAMED_TEXTS));

    private static final String CONFIGURATION_SET = "ses:configuration-set";

    /** What the document says of whose it is. */
    Claims claims(Claims.Carrier carrier) {
        List<String> tags = new ArrayList<>();
        for (Map.Entry<String, JsonNode> tag : mail.path("tags").properties()) {
            for (JsonNode value : tag.getValue().isTextual() ? List.of(tag.getValue()) : tag.getValue()) {
                tags.add(tag.getKey() + "=" + value.asText());
            }
        }
        JsonNode set = mail.path("tags").path(CONFIGURATION_SET);
        return new Claims(
                tags,
                (set.isArray() ? set.path(0) : set).textValue(),
                mail.path("source").textValue(),
                null,
                carrier);
    }

    /** The event that the document reports, and what it changes. */
    Outcome.Accepted accepted(AppId app, Arrival arrival) {
        String emailId = EmailId.find(mail);
        Event event = event(app, arrival, emailId);
        return new Outcome.Accepted(event, SesEffects.of(type, messageId(), emailId, own, event.createdAt()));
    }

    private Event event(AppId app, Arrival arrival, @Nullable String emailId) {
        SesTime time = SesTime.of(own, mail, arrival);
        Instant sourceTime = time.ofDocument();
        boolean timeReplaced = sourceTime == null || !EventId.isUsable(sourceTime, arrival.receivedAt());
        String key = SesKey.of(messageId(), type == SesType.UNKNOWN ? typeName : type.sesName(), own);
        return new Event(
                EventId.of(app, KIND, key, sourceTime, arrival.receivedAt()),
                app,
                type.eventType(),
                time.at(),
                new Source(KIND, key, arrival.envelope().label(), arrival.snsMessageId(), timeReplaced),
                Json.write(out -> writeData(time, emailId, out)));
    }

    /** The order is fixed: the same occurrence gives the same bytes. */
    private void writeData(SesTime time, @Nullable String emailId, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("message_id", messageId());
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
        if (type == SesType.UNKNOWN && !own.isEmpty()) {
            out.writeFieldName("ses"); // nobody can say which of it matters
            out.writeTree(own);
        }
        out.writeEndObject();
    }

    private String messageId() {
        return mail.path("messageId").asText();
    }
}
