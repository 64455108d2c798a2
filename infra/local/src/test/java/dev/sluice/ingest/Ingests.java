package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.sluice.aws.AwsStack;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Owners;
import dev.sluice.intake.Effects;
import dev.sluice.intake.Intake;
import dev.sluice.local.crash.Container;
import java.time.InstantSource;

/** The real ingest functions in containers that can die. */
public final class Ingests {

    private Ingests() {}

    public static RequestStreamHandler coldStart(Container container, AwsStack stack, AppId app) {
        return new IngestHandler(ingest(container, stack, app));
    }

    public static RequestHandler<SQSEvent, SQSBatchResponse> queueColdStart(
            Container container, AwsStack stack, AppId app) {
        return new QueueIngestHandler(ingest(container, stack, app));
    }

    public static RequestStreamHandler busColdStart(Container container, AwsStack stack, AppId app) {
        return new BusIngestHandler(ingest(container, stack, app));
    }

    private static Ingest ingest(Container container, AwsStack stack, AppId app) {
        Subscriptions subscriptions = new Subscriptions(stack.endpoints());
        Acceptor acceptor = new Acceptor(
                subscriptions,
                container.port(EventStore.class, stack.events()),
                container.port(DispatchQueue.class, stack.dispatchQueue()));
        Intake intake = new Intake(
                acceptor,
                stack.quarantine(),
                new Effects(stack.suppressions(), stack.emailStatuses(), stack.endedObjects()),
                new OperationalEvents(subscriptions, acceptor));
        return new Ingest(intake, Owners.always(app), InstantSource.system());
    }
}
