package dev.sluice.delivery;

/** Sends one POST. Safe for use by many threads. */
public interface WebhookSender {

    /**
     * Sends and waits, no longer than the request's deadline.
     *
     * @return what came of it; never throws for what a receiver, a resolver or a network does
     */
    AttemptResult send(WebhookRequest request);
}
