package dev.sluice.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.endpoint.RetrySchedule;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The table and the queues in processes of their own, so that what {@link FunctionsProgram} uses is the functions' alone. Prints the
 * variables that lead to them, as JSON in a line on the standard error; ends with its input. {@code infra/prove/delivery/pipeline.py}
 * runs both.
 */
final class StoresProgram {

    /** Longer than an attempt of the default length and what is around it. */
    static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(15).plus(Functions.AROUND_AN_ATTEMPT);

    private static final Duration VISIBILITY = FUNCTION_TIMEOUT.plusSeconds(5);

    private StoresProgram() {}

    public static void main(String[] arguments) throws Exception {
        LocalOptions options = new LocalOptions(
                "127.0.0.1", 0, null, RetrySchedule.DEFAULT, List.of(), 2, false, LocalOptions.Sealing.FILE);
        try (Stores stores = Stores.start(options, EventFiles.root(), VISIBILITY)) {
            Map<String, String> variables = PipelineVariables.of(
                    Stores.TABLE,
                    stores.queues(),
                    stores.sqs().endpoint(),
                    stores.dynamoDb().endpoint());
            System.err.println("> " + new ObjectMapper().writeValueAsString(variables));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0); // whatever threads there are
    }
}
