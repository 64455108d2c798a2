package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.telemetry.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DispatchHandlerTest {

    private final Rig rig = new Rig();
    private final List<ReceivedMessage> delayed = new ArrayList<>();

    private List<String> handle(Context context, SQSMessage... messages) {
        rig.visibility = (message, wait) -> delayed.add(message);
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(messages));
        return new DispatchHandler(rig.ports(), "sluice-slow", new Metrics())
                .handleRequest(event, context).getBatchItemFailures().stream()
                        .map(BatchItemFailure::getItemIdentifier)
                        .toList();
    }

    private static Context context(Duration timeout) {
        return new InvocationContext("dispatcher", "request-1", timeout);
    }

    private static SQSMessage message(String id, DispatchMessage message, Map<String, String> attributes) {
        SQSMessage received = new SQSMessage();
        received.setMessageId(id);
        received.setReceiptHandle("receipt of " + id);
        received.setBody(DispatchMessageText.write(message));
        received.setAttributes(attributes);
        return received;
    }

    private static Map<String, String> receives(int number) {
        return Map.of("ApproximateReceiveCount", Integer.toString(number));
    }

    @Test
    void reportsWhatIsNotDoneByItsMessageId() {
        One good = rig.accept(rig.endpoint());
        One failing = rig.accept(rig.endpoint());
        rig.receiver.then(200);

        assertThat(handle(context(Rig.AMPLE), message("a", good, receives(1)))).isEmpty();
        rig.receiver.then(500);
        assertThat(handle(context(Rig.AMPLE), message("b", failing, receives(11))))
                .containsExactly("b");

        assertThat(rig.status(good)).isInstanceOf(Status.Delivered.class);
        assertThat(delayed).singleElement().satisfies(received -> {
            assertThat(received.receipt()).isEqualTo("receipt of b");
            assertThat(received.receives()).isEqualTo(11);
        });
    }

    @Test
    void theReceiveCountDecidesWhoCarriesTheWait() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500);

        assertThat(handle(context(Rig.AMPLE), message("a", message, receives(Delivery.Wait.MOST_RECEIVES))))
                .isEmpty();

        assertThat(rig.row(message).wakeAt()).isEqualTo(rig.now().plusSeconds(5));
    }

    @Test
    void theTimeLeftIsTheContexts() {
        One message = rig.accept(rig.endpoint());

        assertThat(handle(context(Duration.ofSeconds(19)), message("a", message, receives(1))))
                .containsExactly("a");

        assertThat(rig.receiver.requests()).isEmpty();
    }
}
