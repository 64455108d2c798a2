package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.event.TraceId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final String OF_INVOCATION =
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";
    private static final String OF_SENDER = "Root=1-6759e988-cd862e3fe1be46a994272794;Sampled=1";
    private static final TraceId INVOCATION = new TraceId("5759e988bd862e3fe1be46a994272793");
    private static final TraceId SENDER = new TraceId("6759e988cd862e3fe1be46a994272794");

    private static Context context(@Nullable String header) {
        Context plain = new InvocationContext("ingest", "request-1", Duration.ofSeconds(30));
        return (Context) Proxy.newProxyInstance(
                TraceTest.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, arguments) ->
                        method.getName().equals("getXrayTraceId") ? header : method.invoke(plain, arguments));
    }

    private static SQSMessage message(@Nullable Map<String, String> attributes) {
        SQSMessage message = new SQSMessage();
        message.setAttributes(attributes);
        return message;
    }

    @Test
    void anInvocationsIsInItsContext() {
        assertThat(Trace.of(context(OF_INVOCATION))).isEqualTo(INVOCATION);
    }

    @Test
    void aMessagesIsItsSenders() {
        assertThat(Trace.of(message(Map.of("AWSTraceHeader", OF_SENDER)), context(OF_INVOCATION)))
                .isEqualTo(SENDER);
    }

    @Test
    void aMessageWithoutOneIsTheInvocations() {
        assertThat(Trace.of(message(Map.of()), context(OF_INVOCATION))).isEqualTo(INVOCATION);
        assertThat(Trace.of(message(Map.of("AWSTraceHeader", "none")), context(OF_INVOCATION)))
                .isEqualTo(INVOCATION);
        assertThat(Trace.of(message(null), context(OF_INVOCATION))).isEqualTo(INVOCATION);
        assertThat(Trace.of(null, context(OF_INVOCATION))).isEqualTo(INVOCATION);
    }

    @Test
    void withoutAnyThereIsNone() {
        assertThat(Trace.of(message(Map.of()), context(null))).isNull();
    }

    @Test
    void itStandsOnTheEvent() throws Exception {
        Rig rig = new Rig();

        new IngestHandler(rig.ingest())
                .handleRequest(
                        new java.io.ByteArrayInputStream(Bounces.records(Bounces.record(Bounces.text(1)))
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        java.io.OutputStream.nullOutputStream(),
                        context(OF_INVOCATION));

        assertThat(rig.stored())
                .singleElement()
                .satisfies(event -> assertThat(event.source().trace()).isEqualTo(INVOCATION));
    }
}
