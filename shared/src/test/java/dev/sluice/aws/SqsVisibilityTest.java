package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;

class SqsVisibilityTest {

    private static final String URL = "http://127.0.0.1/queue";

    /** A queue that is only asked for visibility. */
    private static final class Queue implements SqsClient {

        private final List<ChangeMessageVisibilityRequest> asked = new ArrayList<>();

        @Override
        public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
            asked.add(request);
            return ChangeMessageVisibilityResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT0.000000001S, 1",
        "PT0.001S, 1",
        "PT5S, 5",
        "PT5.000000001S, 6",
        "PT5.999S, 6",
        "PT15M, 900",
        "PT-3S, 0",
        "PT11H40M, 42000",
        "PT24H, 42000"
    })
    void asksForWholeSecondsNeverLessThanTheWaitNorMoreThanTheQueueTakes(Duration wait, int seconds) {
        Queue queue = new Queue();

        new SqsVisibility(queue, URL).change("receipt", wait);

        assertThat(queue.asked)
                .containsExactly(ChangeMessageVisibilityRequest.builder()
                        .queueUrl(URL)
                        .receiptHandle("receipt")
                        .visibilityTimeout(seconds)
                        .build());
    }
}
