package dev.sluice.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.AppId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NormalizeLinesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String SEND = """
            {"eventType":"Send","mail":{"messageId":"m-1","timestamp":"2026-03-04T05:06:01Z","destination":["a@example.net"]}}""";

    @Test
    void anEventIsOneLineOfTheContractWithItsDataCharacterByCharacter() {
        NormalizeLines lines = lines("in/send.json", SEND);
        assertThat(lines.anyRejected()).isFalse();
        assertThat(lines.lines())
                .singleElement()
                .asString()
                .matches("\\{\"file\":\"in/send.json\",\"record\":0,\"outcome\":\"accepted\",\"event\":\\{"
                        + "\"id\":\"evt_[0-9A-HJKMNP-TV-Z]{26}\",\"type\":\"email.sent\",\"created_at\":\"2026-03-04T05:06:01.000Z\","
                        + "\"source\":\\{\"kind\":\"ses\",\"envelope\":\"none\"\\},"
                        + "\"data\":\\{\"message_id\":\"m-1\",\"to\":\\[\"a@example.net\"\\],\"recipients\":\\[\"a@example.net\"\\],"
                        + "\"timestamp_source\":\"mail\"\\}\\}\\}");
    }

    @Test
    void everyRecordHasALineAndOneRejectionIsEnough() {
        String control = "{\\\"notificationType\\\":\\\"AmazonSnsSubscriptionSucceeded\\\"}";
        NormalizeLines lines = lines(
                "batch.json",
                "{\"Records\":[{\"Sns\":{\"MessageId\":\"s-1\",\"Message\":\"" + control + "\"}},"
                        + "{\"Sns\":{\"MessageId\":\"s-2\",\"Message\":\"" + SEND.replace("\"", "\\\"")
                        + "\"}},{\"ses\":{}}]}");
        assertThat(lines.anyRejected()).isTrue();
        assertThat(lines.lines()).hasSize(3);
        assertThat(lines.lines().get(0))
                .startsWith(
                        "{\"file\":\"batch.json\",\"record\":0,\"outcome\":\"control\",\"reason\":\"ses_subscription_succeeded\"");
        assertThat(lines.lines().get(1))
                .contains(
                        "\"record\":1",
                        "\"source\":{\"kind\":\"ses\",\"envelope\":\"sns-lambda\",\"sns_message_id\":\"s-2\"}");
        assertThat(lines.lines().get(2))
                .startsWith(
                        "{\"file\":\"batch.json\",\"record\":2,\"outcome\":\"rejected\",\"reason\":\"unsupported_input\",\"message\":\"");
    }

    @Test
    void controlMessagesAreNoRejection() {
        assertThat(lines("c", "{\"notificationType\":\"AmazonSnsSubscriptionSucceeded\"}")
                        .anyRejected())
                .isFalse();
    }

    @Test
    void theFilesNameIsPrintedAsItWasGivenAndEveryLineIsOneLine() {
        NormalizeLines lines = lines("./a \"b\"\n\u00fc.json", "\u0000\n{");
        assertThat(lines.lines())
                .singleElement()
                .asString()
                .contains("\"file\":\"./a \\\"b\\\"\\nü.json\"")
                .doesNotContain("\n");
    }

    private static NormalizeLines lines(String file, String input) {
        return NormalizeLines.of(file, input.getBytes(UTF_8), new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV"), NOW);
    }
}
