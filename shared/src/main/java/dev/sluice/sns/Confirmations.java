package dev.sluice.sns;

import java.net.URI;

/** Confirms subscriptions. */
@FunctionalInterface
public interface Confirmations {

    /**
     * Tells SNS that a subscription is wanted; a second time does no harm.
     *
     * @param subscribeUrl one that was judged to be SNS's
     * @return whether SNS said yes
     */
    boolean confirm(URI subscribeUrl);
}
