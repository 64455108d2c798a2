package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypesTest {

    @Test
    void everyKnownTypeIsWellFormed() {
        assertThat(EventTypes.known())
                .hasSize(28)
                .allMatch(EventTypes::isWellFormed)
                .allMatch(EventTypes::isKnown);
    }

    @Test
    void everyEntryOfTheCatalogueSaysInOneSentenceWhatItIs() {
        assertThat(EventTypes.catalogue())
                .hasSize(29)
                .allMatch(entry -> !entry.description().isBlank()
                        && !entry.description().endsWith(".")
                        && entry.description().length() < 120)
                .extracting(EventTypes.Entry::type)
                .doesNotHaveDuplicates()
                .containsAll(EventTypes.known())
                .contains("stripe.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email.bounced",
                "contact.created",
                "endpoint.disabled",
                "endpoint.breaker_opened",
                "endpoint.breaker_closed",
                "delivery.exhausted",
                "delivery.recovered",
                "source.rejected",
                "stripe.customer.created",
                "stripe.v2.core.event"
            })
    void theCatalogueHasTypesByNameAndStripesByPrefix(String type) {
        assertThat(EventTypes.isKnown(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"email.bounce", "Email.bounced", "stripe.", "stripe", "stripe.a b", "email.*", ""})
    void theCatalogueHasNothingElse(String type) {
        assertThat(EventTypes.isKnown(type)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "order.paid", "Order_2.line_item.ADDED", "_", "1.2.3"})
    void typesOfOnesOwnAreWordsBetweenDots(String type) {
        assertThat(EventTypes.isWellFormed(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a-b", "ä", "a\n", "a.b/c", "*"})
    void anythingElseIsNoType(String type) {
        assertThat(EventTypes.isWellFormed(type)).isFalse();
    }

    @Test
    void lengthIsBoundedAndCheckedInLinearTime() {
        assertThat(EventTypes.isWellFormed("a".repeat(128))).isTrue();
        assertThat(EventTypes.isWellFormed("a".repeat(129))).isFalse();
        String long_ = "a.".repeat(5_000_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> EventTypes.isWellFormed(long_));
    }
}
