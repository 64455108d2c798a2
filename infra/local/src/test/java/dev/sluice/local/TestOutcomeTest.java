package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestOutcomeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'state':'pending','attempts':[]} | pending | true | false",
                "{'state':'delivered','attempts':[{'status':200}]} | delivered | false | true",
                "{'state':'canceled','cancel_reason':'test_failed','attempts':[{'failure':'dns'}]} | failed | false | false",
                "{'state':'canceled','cancel_reason':'paused','attempts':[]} | canceled | false | false",
            })
    void isWhatBecameOfTheDelivery(String delivery, String code, boolean isOpen, boolean isDelivered) {
        TestOutcome outcome = of(delivery);

        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.isOpen()).isEqualTo(isOpen);
        assertThat(outcome.isDelivered()).isEqualTo(isDelivered);
    }

    @Test
    void saysHowTheAttemptEndedAndNothingOfWhatWasAnswered() {
        TestOutcome outcome = of(
                "{'id':'msg_1','event':'evt_1','endpoint':'ep_1','state':'canceled','cancel_reason':'test_failed','attempts':"
                        + "[{'series':1,'number':1,'duration_ms':12,'status':500,'failure':'status','bytes':180,'answer':'a secret','headers':{'a':'b'}}]}");

        assertThat(outcome.line().toString())
                .isEqualTo("{\"outcome\":\"failed\",\"endpoint\":\"ep_1\",\"event\":\"evt_1\",\"delivery\":\"msg_1\","
                        + "\"status\":500,\"failure\":\"status\",\"duration_ms\":12,\"bytes\":180}");
    }

    @Test
    void saysWhyItWasCalledOff() {
        assertThat(of("{'state':'canceled','cancel_reason':'secret','attempts':[]}")
                        .line()
                        .path("reason")
                        .asText())
                .isEqualTo("secret");
    }

    private static TestOutcome of(String delivery) {
        try {
            return TestOutcome.of(new ObjectMapper().readTree(delivery.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(delivery, e);
        }
    }
}
