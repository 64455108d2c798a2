package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Faults;
import dev.sluice.delivery.Samples;
import dev.sluice.email.Address;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.email.InMemoryEmailStatusStore;
import dev.sluice.email.InMemorySuppressionStore;
import dev.sluice.email.Suppression;
import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.EndedObjects;
import dev.sluice.event.Event;
import dev.sluice.event.InMemoryEndedObjects;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectsTest {

    private static final Instant AT = Samples.NOON.minusSeconds(5);

    private final AppId app = Samples.app();
    private final Event event = Samples.event(app, Samples.NOON);
    private final InMemorySuppressionStore suppressions = new InMemorySuppressionStore();
    private final InMemoryEmailStatusStore statuses = new InMemoryEmailStatusStore();
    private final InMemoryEndedObjects ended = new InMemoryEndedObjects();
    private final Effects effects = new Effects(
            suppressions,
            Faults.in(EmailStatusStore.class, statuses, EffectsTest::refuse),
            Faults.in(EndedObjects.class, ended, EffectsTest::refuse));

    /** As a table refuses a key. */
    private static void refuse(String method, List<Object> arguments) {
        String id = switch (arguments.get(1)) {
            case Effect.Report report -> report.messageId();
            case Effect.Mention mention -> mention.messageId();
            case Object text -> (String) text;
        };
        if (method.equals("add") || method.equals("contains")) {
            assertThat(id).hasSizeBetween(1, 300).doesNotContain("\ud800");
        }
    }

    @Test
    void suppressesTheAddressInItsOneFormWithItsCause() {
        carryOut(new Effect.Suppress("Ann <Ann@Example.com>", "complained", "Sub", "abuse", "m-1", AT));

        assertThat(suppressions.list(app, null, 10))
                .containsExactly(new Suppression(
                        new Address("ann@example.com"),
                        "complained",
                        Samples.NOON,
                        Samples.NOON,
                        AT,
                        event.id(),
                        "Sub",
                        "abuse",
                        "m-1"));
    }

    @Test
    void leavesOutWhatIsNoAddressAndGoesOnWithTheNext() {
        carryOut(
                new Effect.Suppress("nobody", "bounced", null, null, "m-1", AT),
                new Effect.Suppress("", "bounced", null, null, "m-1", AT),
                new Effect.Suppress("ann@example.com", "bounced", null, null, "m-1", AT));

        assertThat(suppressions.list(app, null, 10))
                .extracting(each -> each.email().value())
                .containsExactly("ann@example.com");
    }

    @Test
    void cutsWhatNoRowCouldHold() {
        carryOut(new Effect.Suppress("ann@example.com", "bounced", "s".repeat(400_000), "half \ud800", "m\n1", AT));

        Suppression kept = suppressions.list(app, null, 10).getFirst();
        assertThat(kept.subType()).hasSize(201);
        assertThat(kept.feedbackType()).isEqualTo("half ?");
        assertThat(kept.messageId()).isEqualTo("m 1");
    }

    @Test
    void reportsMentionsAndEnds() {
        carryOut(new Effect.Report("m-1", null, EmailState.DELIVERED, AT));
        effects.noteEnds(app, List.of(new Effect.End("sub_1", AT)), Samples.NOON);

        assertThat(statuses.find(app, "m-1").orElseThrow().state()).contains(EmailState.DELIVERED);
        carryOut(new Effect.Mention("m-2", null));
        assertThat(statuses.find(app, "m-2").orElseThrow().state()).isEmpty();
        assertThat(ended.contains(app, "sub_1")).isTrue();
    }

    @Test
    void idsThatNoKeyCouldHoldAreLeftOut() {
        for (String id : List.of("", "x".repeat(301), "half \ud800")) {
            carryOut(
                    new Effect.Report(id, null, EmailState.DELIVERED, AT),
                    new Effect.Mention(id, null),
                    new Effect.StaleIfEnded(id));
            effects.noteEnds(app, List.of(new Effect.End(id, AT)), Samples.NOON);

            assertThat(statuses.find(app, id)).isEmpty();
            assertThat(effects.marked(event, List.of(new Effect.StaleIfEnded(id))))
                    .isEqualTo(event);
        }
        carryOut(new Effect.Report("x".repeat(300), null, EmailState.DELIVERED, AT));
        assertThat(statuses.find(app, "x".repeat(300))).isPresent();
    }

    @Test
    void marksOnlyWhatIsAboutAnObjectThatHasEndedInThisApplication() {
        List<Effect> updated = List.of(new Effect.StaleIfEnded("sub_1"));
        ended.add(Samples.app(), "sub_1", AT, Samples.NOON);
        ended.add(app, "sub_2", AT, Samples.NOON);
        assertThat(effects.marked(event, updated)).isEqualTo(event);

        effects.noteEnds(app, List.of(new Effect.End("sub_1", AT)), Samples.NOON);

        assertThat(effects.marked(event, updated).data()).endsWith("\"stale\":true}");
        assertThat(effects.marked(event, List.of(new Effect.End("sub_1", AT)))).isEqualTo(event);
    }

    private void carryOut(Effect... what) {
        effects.carryOut(app, event.id(), List.of(what), Samples.NOON);
    }
}
