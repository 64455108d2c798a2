package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.configuration.Environment;
import dev.sluice.event.Door;
import dev.sluice.event.input.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * EventBridge to events, and any other document that a function is invoked with. What is no event is kept in quarantine, byte for byte,
 * and the function succeeds; it fails only when the table or the queue does, and Lambda then hands it the same bytes again.
 */
public final class BusIngestHandler implements RequestStreamHandler {

    private final Ingest ingest;

    /** As Lambda makes it. */
    public BusIngestHandler() {
        this(System.getenv());
    }

    /**
     * From any environment.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public BusIngestHandler(Map<String, String> variables) {
        this(Ingest.of(new Environment(variables)));
    }

    BusIngestHandler(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        IngestLog log = new IngestLog("request_id", context.getAwsRequestId());
        ingest.takeAll(Records.each(input.readAllBytes()).stream()
                .map(record -> new Parcel(Door.EVENTBRIDGE, Trace.of(context), record, log))
                .toList());
        output.write("null".getBytes(StandardCharsets.UTF_8));
    }
}
