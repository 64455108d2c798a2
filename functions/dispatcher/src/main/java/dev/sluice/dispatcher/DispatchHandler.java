package dev.sluice.dispatcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** SQS to webhooks: hands a batch to the dispatcher and reports what is not done (ReportBatchItemFailures). */
public final class DispatchHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private final Dispatcher dispatcher;

    /** As Lambda makes it. */
    public DispatchHandler() {
        this(System.getenv(), new DispatchLog());
    }

    /**
     * From any environment.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public DispatchHandler(Map<String, String> variables, DispatchListener listener) {
        this(DispatcherPorts.of(new Environment(variables), listener));
    }

    DispatchHandler(DispatcherPorts ports) {
        this.dispatcher = new Dispatcher(ports);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<ReceivedMessage> batch =
                event.getRecords().stream().map(DispatchHandler::received).toList();
        List<String> notDone = dispatcher.handle(batch, Duration.ofMillis(context.getRemainingTimeInMillis()));
        return new SQSBatchResponse(notDone.stream().map(BatchItemFailure::new).toList());
    }

    private static ReceivedMessage received(SQSEvent.SQSMessage message) {
        String receives = message.getAttributes().getOrDefault("ApproximateReceiveCount", "1");
        return new ReceivedMessage(
                message.getMessageId(), message.getReceiptHandle(), message.getBody(), Integer.parseInt(receives));
    }
}
