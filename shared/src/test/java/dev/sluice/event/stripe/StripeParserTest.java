package dev.sluice.event.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.Claims;
import dev.sluice.event.Effect;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.SortableId;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeParserTest {

    /** Keeps 19.00 as it is: what is expected is expected character by character. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final Instant CREATED = Instant.parse("2026-03-04T05:06:07Z");

    /** One file a case: a document, and what it has to become, character by character. */
    static List<Path> cases() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(
                Path.of(StripeParserTest.class.getResource("thin.json").toURI()).getParent())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aDocumentBecomesExactlyThisEvent(Path file) throws IOException {
        JsonNode expected = JSON.readTree(Files.readAllBytes(file));
        String key = expected.get("key").asText();
        Event event = accepted(expected.get("document").toString()).event();
        assertThat(event.type()).isEqualTo(expected.get("type").asText());
        assertThat(EventTypes.isKnown(event.type())).isTrue();
        assertThat(Timestamps.format(event.createdAt()))
                .isEqualTo(expected.get("created_at").asText());
        assertThat(event.source().kind()).isEqualTo("stripe");
        assertThat(event.source().key()).isEqualTo(key);
        assertThat(event.source().timeReplaced()).isFalse();
        assertThat(event.data()).isEqualTo(expected.get("data").toString());
        assertThat(event.id()).isEqualTo(EventId.of(APP, "stripe", key, event.createdAt(), NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"object":"event"}                                                                   ; stripe_missing_field ; id is missing
            {"object":"event","id":null}                                                         ; stripe_missing_field ; id is missing
            {"object":"event","id":" "}                                                          ; stripe_missing_field ; id is missing
            {"object":"event","id":7}                                                            ; stripe_invalid_field ; id is a number, not text
            {"object":"event","id":"e"}                                                          ; stripe_missing_field ; type is missing
            {"object":"event","id":"e","type":""}                                                ; stripe_missing_field ; type is missing
            {"object":"event","id":"e","type":["a"]}                                             ; stripe_invalid_field ; type is a list, not text
            {"object":"event","id":"e","type":"a-b"}                                             ; stripe_invalid_field ; type is a-b, not words
            {"object":"event","id":"e","type":"a..b"}                                            ; stripe_invalid_field ; type is a..b, not words
            {"object":"event","id":"e","type":"a"}                                               ; stripe_missing_field ; created is missing
            {"object":"event","id":"e","type":"a","created":null}                                ; stripe_missing_field ; created is missing
            {"object":"event","id":"e","type":"a","created":1}                                   ; stripe_missing_field ; data.object is missing
            {"object":"event","id":"e","type":"a","created":1,"data":null}                       ; stripe_missing_field ; data.object is missing
            {"object":"event","id":"e","type":"a","created":1,"data":{"object":null}}            ; stripe_missing_field ; data.object is missing
            {"object":"event","id":"e","type":"a","created":1,"data":"x"}                        ; stripe_invalid_field ; data is text, not an object
            {"object":"event","id":"e","type":"a","created":1,"data":{"object":[]}}              ; stripe_invalid_field ; data.object is a list, not an object
            {"object":"event","id":"e","type":"a","created":1,"data":{"object":{}}}              ; stripe_invalid_field ; created is a number, and no time
            {"object":"event","id":"e","type":"a","created":0,"data":{"object":{}}}              ; stripe_invalid_field ; created is a number, and no time
            {"object":"event","id":"e","type":"a","created":1772600767.5,"data":{"object":{}}}   ; stripe_invalid_field ; created is a number, and no time
            {"object":"event","id":"e","type":"a","created":"1772600767","data":{"object":{}}}   ; stripe_invalid_field ; created is text, and no time
            {"object":"event","id":"e","type":"a","created":{},"data":{"object":{}}}             ; stripe_invalid_field ; created is an object, and no time
            {"object":"v2.core.event","id":"e","type":"a","created":"soon"}                      ; stripe_invalid_field ; created is text, and no time
            {"object":"v2.core.event","id":"e","type":"a","created":1,"api_version":5}           ; stripe_invalid_field ; api_version is a number, not text
            {"object":"v2.core.event","id":"e","type":"a","created":1,"account":{"id":"acct"}}   ; stripe_invalid_field ; account is an object, not text
            {"object":"v2.core.event","id":"e","type":"a","created":1,"context":[]}              ; stripe_invalid_field ; context is a list, not text
            {"object":"v2.core.event","id":"e","type":"a","created":1,"livemode":"true"}         ; stripe_invalid_field ; livemode is text, not true or false
            {"object":"v2.core.event","id":"e","type":"a","created":1,"related_object":"sub"}    ; stripe_invalid_field ; related_object is text, not an object
            {"object":"v2.core.event","id":"e","type":"a","created":1,"reason":"x"}              ; stripe_invalid_field ; reason is text, not an object
            {"object":"v2.core.event","id":"e","type":"a","created":1,"request":5}               ; stripe_invalid_field ; request is a number, not an object
            {"object":"event","id":"e","type":"a","created":1,"data":{"object":{},"previous_attributes":[]}} ; stripe_invalid_field ; data.previous_attributes is a list
            """)
    void whatIsWrongIsNamed(String document, String reason, String message) {
        Outcome outcome = parse(document);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo(reason);
        assertThat(((Outcome.Rejected) outcome).message()).contains(message);
    }

    @Test
    void messagesAboutBadInputStayShort() {
        assertThat(((Outcome.Rejected) parse(snapshot("x".repeat(100_000), "{}"))).message())
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "null", "\"event\"", "{\"object\":\"customer\"}", "{\"object\":{}}"})
    void onlyWhatCallsItselfAnEventIsStripes(String document) {
        assertThat(StripeParser.recognizes(read(document))).isFalse();
    }

    @Test
    void anEndedSubscriptionIsNotedAndLaterNewsOfItIsMarked() {
        String subscription = "{\"id\":\"sub_1\",\"object\":\"subscription\"}";
        assertThat(accepted(snapshot("customer.subscription.deleted", subscription))
                        .effects())
                .containsExactly(new Effect.End("sub_1", CREATED));
        for (String type : List.of("customer.subscription.created", "customer.subscription.updated")) {
            assertThat(accepted(snapshot(type, subscription)).effects())
                    .containsExactly(new Effect.StaleIfEnded("sub_1"));
        }
        assertThat(accepted(snapshot("customer.subscription.paused", subscription))
                        .effects())
                .isEmpty();
        assertThat(accepted(snapshot("customer.subscription.deleted", "{}")).effects())
                .isEmpty();
        assertThat(accepted(snapshot("customer.subscription.deleted", "{\"id\":7}"))
                        .effects())
                .isEmpty();
    }

    @Test
    void billingStandsOnSixTypesOnly() {
        List<String> with = new ArrayList<>();
        for (String type : List.of(
                "checkout.session.completed",
                "checkout.session.expired",
                "customer.subscription.created",
                "customer.subscription.updated",
                "customer.subscription.deleted",
                "customer.subscription.paused",
                "customer.updated",
                "invoice.paid",
                "invoice.payment_failed",
                "invoice.created",
                "invoice.payment_succeeded")) {
            if (data(snapshot(type, "{\"customer\":\"cus_1\"}")).has("billing")) {
                with.add(type);
            }
        }
        assertThat(with)
                .containsExactly(
                        "checkout.session.completed",
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "customer.subscription.deleted",
                        "invoice.paid",
                        "invoice.payment_failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"customer\":7,\"status\":{},\"items\":[],\"plan\":[],\"id\":{}}",
                "{\"items\":{\"data\":{\"a\":1}},\"current_period_end\":\"soon\",\"current_period_start\":1}",
                "{\"items\":{\"data\":[null,7,\"x\",[],{\"price\":7},{\"price\":{\"id\":[]}},{\"current_period_end\":{}}]}}",
                "{\"customer\":\" \",\"status\":\"\"}",
            })
    void aFactThatIsNotWhereItShouldBeIsAbsentAndNoReasonToReject(String object) {
        assertThat(data(snapshot("customer.subscription.updated", object)).get("billing"))
                .isEmpty();
        assertThat(data(snapshot("checkout.session.completed", object)).get("billing"))
                .isEmpty();
    }

    @Test
    void aPeriodAtTheTopGoesBeforeThoseOfTheItems() {
        JsonNode billing = data(snapshot(
                        "customer.subscription.updated",
                        "{\"current_period_end\":1775001600,\"items\":{\"data\":[{\"current_period_end\":1803859200}]}}"))
                .get("billing");
        assertThat(billing.get("current_period_end").asText()).isEqualTo("2026-04-01T00:00:00.000Z");
    }

    @Test
    void aTimeThatNoIdCanHoldIsKeptAndSaid() {
        for (long created : List.of(1_234_567_890L, NOW.getEpochSecond() + 90_000)) {
            Event event = accepted("""
                    {"object":"event","id":"e","type":"plan.created","created":%d,"data":{"object":{}}}""".formatted(created)).event();
            assertThat(event.createdAt()).isEqualTo(Instant.ofEpochSecond(created));
            assertThat(event.source().timeReplaced()).isTrue();
            assertThat(SortableId.epochMillis(event.id().bare()))
                    .isNotEqualTo(event.createdAt().toEpochMilli());
        }
    }

    @Test
    void eventsOfTwoAccountsAreTwo() {
        String plain = snapshot("customer.created", "{}");
        String connected = plain.replace("\"id\":\"e\"", "\"id\":\"e\",\"account\":\"acct_1\"");
        assertThat(accepted(connected).event().id())
                .isNotEqualTo(accepted(plain).event().id());
        assertThat(accepted(plain.replace("\"id\":\"e\"", "\"id\":\"e\",\"account\":null"))
                        .event())
                .isEqualTo(accepted(plain).event());
    }

    @Test
    void whoseItIsIsAskedByTheAccountOrTheContextAndWhatCarriedIt() {
        Claims.Carrier carrier = Claims.Carrier.NONE.source("aws.partner/stripe.com/ed_1");
        List<Claims> asked = new ArrayList<>();
        Arrival arrival = Arrival.bare(
                        claims -> {
                            asked.add(claims);
                            return Optional.empty();
                        },
                        NOW)
                .by(carrier);
        String thin =
                "{\"object\":\"v2.core.event\",\"id\":\"e\",\"type\":\"a\",\"created\":1772600767,\"%s\":\"acct_1\"}";
        for (String field : List.of("account", "context", "other")) {
            Outcome outcome = StripeParser.parse(read(thin.formatted(field)), arrival);
            assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo("no_application");
        }
        assertThat(asked)
                .containsExactly(
                        new Claims(List.of(), null, null, "acct_1", carrier),
                        new Claims(List.of(), null, null, "acct_1", carrier),
                        Claims.of(carrier));
    }

    private static String snapshot(String type, String object) {
        return "{\"object\":\"event\",\"id\":\"e\",\"type\":\"" + type
                + "\",\"created\":1772600767,\"data\":{\"object\":" + object + "}}";
    }

    private static JsonNode data(String document) {
        return read(accepted(document).event().data());
    }

    private static Outcome.Accepted accepted(String document) {
        return (Outcome.Accepted) parse(document);
    }

    private static Outcome parse(String document) {
        JsonNode root = read(document);
        assertThat(StripeParser.recognizes(root)).isTrue();
        return StripeParser.parse(root, Arrival.bare(Owners.always(APP), NOW));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
