package dev.sluice.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.application.OwnerRule.Kind;
import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.wake.Stores;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OwnerRuleStore} does. */
public abstract class OwnerRuleStoreContract {

    private final AppId app = Samples.app();
    private OwnerRuleStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(new SettableClock(Samples.NOON)).ownerRules();
    }

    @Test
    void listsRulesOfEveryKindByKindAndValue() {
        List<OwnerRule> rules = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (String value : List.of("b", "a=#b#", "arn:aws:sns:eu-west-1:111122223333:ses", "v".repeat(1_000))) {
                rules.add(new OwnerRule(kind, value, app, Samples.NOON));
            }
        }

        rules.forEach(rule -> assertThat(store.put(rule)).isEmpty());

        rules.sort(Comparator.comparing((OwnerRule rule) -> rule.kind().code() + "#" + rule.value()));
        assertThat(store.list()).isEqualTo(rules);
    }

    @Test
    void theSameRuleAgainStaysAsItWas() {
        OwnerRule first = rule("acme", app, Samples.NOON);
        store.put(first);

        assertThat(store.put(rule("acme", app, Samples.NOON.plusSeconds(9)))).contains(first);

        assertThat(store.list()).containsExactly(first);
    }

    @Test
    void aRuleForAnotherApplicationReplacesTheOneThatIsThere() {
        store.put(rule("acme", app, Samples.NOON));
        OwnerRule next = rule("acme", Samples.app(), Samples.NOON.plusSeconds(9));

        assertThat(store.put(next)).isEmpty();

        assertThat(store.list()).containsExactly(next);
    }

    @Test
    void deletesOneByKindAndValue() {
        OwnerRule kept = rule("kept", app, Samples.NOON);
        store.put(rule("gone", app, Samples.NOON));
        store.put(kept);

        assertThat(store.delete(Kind.TOPIC, "gone")).isFalse();
        assertThat(store.delete(Kind.TAG, "gone")).isTrue();
        assertThat(store.delete(Kind.TAG, "gone")).isFalse();

        assertThat(store.list()).containsExactly(kept);
    }

    @Test
    void ofTheSameRuleAtOnceOneIsAdded() throws Exception {
        List<Optional<OwnerRule>> there =
                Race.of(5, runner -> () -> store.put(rule("acme", app, Samples.NOON.plusSeconds(runner))));

        assertThat(there).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(store.list()).hasSize(1);
        assertThat(there)
                .filteredOn(Optional::isPresent)
                .allMatch(rule -> rule.get().equals(store.list().getFirst()));
    }

    private static OwnerRule rule(String value, AppId app, Instant at) {
        return new OwnerRule(Kind.TAG, value, app, at);
    }
}
