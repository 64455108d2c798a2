package dev.sluice.api;

import dev.sluice.application.ApiKeyStore;
import dev.sluice.application.ApplicationStore;
import dev.sluice.application.IdempotencyStore;
import dev.sluice.application.OwnerRuleStore;
import dev.sluice.application.OwnerRules;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoApiKeyStore;
import dev.sluice.aws.DynamoIdempotencyStore;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.email.SuppressionStore;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlSettings;
import dev.sluice.event.AppId;
import dev.sluice.event.EndedObjects;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine;
import dev.sluice.intake.Effects;
import dev.sluice.intake.Intake;
import dev.sluice.signature.SealingSettings;
import dev.sluice.signature.SecretSealer;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceStore;
import dev.sluice.wake.HeldStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the api works with.
 *
 * @param sesApplication the application of what no owner rule names
 * @param stripeSource whose address {@code /webhooks/stripe} is, if anybody's
 * @param sns what comes of SNS's HTTP subscriptions
 * @param askTable returns if the table answers, throws if it does not
 * @param clock gives whole milliseconds, as rows and answers have them
 * @param random for ids, keys and secrets; safe for many threads
 */
record Ports(
        ApplicationStore applications,
        ApiKeyStore keys,
        IdempotencyStore idempotency,
        EndpointStore endpoints,
        EventStore events,
        DeliveryStore deliveries,
        HeldStore held,
        SuppressionStore suppressions,
        EmailStatusStore emailStatuses,
        EndedObjects ended,
        OwnerRuleStore ownerRules,
        Quarantine quarantine,
        Optional<AppId> sesApplication,
        SourceStore sources,
        Optional<SourceId> stripeSource,
        SnsPorts sns,
        DispatchQueue queue,
        Runnable askTable,
        SecretSealer sealer,
        UrlPolicy urls,
        InstantSource clock,
        RandomGenerator random) {

    /** Makes the clock one of whole milliseconds. */
    Ports {
        InstantSource finer = clock;
        clock = () -> finer.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The real ones. */
    static Ports of(Environment environment) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        AwsStack stack = new AwsStack(environment, clock, random);
        return new Ports(
                stack.applications(),
                new DynamoApiKeyStore(stack.table()),
                new DynamoIdempotencyStore(stack.table()),
                stack.endpoints(),
                stack.events(),
                stack.deliveries(),
                stack.held(),
                stack.suppressions(),
                stack.emailStatuses(),
                stack.endedObjects(),
                stack.ownerRules(),
                stack.quarantine(),
                environment.value("SLUICE_SES_APPLICATION", AppId::new),
                stack.sources(),
                environment.value("SLUICE_STRIPE_SOURCE", SourceId::new),
                SnsPorts.of(environment, clock),
                stack.dispatchQueue(),
                stack.table()::ask,
                SealingSettings.sealer(environment, random),
                UrlSettings.policy(environment),
                clock,
                random);
    }

    /** Accepts posted events. */
    Acceptor acceptor() {
        return new Acceptor(new Subscriptions(endpoints), events, queue);
    }

    /** Takes what comes in by other doors. */
    Intake intake() {
        return new Intake(acceptor(), quarantine, new Effects(suppressions, emailStatuses, ended));
    }

    /** Says whose an input is, by the rules as they are when it is first asked and then for a minute. */
    Owners owners() {
        return new OwnerRules(ownerRules, sesApplication.orElse(null), clock);
    }
}
