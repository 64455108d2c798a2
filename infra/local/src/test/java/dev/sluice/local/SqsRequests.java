package dev.sluice.local;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/**
 * Remembers every request that leaves for a queue, of all clients in this JVM; the SDK finds it by the file {@code
 * execution.interceptors} in the test resources. Thread-safe.
 */
public final class SqsRequests implements ExecutionInterceptor {

    private static final Map<String, Queue<Sent>> BY_QUEUE = new ConcurrentHashMap<>();

    private record Sent(String action, SqsRequest request) {}

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof SqsRequest request) {
            request.getValueForField("QueueUrl", String.class)
                    .ifPresent(url -> sent(url)
                            .add(new Sent(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), request)));
        }
    }

    /** How many requests were sent to a queue, by action. */
    static Map<String, Long> byAction(String queueUrl) {
        return sent(queueUrl).stream()
                .collect(Collectors.groupingBy(Sent::action, TreeMap::new, Collectors.counting()));
    }

    /** How many messages were sent to a queue. */
    static long messagesSent(String queueUrl) {
        return sent(queueUrl).stream()
                .map(Sent::request)
                .mapToLong(request -> request instanceof SendMessageBatchRequest batch
                        ? batch.entries().size()
                        : request instanceof SendMessageRequest ? 1 : 0)
                .sum();
    }

    /** The visibility timeouts that messages of a queue were given one by one, in seconds, in the order they were asked for. */
    static List<Integer> visibilityTimeouts(String queueUrl) {
        return sent(queueUrl).stream()
                .map(Sent::request)
                .filter(ChangeMessageVisibilityRequest.class::isInstance)
                .map(request -> ((ChangeMessageVisibilityRequest) request).visibilityTimeout())
                .toList();
    }

    private static Queue<Sent> sent(String queueUrl) {
        return BY_QUEUE.computeIfAbsent(queueUrl, _ -> new ConcurrentLinkedQueue<>());
    }
}
