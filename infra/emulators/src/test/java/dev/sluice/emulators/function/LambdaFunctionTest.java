package dev.sluice.emulators.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LambdaFunctionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void handlerIsToldOfItsInvocation() throws Exception {
        AtomicReference<Context> seen = new AtomicReference<>();
        LambdaFunction<String, String> function = new LambdaFunction<>("ingest", TIMEOUT, (event, context) -> {
            seen.set(context);
            return event + "!";
        });

        assertThat(function.invoke("event", "request-1")).isEqualTo(new InvocationResult.Returned<>("event!"));

        assertThat(seen.get().getAwsRequestId()).isEqualTo("request-1");
        assertThat(seen.get().getFunctionName()).isEqualTo("ingest");
        assertThat(seen.get().getInvokedFunctionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:ingest");
        assertThat(seen.get().getRemainingTimeInMillis()).isBetween(1, 30_000);
        assertThat(seen.get().getLogger()).isNotNull();
    }

    @Test
    void whatTheHandlerThrowsIsTheResult() throws Exception {
        Error error = new StackOverflowError("deep");
        LambdaFunction<String, String> function = new LambdaFunction<>("ingest", TIMEOUT, (_, _) -> {
            throw error;
        });

        assertThat(function.invoke("event")).isEqualTo(new InvocationResult.Failed<>(error));
    }

    @Test
    void handlerOverItsTimeIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        LambdaFunction<String, String> function =
                new LambdaFunction<>("ingest", Duration.ofMillis(20), (_, context) -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        if (context.getRemainingTimeInMillis() == 0) {
                            interrupted.countDown();
                        }
                    }
                    return "late";
                });

        assertThat(function.invoke("event")).isEqualTo(new InvocationResult.TimedOut<>(Duration.ofMillis(20)));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timeoutMustBePositive() {
        assertThatThrownBy(() -> new LambdaFunction<String, String>("ingest", Duration.ZERO, (_, _) -> ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }
}
