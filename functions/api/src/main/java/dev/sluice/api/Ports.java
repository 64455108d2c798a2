package dev.sluice.api;

import dev.sluice.application.OwnerRules;
import dev.sluice.aws.AwsStack;
import dev.sluice.configuration.Environment;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlSettings;
import dev.sluice.event.Owners;
import dev.sluice.intake.Intake;
import dev.sluice.signature.DataKeyStore;
import dev.sluice.signature.SecretSealer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * What the api works with.
 *
 * @param askTable returns if the table answers, throws if it does not
 * @param clock gives whole milliseconds, as rows and answers have them
 * @param random for ids, keys and secrets; safe for many threads
 */
record Ports(
        Tenants tenants,
        Doors doors,
        Dispatch dispatch,
        EffectStores effectStores,
        SecretSealer sealer,
        DataKeyStore dataKeys,
        UrlPolicy urls,
        Runnable askTable,
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
                Tenants.of(environment, stack),
                Doors.of(environment, stack, clock),
                Dispatch.of(stack),
                EffectStores.of(stack),
                stack.sealer(),
                stack.dataKeys(),
                UrlSettings.policy(environment),
                stack.table()::ask,
                clock,
                random);
    }

    /** Takes what comes in by the doors. */
    Intake intake() {
        return new Intake(dispatch.acceptor(), doors.quarantine(), effectStores.effects(), dispatch.operations());
    }

    /** Says whose an input is, by the rules as they are when it is first asked and then for a minute. */
    Owners owners() {
        return new OwnerRules(tenants.ownerRules(), tenants.sesApplication().orElse(null), clock);
    }
}
