package dev.sluice.local;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.dispatcher.DispatchHandler;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.lambda.EventSource;
import dev.sluice.emulators.schedule.ScheduleSource;
import dev.sluice.emulators.sns.LambdaSubscriber;
import dev.sluice.ingest.IngestHandler;
import dev.sluice.scheduler.SchedulerHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The real handlers as functions, with the template's settings where they matter. */
final class Functions {

    /** The dispatcher's: an attempt, and what is around it. */
    static final Duration AROUND_AN_ATTEMPT = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TICK =
            Duration.ofSeconds(10); // a minute in AWS: nobody wants to wait that long at a terminal
    private static final int DISPATCHERS = 10;

    private final Map<String, String> environment;

    /** @param environment as Lambda would give it; read when a function is made */
    Functions(Map<String, String> environment) {
        this.environment = environment;
    }

    LambdaFunction<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> api(DeployedApi deployed) {
        return new LambdaFunction<>("api", TIMEOUT, deployed);
    }

    /** The ingest function as a subscriber, which Lambda invokes again when it fails, and then hands to the failure queue. */
    LambdaSubscriber ingest(SqsClient sqs, String failureQueue) {
        LambdaFunction<SNSEvent, Void> function =
                new LambdaFunction<>("ingest", TIMEOUT, new IngestHandler(environment));
        return new LambdaSubscriber(
                function,
                failed -> sqs.sendMessage(
                        request -> request.queueUrl(failureQueue).messageBody(failed.toJson())));
    }

    EventSource dispatcher(SqsClient sqs, String queue, Duration timeout, DispatchListener listener) {
        return EventSource.builder(sqs, queue, () -> new DispatchHandler(environment, listener))
                .functionName("dispatcher")
                .timeout(timeout)
                .concurrency(DISPATCHERS)
                .pollers(DISPATCHERS / 2)
                .start();
    }

    ScheduleSource scheduler(ScheduledExecutorService timer) {
        LambdaFunction<ScheduledEvent, Void> function =
                new LambdaFunction<>("scheduler", TIMEOUT, new SchedulerHandler(environment));
        ScheduleSource.Rule rule = new ScheduleSource.Rule("tick", TICK, ScheduleSource.Overlap.SKIPPED);
        return ScheduleSource.start(rule, function, timer, InstantSource.system(), _ -> {});
    }
}
