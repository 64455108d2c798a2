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
import org.jspecify.annotations.Nullable;

/** SQS to webhooks: hands a batch to the dispatcher and reports what is not done (ReportBatchItemFailures). */
public final class DispatchHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private final Dispatcher dispatcher;
    private final String slowQueueName;

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
        this(new Environment(variables), listener);
    }

    private DispatchHandler(Environment environment, DispatchListener listener) {
        this(DispatcherPorts.of(environment, listener), behindLast('/', environment.required("SLUICE_SLOW_QUEUE_URL")));
    }

    /** @param slowQueueName by which what comes through the slow queue is known */
    DispatchHandler(DispatcherPorts ports, String slowQueueName) {
        this.dispatcher = new Dispatcher(ports);
        this.slowQueueName = slowQueueName;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<ReceivedMessage> batch =
                event.getRecords().stream().map(this::received).toList();
        List<String> notDone = dispatcher.handle(batch, Duration.ofMillis(context.getRemainingTimeInMillis()));
        return new SQSBatchResponse(notDone.stream().map(BatchItemFailure::new).toList());
    }

    private ReceivedMessage received(SQSEvent.SQSMessage message) {
        String receives = message.getAttributes().getOrDefault("ApproximateReceiveCount", "1");
        return new ReceivedMessage(
                message.getMessageId(),
                message.getReceiptHandle(),
                message.getBody(),
                lane(message.getEventSourceArn()),
                Integer.parseInt(receives));
    }

    private Lane lane(@Nullable String queueArn) {
        return queueArn != null && behindLast(':', queueArn).equals(slowQueueName) ? Lane.SLOW : Lane.FAST;
    }

    private static String behindLast(char separator, String text) {
        return text.substring(text.lastIndexOf(separator) + 1);
    }
}
