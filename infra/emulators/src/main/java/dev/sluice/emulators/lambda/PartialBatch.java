package dev.sluice.emulators.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a batch Lambda keeps, by what the handler answered, with {@code ReportBatchItemFailures}. AWS Lambda
 * Developer Guide, "Handling errors for an SQS event source in Lambda", section "Success and failure conditions"
 * (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
final class PartialBatch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PartialBatch() {}

    /**
     * The ids to keep: none for a complete success, all for a complete failure.
     *
     * @param batch the ids of the batch
     * @param response what the handler returned, null included; it is judged by the JSON it becomes on its way out of Lambda
     */
    static Set<String> kept(Set<String> batch, @Nullable Object response) {
        try {
            return reported(batch, JSON.valueToTree(response)).orElse(batch);
        } catch (IllegalArgumentException e) {
            // What cannot be written as JSON is no answer: a complete failure.
            return batch;
        }
    }

    /** The ids reported as failed, empty where the report is invalid. */
    private static Optional<Set<String>> reported(Set<String> batch, JsonNode response) {
        if (response.isNull()) {
            return Optional.of(Set.of());
        }
        if (!response.isObject()) {
            return Optional.empty();
        }
        JsonNode failures = response.path("batchItemFailures");
        if (failures.isMissingNode() || failures.isNull()) {
            return Optional.of(Set.of());
        }
        return failures.isArray() ? reportedIds(batch, failures) : Optional.empty();
    }

    private static Optional<Set<String>> reportedIds(Set<String> batch, JsonNode failures) {
        Set<String> ids = new HashSet<>();
        for (JsonNode failure : failures) {
            JsonNode id = failure.path("itemIdentifier");
            if (!id.isTextual() || !batch.contains(id.asText())) {
                return Optional.empty();
            }
            ids.add(id.asText());
        }
        return Optional.of(ids);
    }
}
