package dev.sluice.emulators.sns;

import dev.sluice.emulators.sns.HttpSender.Post;
import java.time.Duration;
import java.util.List;

/** POSTs the signed envelope. */
final class HttpSubscription implements Subscription {

    private final String arn;
    private final HttpSubscriber subscriber;
    private final Envelopes envelopes;
    private final HttpSender sender;

    HttpSubscription(String arn, HttpSubscriber subscriber, Envelopes envelopes, HttpSender sender) {
        this.arn = arn;
        this.subscriber = subscriber;
        this.envelopes = envelopes;
        this.sender = sender;
    }

    @Override
    public String arn() {
        return arn;
    }

    @Override
    public String protocol() {
        return subscriber.endpoint().getScheme();
    }

    @Override
    public String endpoint() {
        return subscriber.endpoint().toString();
    }

    @Override
    public boolean awaitsFirstAttempt() {
        return false;
    }

    @Override
    public List<Duration> retryDelays() {
        return subscriber.retryDelays();
    }

    @Override
    public Outcome attempt(Notification notification, String requestId) throws InterruptedException {
        return sender.post(subscriber.endpoint(), new Post("Notification", notification, arn, envelope(notification)));
    }

    @Override
    public void gaveUp(
            Notification notification, String requestId, int attempts, String errorType, String errorMessage) {
        subscriber.deadLetter().accept(envelope(notification));
    }

    private String envelope(Notification notification) {
        return envelopes.forHttp(notification, arn, subscriber.signatureVersion());
    }
}
