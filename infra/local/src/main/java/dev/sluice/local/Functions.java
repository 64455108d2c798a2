package dev.sluice.local;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.api.ApiHandler;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.dispatcher.DispatchHandler;
import dev.sluice.emulators.function.Invocable;
import dev.sluice.emulators.function.JsonFunction;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.function.StreamFunction;
import dev.sluice.emulators.lambda.EventSource;
import dev.sluice.emulators.schedule.ScheduleSource;
import dev.sluice.emulators.sns.LambdaSubscriber;
import dev.sluice.ingest.BusIngestHandler;
import dev.sluice.ingest.IngestHandler;
import dev.sluice.ingest.QueueIngestHandler;
import dev.sluice.scheduler.SchedulerHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The real handlers as functions, with the template's settings where they matter: one instance of each, whoever invokes it, but for the
 * dispatcher, whose containers the queue has to itself.
 */
final class Functions {

    /** The dispatcher's: an attempt, and what is around it. */
    static final Duration AROUND_AN_ATTEMPT = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of the source queue: six times its function's timeout, as AWS asks. */
    static final Duration SOURCE_VISIBILITY = TIMEOUT.multipliedBy(6);

    private static final Duration TICK =
            Duration.ofSeconds(10); // a minute in AWS: nobody wants to wait that long at a terminal
    private static final int MOST_POLLERS = 5;
    private static final int SOURCE_POLLERS = 2;

    private final Map<String, String> environment;
    private final @Nullable DispatchListener listener;
    private final LambdaFunction<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> api;
    private final Invocable ingest;
    private final LambdaFunction<SQSEvent, SQSBatchResponse> queueIngest;
    private final LambdaFunction<ScheduledEvent, Void> scheduler;

    /**
     * Makes the handlers.
     *
     * @param environment as Lambda would give it
     * @param listener told of every attempt, null for the lines that there are in Lambda
     */
    Functions(Map<String, String> environment, @Nullable DispatchListener listener) {
        this.environment = Map.copyOf(environment);
        this.listener = listener;
        this.api = api(environment);
        this.ingest = new StreamFunction("ingest", TIMEOUT, new IngestHandler(environment));
        this.queueIngest = new LambdaFunction<>("ingest-queue", TIMEOUT, new QueueIngestHandler(environment));
        this.scheduler = new LambdaFunction<>("scheduler", TIMEOUT, new SchedulerHandler(environment));
    }

    /** An API alone. */
    static LambdaFunction<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> api(Map<String, String> environment) {
        return new LambdaFunction<>("api", TIMEOUT, new ApiHandler(environment));
    }

    LambdaFunction<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> api() {
        return api;
    }

    /** The ingest function as a subscriber, which Lambda invokes again when it fails, and then hands to the failure queue. */
    LambdaSubscriber ingest(SqsClient sqs, String failureQueue) {
        return new LambdaSubscriber(
                ingest,
                failed -> sqs.sendMessage(
                        request -> request.queueUrl(failureQueue).messageBody(failed.toJson())));
    }

    EventSource queueIngest(SqsClient sqs, String queue) {
        return EventSource.builder(sqs, queue, queueIngest::handler)
                .functionName(queueIngest.name())
                .timeout(TIMEOUT)
                .concurrency(SOURCE_POLLERS)
                .pollers(SOURCE_POLLERS)
                .start();
    }

    /**
     * The dispatcher behind one of its queues.
     *
     * @param containers that work at once
     */
    EventSource dispatcher(SqsClient sqs, String queue, Duration timeout, int containers) {
        return EventSource.builder(sqs, queue, this::dispatcher)
                .functionName("dispatcher")
                .timeout(timeout)
                .concurrency(containers)
                .pollers(Math.min(containers / 2, MOST_POLLERS))
                .start();
    }

    private DispatchHandler dispatcher() {
        return listener == null ? new DispatchHandler(environment) : new DispatchHandler(environment, listener);
    }

    ScheduleSource scheduler(ScheduledExecutorService timer) {
        ScheduleSource.Rule rule = new ScheduleSource.Rule("tick", TICK, ScheduleSource.Overlap.SKIPPED);
        return ScheduleSource.start(rule, scheduler, timer, InstantSource.system(), _ -> {});
    }

    /**
     * All functions, to be invoked by name.
     *
     * @param dispatcherTimeout the dispatcher's
     */
    List<Invocable> invocable(Duration dispatcherTimeout) {
        return List.of(
                ingest,
                new JsonFunction<>(queueIngest, SQSEvent.class, SQSBatchResponse.class),
                new StreamFunction("ingest-bus", TIMEOUT, new BusIngestHandler(environment)),
                new JsonFunction<>(
                        new LambdaFunction<>("dispatcher", dispatcherTimeout, dispatcher()),
                        SQSEvent.class,
                        SQSBatchResponse.class),
                new JsonFunction<>(scheduler, ScheduledEvent.class, Void.class),
                new JsonFunction<>(api, APIGatewayV2HTTPEvent.class, APIGatewayV2HTTPResponse.class));
    }
}
