package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {

    @ParameterizedTest
    @CsvSource({
        "*,                       email.bounced,      true",
        "*,                       x,                  true",
        "email.bounced,           email.bounced,      true",
        "email.bounced,           email.bounced.hard, false",
        "email.bounced,           email.bounce,       false",
        "email.bounced,           Email.Bounced,      false",
        "email.*,                 email.bounced,      true",
        "email.*,                 email.bounced.hard, true",
        "email.*,                 email,              false",
        "email.*,                 email.,             false",
        "email.*,                 emails.bounced,     false",
        "email.*,                 my.email.bounced,   false",
        "email.bounced.*,         email.bounced.hard, true",
        "email.bounced.*,         email.bounced,      false",
        "invoice.paid|email.*,    email.opened,       true",
        "invoice.paid|email.*,    invoice.paid,       true",
        "invoice.paid|email.*,    invoice.failed,     false"
    })
    void matches(String patterns, String type, boolean wanted) {
        Subscription subscription = new Subscription(Arrays.asList(patterns.split("\\|")));

        assertThat(subscription.matches(type)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "**",
                "*.bounced",
                "email.*.hard",
                "email*",
                "email.",
                ".email",
                "email..bounced",
                "e-mail"
            })
    void refusesWhatIsNoPattern(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subscription(List.of("email.bounced", pattern)))
                .withMessageStartingWith("event_types has an entry that is neither");
    }

    @Test
    void takesOneToAHundredDifferentPatterns() {
        assertThat(new Subscription(patterns(100)).patterns()).hasSize(100);
        assertThat(new Subscription(List.of("a", "b", "a")).patterns()).containsExactly("a", "b");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subscription(patterns(101)))
                .withMessageContaining("101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subscription(List.of()))
                .withMessageContaining("0 entries");
    }

    @Test
    void takesPatternsOfUpTo256Characters() {
        String longest = "a".repeat(256);

        assertThat(new Subscription(List.of(longest)).matches(longest)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Subscription(List.of(longest + "a")));
    }

    @Test
    void allWantsEverything() {
        assertThat(Subscription.ALL.matches("anything.at.all")).isTrue();
    }

    private static List<String> patterns(int number) {
        return IntStream.range(0, number).mapToObj(i -> "type." + i).toList();
    }
}
