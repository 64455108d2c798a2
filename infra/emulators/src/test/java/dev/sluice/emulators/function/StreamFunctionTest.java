package dev.sluice.emulators.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.emulators.function.InvocationResult.Failed;
import dev.sluice.emulators.function.InvocationResult.Returned;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StreamFunctionTest {

    @Test
    void theHandlerReadsAndWritesByItself() throws Exception {
        RequestStreamHandler echo = (input, output, context) -> {
            output.write(context.getAwsRequestId().getBytes());
            input.transferTo(output);
        };

        assertThat(function(echo).invoke("{ \"ü\" : 1 }", "request-1"))
                .isEqualTo(new Returned<>("request-1{ \"ü\" : 1 }"));
    }

    @Test
    void whatTheHandlerThrowsIsTheResult() throws Exception {
        IOException checked = new EOFException("no more");
        RuntimeException unchecked = new IllegalStateException("no");

        assertThat(function((_, _, _) -> {
                            throw checked;
                        })
                        .invoke("{}"))
                .isEqualTo(new Failed<>(checked));
        assertThat(function((_, _, _) -> {
                            throw unchecked;
                        })
                        .invoke("{}"))
                .isEqualTo(new Failed<>(unchecked));
    }

    private static StreamFunction function(RequestStreamHandler handler) {
        return new StreamFunction("f", Duration.ofSeconds(30), handler);
    }
}
