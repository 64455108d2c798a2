package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.configuration.Environment;
import dev.sluice.event.Door;
import dev.sluice.event.TraceId;
import dev.sluice.event.input.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            ingest.takeAll(List.of(nothing(context)));
        }
        List<BatchItemFailure> failures = new ArrayList<>();
        for (@Nullable SQSMessage message : messages) {
            if (ingest.firstFailure(parcels(message, context)).isPresent()) {
                // Lambda takes an empty id for the failure of the whole batch, which loses nothing.
                failures.add(new BatchItemFailure(Objects.requireNonNullElse(idOf(message), "")));
            }
        }
        return new SQSBatchResponse(failures);
    }

    /** A message, or what it holds in several pieces of which each is an input of its own. */
    private static List<Parcel> parcels(@Nullable SQSMessage message, Context context) {
        String body = message == null ? null : message.getBody();
        List<byte[]> pieces = body == null ? List.of() : Records.inMessage(body.getBytes(StandardCharsets.UTF_8));
        IngestLog log = new IngestLog("sqs_message_id", idOf(message));
        TraceId trace = Trace.of(message, context);
        return pieces.size() < 2
                ? List.of(new Parcel(Door.SQS, trace, SqsRecord.write(message), log))
                : pieces.stream()
                        .map(piece -> SqsRecord.write(message, new String(piece, StandardCharsets.UTF_8)))
                        .map(raw -> new Parcel(Door.SQS, trace, raw, log))
                        .toList();
    }

    /** An event whose list of records is missing or empty: it is told of like every input that is none. */
    private static Parcel nothing(Context context) {
        byte[] raw = "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8);
        return new Parcel(Door.SQS, Trace.of(context), raw, new IngestLog("request_id", context.getAwsRequestId()));
    }

    private static List<SQSMessage> messages(@Nullable SQSEvent event) {
        return event == null || event.getRecords() == null ? List.of() : event.getRecords();
    }

    private static @Nullable String idOf(@Nullable SQSMessage message) {
        return message == null ? null : message.getMessageId();
    }
}
