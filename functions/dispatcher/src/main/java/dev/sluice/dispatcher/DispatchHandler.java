package dev.sluice.dispatcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.telemetry.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SQS to webhooks: hands a batch to the dispatcher and reports what is not done (ReportBatchItemFailures). */
public final class DispatchHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private final Dispatcher dispatcher;
    private final String slowQueueName;
    private final Metrics metrics;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public DispatchHandler() {
        this(System.getenv());
    }

    /**
     * As Lambda makes it, from any environment: it prints log lines and metrics.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public DispatchHandler(Map<String, String> variables) {
        this(new Environment(variables), new Metrics());
    }

    private DispatchHandler(Environment environment, Metrics metrics) {
        this(environment, DispatchListener.all(new DispatchLog(), new DispatchMetrics(metrics)), metrics);
    }

    /** From any environment, for a listener in the place of lines. */
    public DispatchHandler(Map<String, String> variables, DispatchListener listener) {
        this(new Environment(variables), listener, new Metrics());
    }

    private DispatchHandler(Environment environment, DispatchListener listener, Metrics metrics) {
        this(
                DispatcherPorts.of(environment, listener),
                behindLast('/', environment.required("SLUICE_SLOW_QUEUE_URL")),
                metrics);
    }

    /**
     * @param slowQueueName by which what comes through the slow queue is known
     * @param metrics that the listener gathers, printed with the end of each invocation
     */
    DispatchHandler(DispatcherPorts ports, String slowQueueName, Metrics metrics) {
        this.dispatcher = new Dispatcher(ports);
        this.slowQueueName = slowQueueName;
        this.metrics = metrics;
        this.clock = ports.clock();
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<ReceivedMessage> batch =
                event.getRecords().stream().map(this::received).toList();
        List<String> notDone = dispatcher.handle(batch, Duration.ofMillis(context.getRemainingTimeInMillis()));
        metrics.print(context.getFunctionName(), clock.instant());
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
