package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchMessageTextTest {

    private static final AppId APP = new AppId("app_01KJQ2C7YT0000000000000000");
    private static final EventId EVENT = new EventId("evt_01KJQ2C7YT1111111111111111");
    private static final EndpointId ENDPOINT = new EndpointId("ep_01KJQ2C7YT2222222222222222");

    private static final String ONE = """
            {"v":1,"app":"app_01KJQ2C7YT0000000000000000","event":"evt_01KJQ2C7YT1111111111111111",\
            "endpoint":"ep_01KJQ2C7YT2222222222222222","series":3}""";
    private static final String SPLIT = """
            {"v":1,"app":"app_01KJQ2C7YT0000000000000000","event":"evt_01KJQ2C7YT1111111111111111",\
            "from":10,"to":500}""";

    @Test
    void writesWhatTheContractSays() {
        assertThat(DispatchMessageText.write(new One(APP, EVENT, ENDPOINT, 3))).isEqualTo(ONE);
        assertThat(DispatchMessageText.write(new Split(APP, EVENT, 10, 500))).isEqualTo(SPLIT);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(DispatchMessageText.read(ONE)).isEqualTo(new One(APP, EVENT, ENDPOINT, 3));
        assertThat(DispatchMessageText.read(SPLIT)).isEqualTo(new Split(APP, EVENT, 10, 500));
    }

    @Test
    void aMessageMayHaveAPlaceOrBeAProbe() {
        One one = new One(APP, EVENT, ENDPOINT, 3);

        assertThat(DispatchMessageText.read(DispatchMessageText.write(one.placed())))
                .isEqualTo(one.placed());
        assertThat(DispatchMessageText.read(DispatchMessageText.write(one.probingSecrets())))
                .isEqualTo(one.probingSecrets());
        assertThat(one.probingSecrets().placed().plain()).isEqualTo(one);
    }

    @Test
    void passesOverFieldsThatALaterReleaseAdds() {
        assertThat(DispatchMessageText.read(ONE.replace("{\"v\"", "{\"new\":[1],\"v\"")))
                .isEqualTo(new One(APP, EVENT, ENDPOINT, 3));
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "v;        \"v\":1;        \"v\":2",
                "v;        \"v\":1;        \"v\":\"1\"",
                "v;        \"v\":1;        \"v\":1.5",
                "v;        \"v\":1;        \"w\":1",
                "app;      \"app\":;       \"application\":",
                "app;      \"app_01;       \"evt_01",
                "app;      \"app_01;       \"app_8101",
                "event;    \"event\":;     \"Event\":",
                "event;    \"evt_01;       \"evt_I1",
                "event;    \"evt_01KJQ2C7YT1111111111111111\"; null",
                "endpoint; \"ep_01KJQ2C7YT2222222222222222\"; null",
                "endpoint; \"ep_01KJQ2C7YT2222222222222222\"; [\"ep_01KJQ2C7YT2222222222222222\"]",
                "endpoint; \"ep_01;        \"ep01",
                "series;   \"series\":3;   \"series\":0",
                "series;   \"series\":3;   \"series\":-1",
                "series;   \"series\":3;   \"series\":99999999999",
                "series;   \"series\":3;   \"series\":\"3\"",
                "series;   \"series\":3;   \"series\":true",
                "series;   ,\"series\":3;  ''"
            })
    void namesTheFieldThatIsWrong(String field, String part, String replacement) {
        assertThat(ONE).contains(part);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchMessageText.read(ONE.replace(part, replacement)))
                .withMessageStartingWith(field + " ");
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "from; \"from\":10; \"from\":-1",
                "from; \"from\":10; \"from\":500",
                "from; \"from\":10; \"from\":501",
                "from; \"from\":10; \"start\":10",
                "to;   \"to\":500;  \"to\":null",
                "to;   \"to\":500;  \"to\":1e2"
            })
    void namesTheFieldOfASplitThatIsWrong(String field, String part, String replacement) {
        assertThat(SPLIT).contains(part);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchMessageText.read(SPLIT.replace(part, replacement)))
                .withMessageStartingWith(field + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "hello", "{\"v\":1", "{\"v\":1}}", "{\"v\":1} {\"v\":1}", "{'v':1}"})
    void refusesWhatIsNotJson(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchMessageText.read(text))
                .withMessage("the message is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "\"v\"", "{}"})
    void refusesWhatIsNoMessage(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchMessageText.read(text))
                .withMessageStartingWith("v ");
    }
}
