package dev.sluice.event.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Claims.Carrier;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarriersTest {

    private static final String SNS = "{'Type':'Notification','TopicArn':'topic','Message':'no event'}";
    private static final String BUS = "{'detail-type':'x','source':'shop','detail':{}}";

    static Stream<Arguments> carried() {
        return Stream.of(
                Arguments.of("{'Records':[{'Sns':" + SNS + "}]}", new Carrier("topic", null, null)),
                Arguments.of(SNS, new Carrier("topic", null, null)),
                Arguments.of(queued("no event"), new Carrier(null, "queue", null)),
                Arguments.of(queued(SNS.replace('\'', '~')), new Carrier("topic", "queue", null)),
                Arguments.of(queued(BUS.replace('\'', '~')), new Carrier(null, "queue", "shop")),
                Arguments.of(BUS, new Carrier(null, null, "shop")),
                Arguments.of("{'specversion':'1.0','source':'shop'}", new Carrier(null, null, "shop")),
                Arguments.of(failed(BUS), new Carrier(null, null, "shop")),
                Arguments.of(failed("{'Records':[{'Sns':" + SNS + "}]}"), new Carrier("topic", null, null)),
                Arguments.of(queued(failed(BUS).replace('\'', '~')), new Carrier(null, null, "shop")));
    }

    @ParameterizedTest
    @MethodSource("carried")
    void isWhatTheEnvelopesName(String input, Carrier carrier) {
        assertThat(of(input.replace('\'', '"').replace("~", "\\\""))).isEqualTo(carrier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "null",
                "[]",
                "{}",
                "{\"Records\":{\"a\":{\"eventSourceARN\":\"queue\"}}}",
                "{\"Records\":[]}",
                "{\"Records\":[null]}",
                "{\"Records\":[{\"Sns\":7}]}",
                "{\"Records\":[{\"eventSourceARN\":7,\"body\":{}}]}",
                "{\"TopicArn\":{}}",
                "{\"requestContext\":{},\"requestPayload\":null}",
                "[{\"specversion\":\"1.0\",\"source\":\"shop\"}]",
                "{\"detail-type\":\"x\",\"source\":[]}"
            })
    void whatNamesNoneIsCarriedByNothing(String input) {
        assertThat(of(input)).isEqualTo(Carrier.NONE);
    }

    @Test
    void ofSeveralRecordsNothingIsSaid() {
        String one = "{\"eventSourceARN\":\"queue\",\"body\":\"\"}";

        assertThat(of("{\"Records\":[" + one + "," + one + "]}")).isEqualTo(Carrier.NONE);
    }

    private static String failed(String payload) {
        return "{'requestContext':{},'requestPayload':" + payload + "}";
    }

    private static String queued(String body) {
        return "{'Records':[{'eventSourceARN':'queue','body':'" + body + "'}]}";
    }

    private static Carrier of(String input) {
        return Carriers.of(input.getBytes(StandardCharsets.UTF_8));
    }
}
