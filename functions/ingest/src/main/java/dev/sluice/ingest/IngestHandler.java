package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import dev.sluice.application.OwnerRules;
import dev.sluice.aws.AwsStack;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Acceptor;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.input.SnsNotification;
import dev.sluice.intake.Effects;
import dev.sluice.intake.Intake;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.joda.time.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * SNS to events. What is no event is kept in quarantine and the function succeeds, so SNS does not loop over it; it fails only when the
 * table or the queue does, and Lambda then hands it the same records again.
 */
public final class IngestHandler implements RequestHandler<SNSEvent, @Nullable Void> {

    private final Ingest ingest;

    /** As Lambda makes it. */
    public IngestHandler() {
        this(System.getenv());
    }

    /**
     * From any environment.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public IngestHandler(Map<String, String> variables) {
        this(ingest(new Environment(variables)));
    }

    IngestHandler(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public @Nullable Void handleRequest(SNSEvent event, Context context) {
        ingest.accept(event.getRecords().stream()
                .map(record -> notification(record.getSNS()))
                .toList());
        return null;
    }

    private static SnsNotification notification(SNSEvent.SNS sns) {
        return new SnsNotification(
                sns.getMessageId(), sns.getTopicArn(), instant(sns.getTimestamp()), sns.getSubject(), sns.getMessage());
    }

    private static @Nullable Instant instant(@Nullable DateTime time) {
        return time == null ? null : Instant.ofEpochMilli(time.getMillis());
    }

    private static Ingest ingest(Environment environment) {
        InstantSource clock = InstantSource.system();
        AwsStack stack = new AwsStack(environment, clock, new SecureRandom());
        Intake intake = new Intake(
                new Acceptor(new Subscriptions(stack.endpoints()), stack.events(), stack.dispatchQueue()),
                stack.quarantine(),
                new Effects(stack.suppressions(), stack.emailStatuses(), stack.endedObjects()));
        AppId otherwise =
                environment.value("SLUICE_SES_APPLICATION", AppId::new).orElse(null);
        return new Ingest(intake, new OwnerRules(stack.ownerRules(), otherwise, clock), clock);
    }
}
