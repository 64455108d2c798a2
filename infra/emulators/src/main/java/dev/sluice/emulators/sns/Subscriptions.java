package dev.sluice.emulators.sns;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Makes subscriptions, and has endpoints that were subscribed through the API confirm first. */
final class Subscriptions {

    private record Requested(String topicArn, HttpSubscription subscription) {}

    private final Topics topics;
    private final Deliveries deliveries;
    private final Envelopes envelopes;
    private final HttpSender sender;
    private final InstantSource clock;
    private final Map<String, Requested> byToken = new ConcurrentHashMap<>();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();

    Subscriptions(Topics topics, Deliveries deliveries, Envelopes envelopes, HttpSender sender, InstantSource clock) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.envelopes = envelopes;
        this.sender = sender;
        this.clock = clock;
    }

    void add(String topicArn, LambdaSubscriber subscriber) throws SnsException {
        topics.subscriptions(topicArn).add(new LambdaSubscription(newArn(topicArn), subscriber, envelopes, clock));
    }

    void add(String topicArn, HttpSubscriber subscriber) throws SnsException {
        topics.subscriptions(topicArn).add(new HttpSubscription(newArn(topicArn), subscriber, envelopes, sender));
    }

    /** Asks an endpoint to confirm; until it does it gets no notification. */
    void request(String topicArn, URI endpoint) throws SnsException {
        topics.subscriptions(topicArn);
        String token = UUID.randomUUID().toString().replace("-", "");
        HttpSubscription subscription = new HttpSubscription(
                newArn(topicArn),
                new HttpSubscriber(endpoint, SignatureVersion.V1, HttpSubscriber.SNS_RETRY_DELAYS, _ -> {}),
                envelopes,
                sender);
        byToken.put(token, new Requested(topicArn, subscription));
        Notification request = new Notification(
                UUID.randomUUID().toString(),
                topicArn,
                null,
                "You have chosen to subscribe to the topic " + topicArn
                        + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.",
                Timestamps.iso(clock.instant()),
                Map.of());
        var _ = deliveries.start(request, new PendingSubscription(subscription, token, envelopes, sender), () -> {});
    }

    /** Confirms; a second time changes nothing. */
    String confirm(String topicArn, String token) throws SnsException {
        Requested requested = byToken.get(token);
        if (requested == null || !requested.topicArn().equals(topicArn)) {
            throw SnsException.invalidParameter("Token");
        }
        if (confirmed.add(token)) {
            topics.subscriptions(topicArn).add(requested.subscription());
        }
        return requested.subscription().arn();
    }

    private static String newArn(String topicArn) {
        return topicArn + ":" + UUID.randomUUID();
    }
}
