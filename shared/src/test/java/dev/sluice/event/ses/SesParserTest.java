package dev.sluice.event.ses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.Claims;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Envelope;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.SortableId;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SesParserTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final Instant SENT = Instant.parse("2026-11-22T09:59:59.5Z");

    /** One file a case: a document, and what it has to become, character by character. */
    static List<Path> cases() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(
                Path.of(SesParserTest.class.getResource("bounce-published.json").toURI())
                        .getParent())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aDocumentBecomesExactlyThisEvent(Path file) throws IOException {
        JsonNode expected = JSON.readTree(Files.readAllBytes(file));
        Event event = accepted(expected.get("document").toString());
        assertThat(event.type()).isEqualTo(expected.get("type").asText());
        assertThat(Timestamps.format(event.createdAt()))
                .isEqualTo(expected.get("created_at").asText());
        assertThat(event.source().kind()).isEqualTo("ses");
        assertThat(event.source().key()).isEqualTo(expected.get("key").asText());
        assertThat(event.source().timeReplaced()).isFalse();
        assertThat(event.data()).isEqualTo(expected.get("data").toString());
        assertThat(event.id())
                .isEqualTo(EventId.of(APP, "ses", expected.get("key").asText(), event.createdAt(), NOW));
    }

    @Test
    void anUnknownTypeIsPassedOnWithAllThatSesWrote() {
        Event event = ((Outcome.Accepted) SesParser.parse(read("""
                                {"eventType":"Teleported","mail":{"messageId":"m-1"},"teleport":{"to":"b","from":["a"]},"zone":7}"""), Arrival.bare(Owners.always(APP), NOW))).event();

        assertThat(event.type()).isEqualTo("email.unknown");
        assertThat(event.data()).endsWith("\"ses\":{\"teleport\":{\"from\":[\"a\"],\"to\":\"b\"},\"zone\":7}}");
    }

    @Test
    void everyTypeHasACaseAndAKnownEventType() throws IOException, URISyntaxException {
        List<String> covered = cases().stream().map(SesParserTest::typeOf).toList();
        for (SesType type : SesType.values()) {
            assertThat(EventTypes.isKnown(type.eventType())).isTrue();
            assertThat(type == SesType.UNKNOWN || covered.contains(type.sesName()))
                    .as(type.sesName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"mail":{"messageId":"m"}}                                                    ; ses_missing_type       ; neither eventType nor notificationType
            {"eventType":"","notificationType":" ","mail":{"messageId":"m"}}              ; ses_missing_type       ; neither eventType nor notificationType
            {"EventType":"Bounce","mail":{"messageId":"m"}}                               ; ses_missing_type       ; neither eventType nor notificationType
            {"eventType":5,"mail":{"messageId":"m"}}                                      ; ses_invalid_field      ; eventType is a number, not text
            {"notificationType":["Bounce"],"mail":{"messageId":"m"}}                      ; ses_invalid_field      ; notificationType is a list, not text
            {"eventType":"Bounce","notificationType":"Delivery","mail":{"messageId":"m"}} ; ses_conflicting_types  ; eventType is Bounce, notificationType is Delivery
            {"eventType":"Bounce","bounce":{}}                                            ; ses_missing_message_id ; mail.messageId is missing
            {"eventType":"Bounce","mail":null,"bounce":{}}                                ; ses_missing_message_id ; mail.messageId is missing
            {"eventType":"Bounce","mail":{"messageId":null},"bounce":{}}                  ; ses_missing_message_id ; mail.messageId is missing
            {"eventType":"Bounce","mail":{"messageId":"  "},"bounce":{}}                  ; ses_missing_message_id ; mail.messageId is missing
            {"eventType":"Teleport","mail":{}}                                            ; ses_missing_message_id ; of type Teleport
            {"eventType":"Bounce","mail":[],"bounce":{}}                                  ; ses_invalid_field      ; mail is a list, not an object
            {"eventType":"Bounce","mail":{"messageId":7},"bounce":{}}                     ; ses_invalid_field      ; mail.messageId is a number, not text
            {"eventType":"Bounce","mail":{"messageId":"m"}}                               ; ses_missing_detail     ; bounce is missing
            {"eventType":"Complaint","mail":{"messageId":"m"},"complaint":null}           ; ses_missing_detail     ; complaint is missing
            {"eventType":"DeliveryDelay","mail":{"messageId":"m"},"delay":{}}             ; ses_missing_detail     ; deliveryDelay is missing
            {"eventType":"Rendering Failure","mail":{"messageId":"m"}}                    ; ses_missing_detail     ; failure is missing
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":[]}                   ; ses_invalid_field      ; bounce is a list, not an object
            {"eventType":"Send","mail":{"messageId":"m"},"send":"yes"}                    ; ses_invalid_field      ; send is text, not an object
            {"eventType":"Send","mail":{"messageId":"m","source":{}}}                     ; ses_invalid_field      ; mail.source is an object, not text
            {"eventType":"Send","mail":{"messageId":"m","destination":7}}                 ; ses_invalid_field      ; mail.destination is a number, not a list
            {"eventType":"Send","mail":{"messageId":"m","destination":["a",null]}}        ; ses_invalid_field      ; mail.destination[1] is null, not text
            {"eventType":"Send","mail":{"messageId":"m","commonHeaders":{"subject":1}}}   ; ses_invalid_field      ; mail.commonHeaders.subject is a number, not text
            {"eventType":"Send","mail":{"messageId":"m","tags":[]}}                       ; ses_invalid_field      ; mail.tags is a list, not an object
            {"eventType":"Send","mail":{"messageId":"m","tags":{"a":[1]}}}                ; ses_invalid_field      ; mail.tags.a[0] is a number, not text
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":{"bounceType":1}}     ; ses_invalid_field      ; bounce.bounceType is a number, not text
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":{"feedbackId":true}}  ; ses_invalid_field      ; bounce.feedbackId is true, not text
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":{"bouncedRecipients":{}}}    ; ses_invalid_field ; bounce.bouncedRecipients is an object, not a list
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":{"bouncedRecipients":["a"]}} ; ses_invalid_field ; bounce.bouncedRecipients[0] is text, not an object
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":{"bouncedRecipients":[{}]}}  ; ses_invalid_field ; bounce.bouncedRecipients[0].emailAddress is missing
            {"eventType":"Bounce","mail":{"messageId":"m"},"bounce":{"bouncedRecipients":[{"emailAddress":"a","status":5}]}} ; ses_invalid_field ; bounce.bouncedRecipients[0].status is a number, not text
            {"eventType":"Delivery","mail":{"messageId":"m"},"delivery":{"recipients":[[]]}}     ; ses_invalid_field ; delivery.recipients[0] is a list, not text
            {"eventType":"Delivery","mail":{"messageId":"m"},"delivery":{"processingTimeMillis":1.5}}  ; ses_invalid_field ; delivery.processingTimeMillis is a number, not a whole number
            {"eventType":"Delivery","mail":{"messageId":"m"},"delivery":{"processingTimeMillis":99999999999999999999}} ; ses_invalid_field ; not a whole number of 64 bits
            {"eventType":"Complaint","mail":{"messageId":"m"},"complaint":{"arrivalDate":0}}     ; ses_invalid_field ; complaint.arrivalDate is a number, not a time
            {"eventType":"Subscription","mail":{"messageId":"m"},"subscription":{"newTopicPreferences":"x"}} ; ses_invalid_field ; subscription.newTopicPreferences is text, not an object
            """)
    void whatIsWrongIsNamed(String document, String reason, String message) {
        Outcome outcome = parse(document);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo(reason);
        assertThat(((Outcome.Rejected) outcome).message()).contains(message);
    }

    @Test
    void messagesAboutBadInputStayShort() {
        String name = "x".repeat(100_000);
        for (String document : List.of(
                "{\"eventType\":\"" + name + "\"}",
                "{\"eventType\":\"" + name + "\",\"notificationType\":\"y\"}",
                "{\"eventType\":\"Send\",\"mail\":{\"messageId\":\"m\",\"tags\":{\"" + name.substring(0, 999)
                        + "\":5}}}")) {
            assertThat(((Outcome.Rejected) parse(document)).message()).hasSizeLessThan(250);
        }
    }

    @Test
    void sesTryingATopicIsNoEvent() {
        assertThat(
                        parse(
                                "{\"notificationType\":\"AmazonSnsSubscriptionSucceeded\",\"message\":\"You have subscribed\"}"))
                .isEqualTo(ControlReason.SES_SUBSCRIPTION_SUCCEEDED.outcome());
        assertThat(SesParser.isTopicTest("Successfully validated SNS topic for Amazon SES event publishing."))
                .isTrue();
        assertThat(SesParser.isTopicTest("Unsuccessfully validated")).isFalse();
    }

    @Test
    void withoutATimeOfItsOwnOrTheMailsTheEnvelopesCounts() {
        Event event = accepted(BOUNCE.formatted("\"no time\"", "null"));
        assertThat(event.createdAt()).isEqualTo(SENT);
        assertThat(event.data()).contains("\"timestamp_source\":\"envelope\"");
        assertThat(event.source().timeReplaced()).isTrue();
    }

    @Test
    void withoutAnyTimeTheTimeOfReceiptCountsAndTheEventSaysSo() {
        Event event = ((Outcome.Accepted) SesParser.parse(
                        read(BOUNCE.formatted("\"no time\"", "{}")), Arrival.bare(Owners.always(APP), NOW)))
                .event();
        assertThat(event.createdAt()).isEqualTo(Instant.parse("2026-11-22T10:00:00.123Z"));
        assertThat(event.data()).contains("\"timestamp_source\":\"received\"");
        assertThat(event.source().timeReplaced()).isTrue();
    }

    @Test
    void aTextThatIsNoTimeGivesWayToTheMailsTime() {
        Event event = accepted(BOUNCE.formatted("\"soon\"", "\"2026-03-04T05:06:01Z\""));
        assertThat(event.createdAt()).isEqualTo(Instant.parse("2026-03-04T05:06:01Z"));
        assertThat(event.data()).contains("\"timestamp_source\":\"mail\"");
        assertThat(event.source().timeReplaced()).isFalse();
    }

    @Test
    void anEnvelopesTimeIsNeverPartOfTheId() {
        JsonNode document = read(BOUNCE.formatted("null", "null"));
        Event first = ((Outcome.Accepted) SesParser.parse(document, arrival(SENT))).event();
        Event second = ((Outcome.Accepted) SesParser.parse(document, arrival(SENT.plusSeconds(3)))).event();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.createdAt()).isNotEqualTo(first.createdAt());
    }

    @Test
    void aTimeBefore2010IsTheEventsTimeButNotTheIds() {
        Event event = accepted(BOUNCE.formatted("\"2009-12-31T23:59:59Z\"", "null"));
        assertThat(event.createdAt()).isEqualTo(Instant.parse("2009-12-31T23:59:59Z"));
        assertThat(event.source().timeReplaced()).isTrue();
        assertThat(SortableId.epochMillis(event.id().bare()))
                .isNotEqualTo(event.createdAt().toEpochMilli());
    }

    @Test
    void bothShapesOfOneBounceAreOneEvent() {
        String published = BOUNCE.formatted("\"2026-03-04T05:06:07Z\"", "\"2026-03-04T05:06:01Z\"");
        assertThat(accepted(published.replace("eventType", "notificationType")).id())
                .isEqualTo(accepted(published).id());
    }

    @Test
    void theEventIsOfTheApplicationItIsTakenFor() {
        AppId other = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAW");
        JsonNode document = read(BOUNCE.formatted("\"2026-03-04T05:06:07Z\"", "null"));
        Event theirs = ((Outcome.Accepted) SesParser.parse(document, Arrival.bare(Owners.always(other), NOW))).event();
        assertThat(theirs.app()).isEqualTo(other);
        assertThat(theirs.id()).isNotEqualTo(accepted(document.toString()).id());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0192d6a1-7c3e-7f00-8000-0123456789ab, -, 0192d6a1-7c3e-7f00-8000-0123456789ab",
                "00000000-0000-0000-0000-000000000000, -, 00000000-0000-0000-0000-000000000000",
                "AAAAAAAA-BBBB-1CCC-DDDD-EEEEEEEEEEEE, -, AAAAAAAA-BBBB-1CCC-DDDD-EEEEEEEEEEEE",
                "none, 0192d6a1-7c3e-7f00-8000-0123456789ab, 0192d6a1-7c3e-7f00-8000-0123456789ab",
                "none, none, -",
                "0192d6a17c3e7f0080000123456789ab, -, -",
                "0192d6a1-7c3e-7f00-8000-0123456789abc, -, -",
            })
    void theSendersIdIsAnyUuidFromTheHeaderElseTheTag(String header, String tag, String expected) {
        List<Claims.Tag> tags = tag == null ? List.of() : List.of(new Claims.Tag("X-Entity-ID", tag));
        Fields mail = mail("{\"headers\":[{\"name\":\"X-ENTITY-id\",\"value\":\"" + header + "\"}]}");
        assertThat(EmailId.find(mail, tags)).isEqualTo(expected);
    }

    @Test
    void oddHeadersAreNoReasonToReject() {
        for (String headers : List.of(
                "null",
                "{}",
                "\"x\"",
                "[1,null,{},{\"name\":5},{\"name\":\"X-Entity-ID\"},{\"name\":\"X-Entity-ID\",\"value\":{}}]")) {
            assertThat(EmailId.find(mail("{\"headers\":" + headers + "}"), List.of()))
                    .isNull();
        }
    }

    /** A bounce with a time of its own and a time of the mail's to be filled in. */
    private static final String BOUNCE = """
            {"eventType":"Bounce","bounce":{"feedbackId":"f","timestamp":%s},"mail":{"messageId":"m","timestamp":%s}}""";

    private static Arrival arrival(Instant sentAt) {
        return new Arrival(Owners.always(APP), NOW, Envelope.SNS_LAMBDA, "sns-1", sentAt, Claims.Carrier.NONE);
    }

    private static Event accepted(String document) {
        return ((Outcome.Accepted) parse(document)).event();
    }

    /** In both ways in which a document is read. */
    private static Outcome parse(String document) {
        Outcome outcome = SesParser.parse(read(document), arrival(SENT));
        assertThat(SesParser.parseUsual(document.getBytes(UTF_8), Set.of(), arrival(SENT)))
                .isIn(outcome, null);
        return outcome;
    }

    private static Fields mail(String json) {
        return Json.read((ObjectNode) read(json), SesDocument.MAIL_SHAPE);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String typeOf(Path file) {
        try {
            JsonNode document = JSON.readTree(Files.readAllBytes(file)).get("document");
            return document.path("eventType")
                    .asText(document.path("notificationType").asText());
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
