package dev.sluice.emulators.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of AWS, "Success and failure conditions": docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html. */
class PartialBatchTest {
    private static final Set<String> BATCH = Set.of("a", "b", "c");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what is returned                | the response as JSON                                                     | kept
            an empty list                     | {"batchItemFailures":[]}                                                 | none
            a null list                       | {"batchItemFailures":null}                                               | none
            an empty response                 | {}                                                                       | none
            a null response                   | null                                                                     | none
            a list under another name         | {"BatchItemFailures":[{"itemIdentifier":"b"}]}                           | none
            invalid JSON: not an object       | "ok"                                                                     | all
            invalid JSON: an array            | [{"itemIdentifier":"b"}]                                                 | all
            invalid JSON: the list is none    | {"batchItemFailures":"b"}                                                | all
            an empty itemIdentifier           | {"batchItemFailures":[{"itemIdentifier":""}]}                            | all
            a null itemIdentifier             | {"batchItemFailures":[{"itemIdentifier":null}]}                          | all
            a bad key name                    | {"batchItemFailures":[{"messageId":"b"}]}                                | all
            an id that is not text            | {"batchItemFailures":[{"itemIdentifier":7}]}                             | all
            an id that does not exist         | {"batchItemFailures":[{"itemIdentifier":"z"}]}                           | all
            one good id and one that is none  | {"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"z"}]}    | all
            one id                            | {"batchItemFailures":[{"itemIdentifier":"b"}]}                           | b
            the same id twice                 | {"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}    | b
            every id                          | {"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"},{"itemIdentifier":"c"}]} | all
            """)
    void keepsWhatAwsKeeps(String returned, String json, String kept) throws Exception {
        Set<String> expected = switch (kept) {
            case "all" -> BATCH;
            case "none" -> Set.of();
            default -> Set.of(kept);
        };

        assertThat(PartialBatch.kept(BATCH, new ObjectMapper().readTree(json))).isEqualTo(expected);
    }

    @Test
    void readsTheResponseTypeOfTheEventsLibrary() {
        SQSBatchResponse response = new SQSBatchResponse(List.of(new BatchItemFailure("b")));

        assertThat(PartialBatch.kept(BATCH, response)).containsExactly("b");
        assertThat(PartialBatch.kept(BATCH, new SQSBatchResponse())).isEmpty();
    }

    @Test
    void keepsAllWhenTheResponseCannotBeWrittenAsJson() {
        assertThat(PartialBatch.kept(BATCH, new Object())).isEqualTo(BATCH);
    }
}
