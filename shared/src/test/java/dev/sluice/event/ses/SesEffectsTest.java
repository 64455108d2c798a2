package dev.sluice.event.ses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SesEffectsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");
    private static final String EMAIL_ID = "0192d6a1-7c3e-7f00-8000-0123456789ab";

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Send              ; send          ; SENT
            Delivery          ; delivery      ; DELIVERED
            DeliveryDelay     ; deliveryDelay ; DELAYED
            Open              ; open          ; OPENED
            Click             ; click         ; CLICKED
            Complaint         ; complaint     ; COMPLAINED
            Reject            ; reject        ; FAILED
            Rendering Failure ; failure       ; FAILED
            RenderingFailure  ; failure       ; FAILED
            Bounce            ; bounce        ; SOFT_BOUNCED
            """)
    void aReportSaysHowFarTheMailHasGot(String type, String object, EmailState state) {
        assertThat(effects(type, object, "")).containsExactly(new Effect.Report("m", EMAIL_ID, state, AT));
    }

    @ParameterizedTest
    @CsvSource({"Subscription, subscription", "Teleport, teleport"})
    void whatSaysNothingOfTheStateMentionsTheMail(String type, String object) {
        assertThat(effects(type, object, "")).containsExactly(new Effect.Mention("m", EMAIL_ID));
    }

    @Test
    void aMailThatCameInIsNoneThatWasSent() {
        assertThat(effects("Received", "receipt", "")).isEmpty();
    }

    @Test
    void aPermanentBounceSuppressesEachOfItsRecipients() {
        assertThat(effects(
                        "Bounce",
                        "bounce",
                        "\"bounceType\":\"Permanent\",\"bounceSubType\":\"General\",\"bouncedRecipients\":"
                                + "[{\"emailAddress\":\"ada@example.net\"},{\"emailAddress\":\"Bob@Example.net\"}]"))
                .containsExactly(
                        new Effect.Report("m", EMAIL_ID, EmailState.BOUNCED, AT),
                        new Effect.Suppress("ada@example.net", "bounced", "General", null, "m", AT),
                        new Effect.Suppress("Bob@Example.net", "bounced", "General", null, "m", AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Transient\"", "\"Undetermined\"", "\"permanent\"", "null"})
    void anyOtherBounceSuppressesNobody(String bounceType) {
        assertThat(effects(
                        "Bounce",
                        "bounce",
                        "\"bounceType\":" + bounceType
                                + ",\"bouncedRecipients\":[{\"emailAddress\":\"ada@example.net\"}]"))
                .containsExactly(new Effect.Report("m", EMAIL_ID, EmailState.SOFT_BOUNCED, AT));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"abuse, -", "fraud, OnAccountSuppressionList", "-, -", "virus, -"})
    void aComplaintSuppressesWhoeverComplained(String feedbackType, String subType) {
        assertThat(effects("Complaint", "complaint", complaint(feedbackType, subType)))
                .containsExactly(
                        new Effect.Report("m", EMAIL_ID, EmailState.COMPLAINED, AT),
                        new Effect.Suppress("ada@example.net", "complained", subType, feedbackType, "m", AT));
    }

    @Test
    void aComplaintThatSaysItIsNoneOnlyMentionsTheMail() {
        assertThat(effects("Complaint", "complaint", complaint("not-spam", null)))
                .containsExactly(new Effect.Mention("m", EMAIL_ID));
    }

    private static String complaint(String feedbackType, String subType) {
        return "\"complaintFeedbackType\":" + quoted(feedbackType) + ",\"complaintSubType\":" + quoted(subType)
                + ",\"complainedRecipients\":[{\"emailAddress\":\"ada@example.net\"}]";
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    /** Of a document whose own object holds these fields and a time. */
    private static List<Effect> effects(String type, String object, String fields) {
        String document = """
                {"eventType":"%s","mail":{"messageId":"m","tags":{"X-Entity-ID":["%s"]}},"%s":{"timestamp":"2026-03-04T05:06:07Z"%s}}""".formatted(type, EMAIL_ID, object, fields.isEmpty() ? "" : "," + fields);
        try {
            Outcome outcome = SesParser.parse(JSON.readTree(document), Arrival.bare(Owners.always(APP), NOW));
            return ((Outcome.Accepted) outcome).effects();
        } catch (JsonProcessingException e) {
            throw new AssertionError(document, e);
        }
    }
}
