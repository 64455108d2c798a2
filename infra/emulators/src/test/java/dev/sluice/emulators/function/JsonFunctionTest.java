package dev.sluice.emulators.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.emulators.function.InvocationResult.Failed;
import dev.sluice.emulators.function.InvocationResult.Returned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonFunctionTest {

    @Test
    void answersAPartialBatchByTheNamesThatSqsKnows() throws Exception {
        RequestHandler<SQSEvent, SQSBatchResponse> handler =
                (event, _) -> new SQSBatchResponse(List.of(new SQSBatchResponse.BatchItemFailure(
                        event.getRecords().getFirst().getMessageId())));

        assertThat(function(handler, SQSEvent.class, SQSBatchResponse.class)
                        .invoke("{\"Records\":[{\"messageId\":\"m-1\",\"eventSourceARN\":\"arn\"}]}"))
                .isEqualTo(new Returned<>("{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"}]}"));
    }

    @Test
    void readsAnHttpRequestAndWritesItsAnswer() throws Exception {
        RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler =
                (event, _) -> APIGatewayV2HTTPResponse.builder()
                        .withStatusCode(200)
                        .withBody(event.getRawPath())
                        .build();

        InvocationResult<String> answer = function(handler, APIGatewayV2HTTPEvent.class, APIGatewayV2HTTPResponse.class)
                .invoke("{\"version\":\"2.0\",\"rawPath\":\"/v1/ü\"}");

        assertThat(((Returned<String>) answer).value()).contains("\"statusCode\":200", "\"body\":\"/v1/ü\"");
    }

    @Test
    void whatReturnsNothingAnswersNull() throws Exception {
        List<String> seen = new ArrayList<>();
        RequestHandler<ScheduledEvent, Void> handler = (event, _) -> {
            seen.add(event.getAccount() + " " + event.getDetailType());
            return null;
        };

        assertThat(
                        function(handler, ScheduledEvent.class, Void.class)
                                .invoke(
                                        "{\"account\":\"111122223333\",\"time\":\"2026-11-21T18:05:00Z\",\"detail-type\":\"Scheduled Event\",\"detail\":{}}"))
                .isEqualTo(new Returned<>("null"));
        assertThat(seen).containsExactly("111122223333 Scheduled Event");
    }

    @Test
    void anEventThatCannotBeReadFailsWithoutTheHandler() throws Exception {
        RequestHandler<ScheduledEvent, Void> handler = (_, _) -> {
            throw new AssertionError("invoked");
        };

        // What EventBridge Scheduler sends by itself: aws-lambda-java-libs issue 479.
        assertThat(function(handler, ScheduledEvent.class, Void.class).invoke("{\"detail\":\"{}\"}"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).isNotInstanceOf(AssertionError.class));
    }

    private static <E, R> JsonFunction<E, R> function(RequestHandler<E, R> handler, Class<E> input, Class<R> output) {
        return new JsonFunction<>(new LambdaFunction<>("f", Duration.ofSeconds(10), handler), input, output);
    }
}
