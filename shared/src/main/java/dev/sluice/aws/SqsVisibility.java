package dev.sluice.aws;

import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Changes when a received message comes again. Safe for use by many threads. */
public final class SqsVisibility {

    /** SQS: at most 12 hours from the receive; what is left for the time the message was handled is more than any function runs. */
    private static final Duration LONGEST = Duration.ofHours(12).minusMinutes(20);

    private final SqsClient client;
    private final String queueUrl;

    public SqsVisibility(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    /**
     * Makes a message come again.
     *
     * @param wait from now; rounded up to whole seconds, so that it never comes before its time
     */
    public void change(String receiptHandle, Duration wait) {
        int seconds = (int) Math.clamp(wait.plusNanos(999_999_999).toSeconds(), 0, LONGEST.toSeconds());
        client.changeMessageVisibility(request ->
                request.queueUrl(queueUrl).receiptHandle(receiptHandle).visibilityTimeout(seconds));
    }
}
