package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.email.EmailStatus;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EmailState;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code /v1/emails/{id}/status}: of one mail by its SES message id, or of all mails of an email by the sender's own id. */
final class EmailStatuses {

    /** Mails of one email: SES sends one to up to 50 recipients; a sender may try again. */
    private static final int MOST = 100;

    /** No longer id is kept. */
    private static final int LONGEST_ID = 300;

    private final EmailStatusStore store;

    EmailStatuses(EmailStatusStore store) {
        this.store = store;
    }

    Answer get(AppId app, Request request) {
        String id = decoded(request.id());
        List<EmailStatus> found = id.length() > LONGEST_ID ? List.of() : find(app, id);
        if (found.isEmpty()) {
            throw Refusal.notFound("email");
        }
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (EmailStatus status : found) {
                write(out, status);
            }
            out.writeEndArray();
            out.writeNullField("next");
            out.writeEndObject();
        });
    }

    private List<EmailStatus> find(AppId app, String id) {
        return store.find(app, id).map(List::of).orElseGet(() -> store.ofEmail(app, id, MOST));
    }

    /** API Gateway decodes the path of an HTTP API; what stands before another kind of API may not. */
    private static String decoded(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id; // was decoded, and has a per cent sign of its own
        }
    }

    private static void write(JsonGenerator out, EmailStatus status) throws IOException {
        out.writeStartObject();
        out.writeStringField("message_id", status.messageId());
        if (status.emailId() != null) {
            out.writeStringField("email_id", status.emailId());
        }
        out.writeStringField("state", status.state().map(EmailState::code).orElse(null));
        out.writeArrayFieldStart("reports");
        for (Map.Entry<EmailState, EmailStatus.Report> report : status.history()) {
            out.writeStartObject();
            out.writeStringField("state", report.getKey().code());
            out.writeStringField("at", Timestamps.format(report.getValue().at()));
            out.writeStringField("event", report.getValue().event().value());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
