package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.configuration.Environment;
import dev.sluice.event.Door;
import dev.sluice.event.input.Records;
import dev.sluice.event.json.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SNS to events. What is no event is kept in quarantine, byte for byte, and the function succeeds, so SNS does not loop over it; it fails
 * only when the table or the queue does, and Lambda then hands it the same bytes again.
 */
public final class IngestHandler implements RequestStreamHandler {

    private static final int LONGEST_SHOWN = 100;

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
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ingest.takeAll(Records.each(input.readAllBytes()).stream()
                .map(record -> new Parcel(Door.SNS, Trace.of(context), record, log(record, context.getAwsRequestId())))
                .toList());
        output.write("null".getBytes(StandardCharsets.UTF_8));
    }

    private static IngestLog log(byte[] input, String requestId) {
        JsonNode record = Records.only(input);
        return record.has("Sns")
                ? new IngestLog(
                        "sns_message_id",
                        shown(record.path("Sns").path("MessageId").textValue()))
                : new IngestLog("request_id", requestId);
    }

    private static @Nullable String shown(@Nullable String messageId) {
        return messageId == null ? null : Text.excerpt(messageId, LONGEST_SHOWN);
    }
}
