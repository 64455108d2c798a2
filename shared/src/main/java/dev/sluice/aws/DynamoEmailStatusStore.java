package dev.sluice.aws;

import dev.sluice.email.EmailStatus;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Statuses in DynamoDB: a row a mail with an attribute a state, each written by the first report of it. The order of reports does not
 * matter, so none needs a condition but that the row has not expired.
 */
public final class DynamoEmailStatusStore implements EmailStatusStore {

    private static final String REPORT = "r_";

    private final Table table;
    private final Duration kept;

    /** @param kept how long after the last report */
    public DynamoEmailStatusStore(Table table, Duration kept) {
        this.table = table;
        this.kept = kept;
    }

    @Override
    public void add(AppId app, Effect.Report report, EventId event, Instant now) {
        update(
                app,
                report.messageId(),
                report.emailId(),
                ", #report = if_not_exists(#report, :report)",
                Map.of("#report", REPORT + report.state().code()),
                Map.of(
                        ":report",
                        AttributeValue.fromM(Map.of(
                                "at",
                                        AttributeValue.fromN(
                                                Long.toString(report.at().toEpochMilli())),
                                "event", AttributeValue.fromS(event.bare())))),
                now);
    }

    @Override
    public void add(AppId app, Effect.Mention mention, Instant now) {
        update(app, mention.messageId(), mention.emailId(), "", Map.of(), Map.of(), now);
    }

    private void update(
            AppId app,
            String messageId,
            @Nullable String emailId,
            String further,
            Map<String, String> names,
            Map<String, AttributeValue> furtherValues,
            Instant now) {
        Map<String, AttributeValue> values = new HashMap<>(furtherValues);
        values.put(":v", AttributeValue.fromN("1"));
        String set = "v = :v" + further;
        Instant expires = now.plus(kept);
        if (emailId != null) {
            set += ", email_id = if_not_exists(email_id, :email)";
            values.put(":email", AttributeValue.fromS(emailId));
            // First, so that whoever finds the status by its mail finds it by the email too.
            table.put(Row.of(Keys.mailOfEmail(app, emailId.toLowerCase(Locale.ROOT), messageId))
                    .expires(expires));
        }
        table.update(Keys.emailStatus(app, messageId), set, names, values, expires);
    }

    @Override
    public Optional<EmailStatus> find(AppId app, String messageId) {
        return table.get(Keys.emailStatus(app, messageId)).map(row -> status(messageId, row));
    }

    @Override
    public List<EmailStatus> ofEmail(AppId app, String emailId, int limit) {
        List<String> messageIds = table
                .query(Table.Range.of(Keys.mailsOfEmail(app, emailId.toLowerCase(Locale.ROOT)), ""), true, limit, true)
                .stream()
                .map(row -> Row.text(row, Keys.SK))
                .toList();
        Map<Keys.Key, Map<String, AttributeValue>> rows = table.get(
                messageIds.stream().map(id -> Keys.emailStatus(app, id)).toList(), true);
        return messageIds.stream()
                .flatMap(id ->
                        Optional.ofNullable(rows.get(Keys.emailStatus(app, id))).map(row -> status(id, row)).stream())
                .filter(status -> emailId.equalsIgnoreCase(status.emailId()))
                .toList();
    }

    private static EmailStatus status(String messageId, Map<String, AttributeValue> row) {
        Map<EmailState, EmailStatus.Report> reports = new EnumMap<>(EmailState.class);
        for (EmailState state : EmailState.values()) {
            if (row.containsKey(REPORT + state.code())) {
                Map<String, AttributeValue> report = Row.map(row, REPORT + state.code());
                reports.put(
                        state,
                        new EmailStatus.Report(Row.time(report, "at"), EventId.ofBare(Row.text(report, "event"))));
            }
        }
        return new EmailStatus(messageId, Row.textOrNull(row, "email_id"), reports);
    }
}
