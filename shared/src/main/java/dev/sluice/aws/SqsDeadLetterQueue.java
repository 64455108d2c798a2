package dev.sluice.aws;

import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessageText;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The pointers to dead deliveries in SQS. */
public final class SqsDeadLetterQueue implements DeadLetterQueue {

    private final SqsClient client;
    private final String url;

    public SqsDeadLetterQueue(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    @Override
    public void add(DispatchMessage.One pointer) {
        client.sendMessage(request -> request.queueUrl(url)
                .messageBody(DispatchMessageText.write(pointer))
                .messageGroupId(pointer.group()));
    }
}
