package dev.sluice.api;

import dev.sluice.aws.AwsStack;
import dev.sluice.configuration.Environment;
import dev.sluice.event.Quarantine;
import dev.sluice.sns.Confirmations;
import dev.sluice.sns.HttpCertificates;
import dev.sluice.sns.HttpConfirmations;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where input comes in that is no posted event, and where what is rejected of it is kept.
 *
 * @param stripeSource whose address {@code /webhooks/stripe} is, if anybody's
 */
record Doors(
        SourceStore sources,
        Optional<SourceId> stripeSource,
        SnsVerifier snsVerifier,
        Confirmations snsConfirmations,
        Quarantine quarantine) {

    /** The real ones. */
    static Doors of(Environment environment, AwsStack stack, InstantSource clock) {
        return new Doors(
                stack.sources(),
                environment.value("SLUICE_STRIPE_SOURCE", SourceId::new),
                new SnsVerifier(SnsSettings.of(environment), HttpCertificates.cached(clock)),
                new HttpConfirmations(),
                stack.quarantine());
    }
}
