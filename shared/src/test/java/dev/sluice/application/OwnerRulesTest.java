package dev.sluice.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.application.OwnerRule.Kind;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.event.Claims;
import dev.sluice.event.Claims.Carrier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerRulesTest {

    private static final Carrier CARRIER = new Carrier("topic-arn", "queue-arn", "aws.partner/stripe.com/ed_1");
    private static final Claims EVERYTHING = new Claims(
            List.of(new Claims.Tag("team", "a"), new Claims.Tag("team", "b")),
            "marketing",
            "ann@mail.example.com",
            "acct_1",
            CARRIER);
    private static final Map<Kind, String> VALUES = Map.of(
            Kind.TAG, "team=b",
            Kind.CONFIGURATION_SET, "marketing",
            Kind.IDENTITY, "example.com",
            Kind.STRIPE_ACCOUNT, "acct_1",
            Kind.TOPIC, "topic-arn",
            Kind.QUEUE, "queue-arn",
            Kind.EVENT_SOURCE, "aws.partner/stripe.com/ed_1");

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryOwnerRuleStore store = new InMemoryOwnerRuleStore();
    private final OwnerRules owners = new OwnerRules(store, null, clock);

    @Test
    void asksTheKindsInTheirOrder() {
        Map<Kind, AppId> apps = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            apps.put(kind, rule(kind, VALUES.get(kind)));
        }

        for (Kind kind : Kind.values()) {
            assertThat(fresh(null).of(EVERYTHING)).contains(apps.get(kind));
            store.delete(kind, VALUES.get(kind));
        }
        assertThat(fresh(null).of(EVERYTHING)).isEmpty();
    }

    @Test
    void asksTheAddressThenItsDomainThenTheDomainsParents() {
        String[] nearestFirst = {"ann@mail.example.com", "mail.example.com", "example.com", "com"};
        AppId[] apps = new AppId[nearestFirst.length];
        for (int i = 0; i < apps.length; i++) {
            apps[i] = rule(Kind.IDENTITY, nearestFirst[i]);
        }

        for (int i = 0; i < apps.length; i++) {
            assertThat(fresh(null).of(from("Ann <Ann@Mail.Example.com>"))).contains(apps[i]);
            store.delete(Kind.IDENTITY, nearestFirst[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ann@notexample.com", "ann@example.com.evil.test", "example.com@other.test", "", "@", "ann@.com"
            })
    void aDomainOfAnotherNameIsNotItsOwn(String from) {
        rule(Kind.IDENTITY, "example.com");

        assertThat(owners.of(from(from))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Team=b, false", "team=B, false", "team=b, true", "team, false"})
    void aTagIsComparedWhole(String value, boolean isFound) {
        rule(Kind.TAG, value);

        assertThat(owners.of(EVERYTHING).isPresent()).isEqualTo(isFound);
    }

    @Test
    void whatNoRuleNamesIsTheDefaultsIfThereIsOne() {
        AppId otherwise = Samples.app();
        rule(Kind.TOPIC, "another-topic");

        assertThat(fresh(otherwise).of(EVERYTHING)).contains(otherwise);
        assertThat(fresh(null).of(EVERYTHING)).isEmpty();
        AppId named = rule(Kind.TOPIC, "topic-arn");
        assertThat(fresh(otherwise).of(EVERYTHING)).contains(named);
    }

    @Test
    void whatCannotBeReadIsItsCarriersOnlyWhereItsOwnWordsCouldNotMakeItAnothers() {
        AppId otherwise = Samples.app();
        AppId ofTopic = rule(Kind.TOPIC, "topic-arn");
        assertThat(fresh(otherwise).ofUnread(CARRIER)).contains(ofTopic);
        assertThat(fresh(otherwise).ofUnread(Carrier.NONE)).contains(otherwise);

        for (Kind kind : List.of(Kind.TAG, Kind.CONFIGURATION_SET, Kind.IDENTITY, Kind.STRIPE_ACCOUNT)) {
            rule(kind, VALUES.get(kind));
            assertThat(fresh(otherwise).ofUnread(CARRIER)).isEmpty();
            store.delete(kind, VALUES.get(kind));
        }
    }

    @Test
    void followsARuleAMinuteAfterItWasMadeAtTheLatest() {
        assertThat(owners.of(EVERYTHING)).isEmpty();
        AppId app = rule(Kind.TOPIC, "topic-arn");

        clock.advance(Duration.ofSeconds(59));
        assertThat(owners.of(EVERYTHING)).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(owners.of(EVERYTHING)).contains(app);

        store.delete(Kind.TOPIC, "topic-arn");
        clock.advance(Duration.ofSeconds(60));
        assertThat(owners.of(EVERYTHING)).isEmpty();
    }

    private OwnerRules fresh(@Nullable AppId otherwise) {
        return new OwnerRules(store, otherwise, clock);
    }

    private AppId rule(Kind kind, String value) {
        AppId app = Samples.app();
        store.put(new OwnerRule(kind, value, app, Samples.NOON));
        return app;
    }

    private static Claims from(String from) {
        return new Claims(List.of(), null, from, null, Carrier.NONE);
    }
}
