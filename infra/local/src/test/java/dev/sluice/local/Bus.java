package dev.sluice.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.emulators.function.Invocable;
import dev.sluice.emulators.function.InvocationResult.Returned;
import dev.sluice.emulators.function.StreamFunction;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;

/** EventBridge's default bus with the function behind it, which Lambda invokes again under the same request id when it fails. */
final class Bus implements Entrance {

    private final Invocable ingest;

    Bus(RequestStreamHandler ingest) {
        this.ingest = new StreamFunction("ingest-bus", Duration.ofSeconds(10), ingest);
    }

    @Override
    public long handOver(int events) throws Exception {
        return Insistence.givenUp(Bounces.of(events).stream().map(this::event).toList());
    }

    private Callable<Boolean> event(String detail) {
        String requestId = UUID.randomUUID().toString();
        String event = "{\"version\":\"0\",\"id\":\"" + requestId + "\",\"detail-type\":\"Email Bounced\","
                + "\"source\":\"aws.ses\",\"account\":\"123456789012\",\"time\":\"2026-03-02T11:59:59Z\","
                + "\"region\":\"us-east-1\",\"resources\":[],\"detail\":" + detail + "}";
        return () -> ingest.invoke(event, requestId) instanceof Returned<?>;
    }
}
