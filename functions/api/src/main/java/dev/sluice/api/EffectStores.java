package dev.sluice.api;

import dev.sluice.aws.AwsStack;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.email.SuppressionStore;
import dev.sluice.event.EndedObjects;
import dev.sluice.intake.Effects;

/** What accepted events change besides themselves. */
record EffectStores(SuppressionStore suppressions, EmailStatusStore emailStatuses, EndedObjects ended) {

    /** The real ones. */
    static EffectStores of(AwsStack stack) {
        return new EffectStores(stack.suppressions(), stack.emailStatuses(), stack.endedObjects());
    }

    /** Changes it. */
    Effects effects() {
        return new Effects(suppressions, emailStatuses, ended);
    }
}
