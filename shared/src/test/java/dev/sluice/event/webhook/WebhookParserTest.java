package dev.sluice.event.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.AppId;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Outcome;
import dev.sluice.event.Sha256;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookParserTest {

    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final String SOURCE = "src_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final Instant SIGNED = Instant.parse("2026-11-22T09:59:58Z");

    private static final String ORDER = """
            {"type":"order.paid","timestamp":"2026-03-04T05:06:07.8919Z","data":{"total":10.00,"id":"o_1"}}""";

    @Test
    void aStandardWebhookIsItsTypeItsTimeAndItsData() {
        Event event = accepted(ORDER, WebhookFacts.standard(SOURCE, "msg_1", SIGNED));

        assertThat(event.type()).isEqualTo("order.paid");
        assertThat(event.createdAt()).isEqualTo(Instant.parse("2026-03-04T05:06:07.891Z"));
        assertThat(event.data()).isEqualTo("{\"id\":\"o_1\",\"total\":10.00}");
        assertThat(event.app()).isEqualTo(APP);
        assertThat(event.source().kind()).isEqualTo("webhook");
        assertThat(event.source().key()).isEqualTo(SOURCE + "|msg_1");
        assertThat(event.source().envelope()).isEqualTo("none");
        assertThat(event.source().timeReplaced()).isFalse();
        assertThat(event.id()).isEqualTo(EventId.of(APP, "webhook", SOURCE + "|msg_1", event.createdAt(), NOW));
    }

    @Test
    void dataThatAreNoObjectAreTheWholeBody() {
        for (String data : new String[] {"[1]", "null", "\"x\"", "7"}) {
            assertThat(accepted("{\"type\":\"a\",\"data\":" + data + "}", WebhookFacts.standard(SOURCE, "m", null))
                            .data())
                    .isEqualTo("{\"data\":" + data + ",\"type\":\"a\"}");
        }
    }

    @Test
    void anotherProvidersBodyIsKeptWhole() {
        assertThat(accepted(ORDER, header("order/paid", "shop.")).data())
                .isEqualTo(
                        "{\"data\":{\"id\":\"o_1\",\"total\":10.00},\"timestamp\":\"2026-03-04T05:06:07.8919Z\",\"type\":\"order.paid\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "orders/create, shopify., shopify.orders.create",
                "pull_request, github., github.pull_request",
                "issue-comment:edited, ``, issue_comment.edited",
                "push, ``, push",
                "A.b_C.9, x., x.A.b_C.9",
            })
    void theTypeOfAHeaderIsWrittenInOurLetters(String header, String prefix, String type) {
        assertThat(accepted("{}", header(header, prefix)).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"event\":{\"name\":\"a-b\"}} ; event.name ; p.a_b",
                "{\"type\":\"a\"}               ; type       ; p.a",
            })
    void theTypeStandsWhereTheSettingsSay(String body, String field, String type) {
        assertThat(accepted(body, field(field)).type()).isEqualTo(type);
    }

    @Test
    void aSourceMayHaveOneTypeForAll() {
        assertThat(accepted("{}", new WebhookFacts(SOURCE, null, null, "dispatchgo.event", "", null, null, false))
                        .type())
                .isEqualTo("dispatchgo.event");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``                       ; event.name ; empty_input          ; the body is empty
            {                        ; event.name ; invalid_json         ; the body is not usable JSON
            payload=%7B%7D           ; event.name ; invalid_json         ; the body is not usable JSON
            [{"event":"a"}]          ; event.name ; unsupported_input    ; the body is a list, not an object
            "event"                  ; event.name ; unsupported_input    ; the body is text, not an object
            {}                       ; event.name ; webhook_missing_type ; event.name is missing
            {"event":7}              ; event.name ; webhook_missing_type ; event.name is missing
            {"event":{"name":null}}  ; event.name ; webhook_missing_type ; event.name is missing
            {"event":{"name":" "}}   ; event.name ; webhook_missing_type ; event.name is missing
            {"event":{"name":7}}     ; event.name ; webhook_invalid_type ; event.name is a number, not text
            {"event":{"name":{}}}    ; event.name ; webhook_invalid_type ; event.name is an object, not text
            {"event":{"name":"a b"}} ; event.name ; webhook_invalid_type ; event.name is a b, not words
            {"event":{"name":"/"}}   ; event.name ; webhook_invalid_type ; event.name is /, not words
            {"event":{"name":"ä"}}   ; event.name ; webhook_invalid_type ; event.name is ä, not words
            {"a":1}                  ; .          ; webhook_invalid_type ; . is an object, not text
            """)
    void whatIsWrongIsNamed(String body, String field, String reason, String message) {
        Outcome outcome = parse(body == null ? "" : body, field(field));
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo(reason);
        assertThat(((Outcome.Rejected) outcome).message()).contains(message);
    }

    @Test
    void aHeaderThatIsNotThereIsNamedAsSuch() {
        assertThat(parse("{}", new WebhookFacts(SOURCE, null, null, null, "github.", null, null, false)))
                .isEqualTo(new Outcome.Rejected("webhook_missing_type", "the type's header is missing"));
        assertThat(parse("{}", header("x".repeat(128), "github.")))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo("webhook_invalid_type");
                    assertThat(rejected.message()).hasSizeLessThan(200);
                });
    }

    @Test
    void githubsPingIsNoEvent() {
        assertThat(parse("{\"zen\":\"Design for failure.\"}", header("ping", "github.")))
                .isEqualTo(ControlReason.PROVIDER_PING.outcome());
        assertThat(parse("{}", header("ping", "shopify."))).isInstanceOf(Outcome.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"timestamp\":\"2026-03-04T05:06:07Z\",\"created_at\":\"2025-01-01T00:00:00Z\"} ; 2026-11-22T09:59:58Z ; 2026-03-04T05:06:07Z",
                "{\"timestamp\":\"soon\",\"created_at\":1772600767}                               ; 2026-11-22T09:59:58Z ; 2026-03-04T05:06:07Z",
                "{\"timestamp\":{},\"created_at\":0}                                              ; 2026-11-22T09:59:58Z ; 2026-11-22T09:59:58Z",
                "{}                                                                               ; -                    ; 2026-11-22T10:00:00.123Z",
            })
    void theTimeIsTheBodysElseTheSignaturesElseTheReceipts(String body, Instant signedAt, Instant createdAt) {
        WebhookFacts facts = new WebhookFacts(SOURCE, "a", null, null, "", "i", signedAt, false);
        assertThat(accepted(body, facts).createdAt()).isEqualTo(createdAt);
    }

    @Test
    void theSameOccurrenceHasTheSameIdAtEveryAttempt() {
        for (String id : new String[] {"delivery-1", null}) {
            WebhookFacts first = new WebhookFacts(SOURCE, "a", null, null, "", id, SIGNED, false);
            WebhookFacts second = new WebhookFacts(SOURCE, "a", null, null, "", id, SIGNED.plusSeconds(60), false);
            Event event = accepted("{\"n\":1}", first);
            Event again = accepted("{\"n\":1}", second, NOW.plus(Duration.ofHours(1)));
            assertThat(again.id()).isEqualTo(event.id());
            assertThat(again.data()).isEqualTo(event.data());
            assertThat(event.source().timeReplaced()).isTrue();
        }
    }

    @Test
    void withoutAnIdOfTheProvidersTheBodyNamesTheOccurrence() {
        for (String id : new String[] {null, "", " "}) {
            WebhookFacts facts = new WebhookFacts(SOURCE, "a", null, null, "", id, null, false);
            assertThat(accepted("{\"n\":1}", facts).source().key()).isEqualTo(SOURCE + "|" + Sha256.hex("{\"n\":1}"));
        }
        WebhookFacts none = header("a", "");
        assertThat(accepted("{\"n\":2}", none).id())
                .isNotEqualTo(accepted("{\"n\":1}", none).id());
    }

    @Test
    void theSameIdFromTwoSourcesIsTwoEvents() {
        WebhookFacts other = new WebhookFacts("src_other", "a", null, null, "", "i", null, false);
        WebhookFacts one = new WebhookFacts(SOURCE, "a", null, null, "", "i", null, false);
        assertThat(accepted("{}", other).id()).isNotEqualTo(accepted("{}", one).id());
    }

    private static WebhookFacts header(String type, String prefix) {
        return new WebhookFacts(SOURCE, type, null, null, prefix, null, null, false);
    }

    private static WebhookFacts field(String path) {
        return new WebhookFacts(SOURCE, null, path, null, "p.", "i", null, false);
    }

    private static Event accepted(String body, WebhookFacts facts) {
        return accepted(body, facts, NOW);
    }

    private static Event accepted(String body, WebhookFacts facts, Instant now) {
        return ((Outcome.Accepted) WebhookParser.parse(body.getBytes(UTF_8), facts, APP, now)).event();
    }

    private static Outcome parse(String body, WebhookFacts facts) {
        return WebhookParser.parse(body.getBytes(UTF_8), facts, APP, NOW);
    }
}
