package dev.sluice.api;

import dev.sluice.application.OwnerRules;
import dev.sluice.aws.AwsStack;
import dev.sluice.configuration.Environment;
import dev.sluice.event.AppId;
import dev.sluice.event.Owners;
import dev.sluice.sns.Confirmations;
import dev.sluice.sns.HttpCertificates;
import dev.sluice.sns.HttpConfirmations;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import java.time.InstantSource;

/**
 * What the door for SNS works with.
 *
 * @param owners whose a notification is
 */
record SnsPorts(SnsVerifier verifier, Confirmations confirmations, Owners owners) {

    /** The real ones. */
    static SnsPorts of(Environment environment, AwsStack stack, InstantSource clock) {
        AppId otherwise =
                environment.value("SLUICE_SES_APPLICATION", AppId::new).orElse(null);
        return new SnsPorts(
                new SnsVerifier(SnsSettings.of(environment), HttpCertificates.cached(clock)),
                new HttpConfirmations(),
                new OwnerRules(stack.ownerRules(), otherwise, clock));
    }
}
