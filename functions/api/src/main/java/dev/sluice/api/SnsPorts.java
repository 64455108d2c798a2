package dev.sluice.api;

import dev.sluice.configuration.Environment;
import dev.sluice.sns.Confirmations;
import dev.sluice.sns.HttpCertificates;
import dev.sluice.sns.HttpConfirmations;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import java.time.InstantSource;

/** What the door for SNS works with. */
record SnsPorts(SnsVerifier verifier, Confirmations confirmations) {

    /** The real ones. */
    static SnsPorts of(Environment environment, InstantSource clock) {
        return new SnsPorts(
                new SnsVerifier(SnsSettings.of(environment), HttpCertificates.cached(clock)), new HttpConfirmations());
    }
}
