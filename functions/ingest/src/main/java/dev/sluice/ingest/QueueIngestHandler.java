package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.configuration.Environment;
import dev.sluice.event.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SQS to events: what SNS sent to a queue, wrapped or raw, and what rules sent on. What is no event is kept in quarantine and
 * acknowledged; only what the table or the queue failed on is reported (ReportBatchItemFailures) and comes again.
 */
public final class QueueIngestHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private final Ingest ingest;

    /** As Lambda makes it. */
    public QueueIngestHandler() {
        this(System.getenv());
    }

    /**
     * From any environment.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public QueueIngestHandler(Map<String, String> variables) {
        this(Ingest.of(new Environment(variables)));
    }

    QueueIngestHandler(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<SQSMessage> messages = messages(event);
        if (messages.isEmpty()) {
            ingest.takeAll(List.of(Parcel.ofNothing(Door.SQS, context.getAwsRequestId())));
        }
        List<BatchItemFailure> failures = new ArrayList<>();
        for (@Nullable SQSMessage message : messages) {
            if (ingest.take(Parcel.of(message)).isPresent()) {
                failures.add(new BatchItemFailure(idOf(message)));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private static List<SQSMessage> messages(@Nullable SQSEvent event) {
        return event == null || event.getRecords() == null ? List.of() : event.getRecords();
    }

    /** Lambda takes an empty id for the failure of the whole batch, which loses nothing. */
    private static String idOf(@Nullable SQSMessage message) {
        String id = message == null ? null : message.getMessageId();
        return id == null ? "" : id;
    }
}
