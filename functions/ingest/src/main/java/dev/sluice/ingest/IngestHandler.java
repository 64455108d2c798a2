package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import dev.sluice.configuration.Environment;
import dev.sluice.event.Door;
import dev.sluice.event.input.SnsNotification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.joda.time.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * SNS to events. What is no event is kept in quarantine and the function succeeds, so SNS does not loop over it; it fails only when the
 * table or the queue does, and Lambda then hands it the same records again.
 */
public final class IngestHandler implements RequestHandler<SNSEvent, @Nullable Void> {

    private final Ingest ingest;

    /** As Lambda makes it. */
    public IngestHandler() {
        this(System.getenv());
    }

    /**
     * From any environment.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public IngestHandler(Map<String, String> variables) {
        this(Ingest.of(new Environment(variables)));
    }

    IngestHandler(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public @Nullable Void handleRequest(SNSEvent event, Context context) {
        ingest.takeAll(parcels(event, context.getAwsRequestId()));
        return null;
    }

    private static List<Parcel> parcels(@Nullable SNSEvent event, String requestId) {
        List<SNSRecord> records = event == null ? null : event.getRecords();
        return records == null || records.isEmpty()
                ? List.of(Parcel.ofNothing(Door.SNS, requestId))
                : records.stream().map(each -> Parcel.of(notification(each))).toList();
    }

    private static SnsNotification notification(@Nullable SNSRecord each) {
        SNSEvent.SNS sns = each == null ? null : each.getSNS();
        return sns == null
                ? new SnsNotification(null, null, null, null, null)
                : new SnsNotification(
                        sns.getMessageId(),
                        sns.getTopicArn(),
                        instant(sns.getTimestamp()),
                        sns.getSubject(),
                        sns.getMessage());
    }

    private static @Nullable Instant instant(@Nullable DateTime time) {
        return time == null ? null : Instant.ofEpochMilli(time.getMillis());
    }
}
