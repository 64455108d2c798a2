package dev.sluice.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.EventId;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link EmailStatusStore} does. */
public abstract class EmailStatusStoreContract {

    private static final String MAIL = "0100018f-mail-000000";
    private static final String EMAIL = "7d0f1c1e-7a5b-4f0e-9f0a-0C0D0E0F0A0B";

    private final Random random = new Random(12);
    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private final Map<EmailState, EventId> events = Arrays.stream(EmailState.values())
            .collect(Collectors.toMap(state -> state, _ -> EventId.create(Samples.NOON, random)));
    private EmailStatusStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(clock).emailStatuses();
    }

    @ParameterizedTest
    @EnumSource(EmailState.class)
    void keepsAReportOfAnyState(EmailState state) {
        report(MAIL, EMAIL, state);

        assertThat(store.find(app, MAIL))
                .contains(new EmailStatus(
                        MAIL, EMAIL, Map.of(state, new EmailStatus.Report(at(state), events.get(state)))));
    }

    @Test
    void isTheSameInWhateverOrderTheReportsCome() {
        List<EmailState> all = new ArrayList<>(List.of(EmailState.values()));
        for (int order = 0; order < 40; order++) {
            Collections.shuffle(all, random);
            String mail = "mail-" + order;
            for (EmailState state : all) {
                report(mail, EMAIL, state);
                report(mail, null, state);
            }

            EmailStatus status = store.find(app, mail).orElseThrow();
            assertThat(status.state()).as("after %s", all).contains(EmailState.COMPLAINED);
            assertThat(status.history().stream().map(Map.Entry::getKey))
                    .as("after %s", all)
                    .containsExactly(EmailState.values());
            assertThat(status.emailId()).isEqualTo(EMAIL);
        }
    }

    @Test
    void neverGoesBack() {
        List<EmailState> shuffled = new ArrayList<>(List.of(EmailState.values()));
        Collections.shuffle(shuffled, random);
        EmailState highest = EmailState.SENT;

        for (EmailState state : shuffled) {
            report(MAIL, null, state);
            highest = state.compareTo(highest) > 0 ? state : highest;
            assertThat(store.find(app, MAIL).orElseThrow().state()).contains(highest);
        }
    }

    @Test
    void aBounceAfterADeliveryKeepsBoth() {
        report(MAIL, null, EmailState.DELIVERED);
        report(MAIL, null, EmailState.BOUNCED);

        EmailStatus status = store.find(app, MAIL).orElseThrow();
        assertThat(status.state()).contains(EmailState.BOUNCED);
        assertThat(status.reports()).containsOnlyKeys(EmailState.DELIVERED, EmailState.BOUNCED);
    }

    @Test
    void theFirstReportOfAStateStays() {
        report(MAIL, null, EmailState.OPENED);

        store.add(
                app,
                new Effect.Report(MAIL, null, EmailState.OPENED, Samples.NOON.plusSeconds(900)),
                EventId.create(Samples.NOON, random),
                clock.instant());

        assertThat(store.find(app, MAIL).orElseThrow().reports())
                .containsExactly(Map.entry(
                        EmailState.OPENED,
                        new EmailStatus.Report(at(EmailState.OPENED), events.get(EmailState.OPENED))));
    }

    @Test
    void aMailThatIsMentionedIsThereWithoutAState() {
        store.add(app, new Effect.Mention(MAIL, EMAIL), clock.instant());

        EmailStatus status = store.find(app, MAIL).orElseThrow();
        assertThat(status).isEqualTo(new EmailStatus(MAIL, EMAIL, Map.of()));
        assertThat(status.state()).isEmpty();
        assertThat(store.ofEmail(app, EMAIL, 10)).containsExactly(status);
    }

    @ParameterizedTest
    @EnumSource(EmailState.class)
    void aMentionBeforeOrAfterAReportChangesNoneOfIt(EmailState state) {
        report(MAIL, null, state);
        store.add(app, new Effect.Mention(MAIL, EMAIL), clock.instant());
        store.add(app, new Effect.Mention("mail-2", EMAIL), clock.instant());
        report("mail-2", null, state);

        for (String mail : List.of(MAIL, "mail-2")) {
            assertThat(store.find(app, mail))
                    .contains(new EmailStatus(
                            mail, EMAIL, Map.of(state, new EmailStatus.Report(at(state), events.get(state)))));
        }
    }

    @Test
    void findsTheMailsOfAnEmailByItsIdInAnyCase() {
        report("mail-2", EMAIL, EmailState.SENT);
        report("mail-1", EMAIL.toUpperCase(java.util.Locale.ROOT), EmailState.DELIVERED);
        report("mail-3", null, EmailState.SENT);
        report("mail-4", "11111111-7a5b-4f0e-9f0a-0c0d0e0f0a0b", EmailState.SENT);

        assertThat(store.ofEmail(app, EMAIL.toLowerCase(java.util.Locale.ROOT), 10))
                .extracting(EmailStatus::messageId)
                .containsExactly("mail-1", "mail-2");
        assertThat(store.ofEmail(app, EMAIL, 1))
                .extracting(EmailStatus::messageId)
                .containsExactly("mail-1");
        assertThat(store.ofEmail(app, "22222222-7a5b-4f0e-9f0a-0c0d0e0f0a0b", 10))
                .isEmpty();
    }

    @Test
    void learnsTheEmailsIdFromALaterReportAndKeepsTheFirst() {
        report(MAIL, null, EmailState.SENT);
        assertThat(store.ofEmail(app, EMAIL, 10)).isEmpty();

        report(MAIL, EMAIL, EmailState.DELIVERED);
        report(MAIL, "11111111-7a5b-4f0e-9f0a-0c0d0e0f0a0b", EmailState.OPENED);

        assertThat(store.find(app, MAIL).orElseThrow().emailId()).isEqualTo(EMAIL);
        assertThat(store.ofEmail(app, EMAIL, 10)).hasSize(1);
        assertThat(store.ofEmail(app, "11111111-7a5b-4f0e-9f0a-0c0d0e0f0a0b", 10))
                .isEmpty();
    }

    @Test
    void keepsEachApplicationsOwn() {
        AppId other = Samples.app();
        report(MAIL, EMAIL, EmailState.SENT);

        assertThat(store.find(other, MAIL)).isEmpty();
        assertThat(store.ofEmail(other, EMAIL, 10)).isEmpty();
        store.add(
                other,
                new Effect.Report(MAIL, EMAIL, EmailState.BOUNCED, Samples.NOON),
                events.get(EmailState.BOUNCED),
                clock.instant());
        assertThat(store.find(app, MAIL).orElseThrow().state()).contains(EmailState.SENT);
    }

    @Test
    void isKeptAsLongAsEventsFromItsLastReport() {
        report(MAIL, EMAIL, EmailState.SENT);
        clock.advance(Duration.ofDays(3));
        report(MAIL, EMAIL, EmailState.DELIVERED);

        Instant end = clock.instant().plus(Stores.EVENTS_KEPT).truncatedTo(ChronoUnit.SECONDS);
        clock.set(end.minusMillis(1));
        assertThat(store.find(app, MAIL).orElseThrow().reports()).hasSize(2);
        assertThat(store.ofEmail(app, EMAIL, 10)).hasSize(1);

        clock.set(end);
        assertThat(store.find(app, MAIL)).isEmpty();
        assertThat(store.ofEmail(app, EMAIL, 10)).isEmpty();
    }

    @Test
    void nothingOfAnExpiredStatusComesBackWithALateReport() {
        report(MAIL, EMAIL, EmailState.BOUNCED);
        clock.advance(Stores.EVENTS_KEPT);

        report(MAIL, null, EmailState.OPENED);
        report(MAIL, null, EmailState.CLICKED);

        EmailStatus status = store.find(app, MAIL).orElseThrow();
        assertThat(status.reports()).containsOnlyKeys(EmailState.OPENED, EmailState.CLICKED);
        assertThat(status.emailId()).isNull();
        assertThat(store.ofEmail(app, EMAIL, 10)).isEmpty();
    }

    @Test
    void lateReportsThatComeAtOnceAreAllKept() throws Exception {
        report(MAIL, EMAIL, EmailState.BOUNCED);
        clock.advance(Stores.EVENTS_KEPT.plusDays(1));
        EmailState[] late = {EmailState.SENT, EmailState.DELIVERED, EmailState.OPENED, EmailState.CLICKED};

        Race.of(late.length, runner -> () -> {
            report(MAIL, null, late[runner]);
            return true;
        });

        assertThat(store.find(app, MAIL).orElseThrow().reports()).containsOnlyKeys(late);
    }

    @Test
    void reportsThatComeAtOnceAreAllKept() throws Exception {
        EmailState[] states = EmailState.values();

        Race.of(states.length, runner -> () -> {
            report(MAIL, EMAIL, states[runner]);
            return true;
        });

        assertThat(store.find(app, MAIL).orElseThrow().reports()).containsOnlyKeys(states);
    }

    private void report(String mail, String email, EmailState state) {
        store.add(app, new Effect.Report(mail, email, state, at(state)), events.get(state), clock.instant());
    }

    private static Instant at(EmailState state) {
        return Samples.NOON.plusMillis(state.ordinal());
    }
}
