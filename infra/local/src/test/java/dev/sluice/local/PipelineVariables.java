package dev.sluice.local;

import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.emulators.sqs.SqsEmulator;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The environment of functions between stand-ins, for tests that wire them themselves. */
final class PipelineVariables {

    private PipelineVariables() {}

    /** A map of its own, to be added to. */
    static Map<String, String> of(
            String table, Queues queues, URI sqs, URI dynamoDb, String adminKey, Receiver receiver) {
        Map<String, String> variables = of(table, queues, sqs, dynamoDb);
        variables.put("SLUICE_ADMIN_KEY", adminKey);
        variables.put("SLUICE_ALLOWED_ADDRESSES", receiver.uri().getAuthority());
        return variables;
    }

    /** The same for whoever adds an admin key and receivers. */
    static Map<String, String> of(String table, Queues queues, URI sqs, URI dynamoDb) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_REGION", SqsEmulator.REGION);
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_ENDPOINT_URL_SQS", sqs.toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
        variables.put("SLUICE_TABLE", table);
        variables.put("SLUICE_DISPATCH_QUEUE_URL", queues.dispatch());
        variables.put("SLUICE_SLOW_QUEUE_URL", queues.slow());
        variables.put("SLUICE_DEAD_LETTER_QUEUE_URL", queues.deadLetter());
        variables.put("SLUICE_SEALING_KEYS", "test:" + Base64.getEncoder().encodeToString(new byte[32]));
        return variables;
    }
}
