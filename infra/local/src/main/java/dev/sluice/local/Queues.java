package dev.sluice.local;

import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The queues of {@code template.yaml}, made where they are not there yet. */
record Queues(
        String dispatch,
        String slow,
        String deadLetter,
        String poison,
        String email,
        String ingestFailure,
        String source) {

    private static final int POISON_AFTER = 20;
    private static final int INGEST_FAILED_AFTER = 5;
    private static final int NEVER = 1_000; // the most that SQS takes

    /** @param visibility of the dispatch queue and the slow one: longer than its function runs */
    static Queues create(SqsClient sqs, Duration visibility) {
        return create(sqs, "sluice", visibility);
    }

    /** @param prefix of their names, which sets of queues in one account differ by */
    static Queues create(SqsClient sqs, String prefix, Duration visibility) {
        // As in the template: the dead-letter queue is a dead-letter queue of the poison queue, which is what a redrive
        // asks for.
        String deadLetter = queue(sqs, prefix + "-dead-letter", Map.of());
        String poison = queue(sqs, prefix + "-poison", redrive(sqs, deadLetter, NEVER));
        String dispatch = queue(sqs, prefix + "-dispatch", with(visibility, redrive(sqs, poison, POISON_AFTER)));
        String slow = queue(sqs, prefix + "-slow", with(visibility, redrive(sqs, poison, POISON_AFTER)));
        String email = queue(sqs, prefix + "-email", redrive(sqs, poison, POISON_AFTER));
        String ingestFailure = queue(sqs, prefix + "-ingest-failure", Map.of());
        String source = queue(
                sqs,
                prefix + "-source",
                with(Functions.SOURCE_VISIBILITY, redrive(sqs, ingestFailure, INGEST_FAILED_AFTER)));
        return new Queues(dispatch, slow, deadLetter, poison, email, ingestFailure, source);
    }

    private static String queue(SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
        try {
            String url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
            if (!attributes.isEmpty()) {
                sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(attributes));
            }
            return url;
        } catch (QueueDoesNotExistException e) {
            return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                    .queueUrl();
        }
    }

    private static Map<QueueAttributeName, String> redrive(SqsClient sqs, String target, int receives) {
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(target).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        return Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + receives + "}");
    }

    private static Map<QueueAttributeName, String> with(
            Duration visibility, Map<QueueAttributeName, String> redrivePolicy) {
        return Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                Long.toString(visibility.toSeconds()),
                QueueAttributeName.REDRIVE_POLICY,
                String.valueOf(redrivePolicy.get(QueueAttributeName.REDRIVE_POLICY)));
    }
}
