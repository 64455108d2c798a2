package dev.sluice.aws;

import dev.sluice.delivery.DispatchQueue;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells lost infrastructure from bugs. */
public final class Outage {

    private Outage() {}

    /** Whether the table or a queue failed, so that the same request may succeed later; false for what only a change of ours mends. */
    public static boolean is(RuntimeException e) {
        if (e instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && "ValidationException".equals(service.awsErrorDetails().errorCode())) {
            return false; // DynamoDB: the request was wrong, and would be wrong again
        }
        return e instanceof SdkException || e instanceof DispatchQueue.NotAccepted;
    }
}
