package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.event.TraceId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which trace an input is of. */
final class Trace {

    /** Where Lambda's runtimes for Java leave an invocation's trace header, those that do not say it in the context. */
    private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

    private Trace() {}

    /** The invocation's; null if Lambda says none. */
    static @Nullable TraceId of(Context context) {
        return Stream.of(
                        Optional.ofNullable(context.getXrayTraceId()),
                        Optional.ofNullable(System.getProperty(PROPERTY)))
                .flatMap(Optional::stream)
                .flatMap(header -> TraceId.ofAmazon(header).stream())
                .findFirst()
                .orElse(null);
    }

    /** The sender's, which SQS carries beside a message; else the invocation's. */
    static @Nullable TraceId of(@Nullable SQSMessage message, Context context) {
        return Optional.ofNullable(message)
                .flatMap(each -> Optional.ofNullable(each.getAttributes()))
                .flatMap(attributes -> Optional.ofNullable(attributes.get("AWSTraceHeader")))
                .flatMap(TraceId::ofAmazon)
                .orElseGet(() -> of(context));
    }
}
