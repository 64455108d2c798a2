package dev.sluice.dispatcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.SqsVisibility;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.UrlSettings;
import dev.sluice.signature.SealingSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** SQS to webhooks: hands a batch to the dispatcher and reports what is not done (ReportBatchItemFailures). */
public final class DispatchHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15); // Standard Webhooks recommends 15 to 30 s

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
        this(ports(new Environment(variables), listener));
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

    private static DispatcherPorts ports(Environment environment, DispatchListener listener) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        AwsStack stack = new AwsStack(environment, clock, random);
        SqsVisibility visibility = new SqsVisibility(stack.sqs(), stack.dispatchQueueUrl());
        return new DispatcherPorts(
                stack.events(),
                stack.deliveries(),
                stack.endpoints(),
                stack.held(),
                stack.dispatchQueue(),
                stack.deadLetters(),
                SealingSettings.sealer(environment, random),
                new HttpSender(UrlSettings.policy(environment)),
                (message, wait) -> visibility.change(message.receipt(), wait),
                environment.value("SLUICE_RETRY_SCHEDULE", RetrySchedule::parse).orElse(RetrySchedule.DEFAULT),
                environment.duration(
                        "SLUICE_ATTEMPT_TIMEOUT", ATTEMPT_TIMEOUT, Duration.ofSeconds(1), Duration.ofSeconds(30)),
                listener,
                clock,
                random);
    }
}
