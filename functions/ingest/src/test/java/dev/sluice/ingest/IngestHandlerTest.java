package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.InMemoryQuarantine;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.input.SnsNotification;
import dev.sluice.intake.Intakes;
import dev.sluice.wake.InMemoryStores;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.joda.time.DateTime;
import org.junit.jupiter.api.Test;

class IngestHandlerTest {

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final AppId app = Samples.app();

    private void handle(SNS... notifications) {
        stores.applications().create(Samples.application(app));
        Acceptor acceptor =
                new Acceptor(new Subscriptions(stores.endpoints()), stores.events(), new InMemoryDispatchQueue(clock));
        SNSEvent event = new SNSEvent();
        event.setRecords(
                Arrays.stream(notifications).map(IngestHandlerTest::record).toList());
        new IngestHandler(new Ingest(Intakes.of(acceptor, quarantine), Owners.always(app), clock))
                .handleRequest(event, new InvocationContext("ingest", "request-1", Duration.ofSeconds(30)));
    }

    private static SNSRecord record(SNS sns) {
        SNSRecord record = new SNSRecord();
        record.setSns(sns);
        return record;
    }

    private static SNS sns(SnsNotification notification) {
        SNS sns = new SNS();
        sns.setMessageId(notification.messageId());
        sns.setTopicArn(notification.topicArn());
        sns.setTimestamp(new DateTime(Samples.NOON.toEpochMilli()));
        sns.setSubject(notification.subject());
        sns.setMessage(notification.message());
        return sns;
    }

    @Test
    void everyRecordIsANotification() {
        handle(sns(Bounces.bounce(1)), sns(Bounces.bounce(2)));

        List<AcceptedEvent> stored = stores.events().all();
        assertThat(stored).hasSize(2).allSatisfy(event -> {
            assertThat(event.event().type()).isEqualTo("email.bounced");
            assertThat(event.event().source().envelope()).isEqualTo("sns-lambda");
            assertThat(event.event().source().snsMessageId()).isEqualTo("sns-1");
            assertThat(event.acceptedAt()).isEqualTo(Samples.NOON);
        });
    }

    @Test
    void whatIsRejectedKeepsEveryFieldOfItsRecord() {
        handle(sns(Bounces.notification("{}")));

        byte[] raw = quarantine.kept().getFirst().raw();
        assertThat(raw).isEqualTo(SnsRecord.write(Bounces.notification("{}")));
    }

    @Test
    void aRecordWithoutFieldsIsRejected() {
        handle(new SNS());

        assertThat(quarantine.kept()).hasSize(1);
        assertThat(Normalizer.normalize(quarantine.kept().getFirst().raw(), Owners.always(app), Samples.NOON))
                .singleElement()
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void poisonStopsNobody() {
        handle(sns(Bounces.bounce(1)), sns(Bounces.notification("{not JSON")), sns(Bounces.bounce(2)));

        assertThat(stores.events().all()).hasSize(2);
        assertThat(quarantine.kept()).extracting(RejectedInput::reason).containsExactly("invalid_json");
    }

    @Test
    void aRecordWithoutANotificationIsRejected() {
        handle((SNS) null);

        assertThat(quarantine.kept()).extracting(RejectedInput::reason).containsExactly("invalid_envelope");
    }

    @Test
    void anEventWithoutRecordsIsToldOf() {
        Rig rig = new Rig();
        IngestHandler handler = new IngestHandler(rig.ingest());
        SNSEvent empty = new SNSEvent();
        empty.setRecords(List.of());

        for (SNSEvent event : Arrays.asList(empty, new SNSEvent(), null)) {
            rig.clock.advance(Duration.ofSeconds(1));
            handler.handleRequest(event, Rig.CONTEXT);
        }

        assertThat(rig.rejected()).hasSize(3).containsOnly("invalid_envelope");
    }
}
