package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

    private static final String EVENT = "01KJQ2C7YT0123456789ABCDEF";
    private static final String ENDPOINT = "01KJQ2C7YTZZZZZZZZZZZZZZZZ";

    @Test
    void isMadeOfItsEventAndItsEndpoint() {
        MessageId id = new MessageId(EventId.ofBare(EVENT), EndpointId.ofBare(ENDPOINT));

        assertThat(id).hasToString("msg_" + EVENT + "_" + ENDPOINT);
        assertThat(MessageId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void isReadAsItWasWritten() {
        for (int i = 0; i < 1_000; i++) {
            MessageId id = Samples.first(Samples.app(), Samples.endpointId(), Samples.NOON)
                    .key()
                    .id();

            assertThat(MessageId.parse(id.toString())).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "msg_",
                "msg_" + EVENT,
                "msg_" + EVENT + "_",
                "msg_" + EVENT + ENDPOINT,
                "msg_" + EVENT + "-" + ENDPOINT,
                "msg_" + EVENT + "_" + ENDPOINT + "0",
                "msg_" + EVENT + "_" + ENDPOINT + "\n",
                "evt_" + EVENT + "_" + ENDPOINT,
                "MSG_" + EVENT + "_" + ENDPOINT,
                "msg_8" + EVENT + "_" + ENDPOINT,
                "msg_81KJQ2C7YT0123456789ABCDEF_" + ENDPOINT,
                "msg_" + EVENT + "_81KJQ2C7YT0123456789ABCDEF",
                "msg_01KJQ2C7YT0123456789ABCDEI_" + ENDPOINT,
                "msg_01kjq2c7yt0123456789abcdef_" + ENDPOINT
            })
    void nothingElseIsOne(String text) {
        assertThat(MessageId.isValid(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> MessageId.parse(text));
    }
}
