package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.api.ApiHandler;
import dev.sluice.dispatcher.DispatchHandler;
import dev.sluice.emulators.function.Invocable;
import dev.sluice.emulators.function.InvocationResult;
import dev.sluice.emulators.function.InvocationResult.Returned;
import dev.sluice.emulators.function.JsonFunction;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.function.StreamFunction;
import dev.sluice.ingest.BusIngestHandler;
import dev.sluice.ingest.IngestHandler;
import dev.sluice.ingest.QueueIngestHandler;
import dev.sluice.scheduler.SchedulerHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The files by the handlers themselves, read as the managed runtime reads them. */
final class EventFilesIT extends EventFilesContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static Surroundings world;
    private static Map<Function, Invocable> functions;

    @BeforeAll
    static void start() throws IOException {
        world = Surroundings.start();
        Map<String, String> environment = world.environment();
        Console console = new Console(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        functions = Map.of(
                Function.INGEST,
                new StreamFunction("ingest", TIMEOUT, new IngestHandler(environment)),
                Function.INGEST_QUEUE,
                new JsonFunction<>(
                        new LambdaFunction<>("ingest-queue", TIMEOUT, new QueueIngestHandler(environment)),
                        SQSEvent.class,
                        SQSBatchResponse.class),
                Function.INGEST_BUS,
                new StreamFunction("ingest-bus", TIMEOUT, new BusIngestHandler(environment)),
                Function.DISPATCHER,
                new JsonFunction<>(
                        new LambdaFunction<>("dispatcher", TIMEOUT, new DispatchHandler(environment, console)),
                        SQSEvent.class,
                        SQSBatchResponse.class),
                Function.SCHEDULER,
                new JsonFunction<>(
                        new LambdaFunction<>("scheduler", TIMEOUT, new SchedulerHandler(environment)),
                        ScheduledEvent.class,
                        Void.class),
                Function.API,
                new JsonFunction<>(
                        new LambdaFunction<>("api", TIMEOUT, new ApiHandler(environment)),
                        APIGatewayV2HTTPEvent.class,
                        APIGatewayV2HTTPResponse.class));
    }

    @AfterAll
    static void close() throws IOException {
        if (world != null) {
            world.close();
        }
    }

    @Override
    Surroundings world() {
        return world;
    }

    @Override
    String subject() {
        return "handler";
    }

    @Override
    String invoke(Function function, String event) throws Exception {
        InvocationResult<String> result = functions.get(function).invoke(event);
        assertThat(result).isInstanceOf(Returned.class);
        return ((Returned<String>) result).value();
    }
}
