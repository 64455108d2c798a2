package dev.sluice.emulators.sns;

import dev.sluice.emulators.sns.HttpSender.Post;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** An endpoint that was subscribed through the API and has not confirmed yet: the "notification" asks it to. */
record PendingSubscription(HttpSubscription confirmed, String token, Envelopes envelopes, HttpSender sender)
        implements Subscription {

    @Override
    public String arn() {
        return "pending confirmation";
    }

    @Override
    public String protocol() {
        return confirmed.protocol();
    }

    @Override
    public String endpoint() {
        return confirmed.endpoint();
    }

    @Override
    public boolean awaitsFirstAttempt() {
        return false;
    }

    @Override
    public List<Duration> retryDelays() {
        return confirmed.retryDelays();
    }

    @Override
    public Outcome attempt(Notification request, String requestId) throws InterruptedException {
        return sender.post(
                URI.create(endpoint()),
                new Post(
                        "SubscriptionConfirmation",
                        request,
                        null,
                        envelopes.confirmation(request, token, SignatureVersion.V1)));
    }

    /** SNS forgets a subscription that nobody confirms. */
    @Override
    public void gaveUp(Notification request, String requestId, int attempts, String errorType, String errorMessage) {}
}
