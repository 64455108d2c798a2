package dev.sluice.emulators.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON in which a notification travels: to a function, and to an HTTP endpoint. */
final class Envelopes {

    private final URI endpoint;
    private final Signer signer;

    /** @param endpoint where the links in the envelopes lead */
    Envelopes(URI endpoint, Signer signer) {
        this.endpoint = endpoint;
        this.signer = signer;
    }

    /** What Lambda hands to a function: another spelling of the URLs than over HTTP, and a Subject even where it is null. */
    String forFunction(Notification notification, String subscriptionArn) {
        ObjectNode sns = object();
        sns.put("SignatureVersion", SignatureVersion.V1.number());
        sns.put("Timestamp", notification.timestamp());
        sns.put("Signature", signer.sign(SignatureVersion.V1, signedFields(notification)));
        sns.put("SigningCertUrl", signer.certificateUrl());
        sns.put("MessageId", notification.messageId());
        sns.put("Message", notification.message());
        sns.set("MessageAttributes", attributes(notification));
        sns.put("Type", "Notification");
        sns.put("UnsubscribeUrl", unsubscribeUrl(subscriptionArn));
        sns.put("TopicArn", notification.topicArn());
        sns.put("Subject", notification.subject());
        ObjectNode envelope = object();
        ObjectNode entry = envelope.putArray("Records").addObject();
        entry.put("EventSource", "aws:sns");
        entry.put("EventVersion", "1.0");
        entry.put("EventSubscriptionArn", subscriptionArn);
        entry.set("Sns", sns);
        return envelope.toString();
    }

    String forHttp(Notification notification, String subscriptionArn, SignatureVersion version) {
        ObjectNode envelope = object();
        envelope.put("Type", "Notification");
        envelope.put("MessageId", notification.messageId());
        envelope.put("TopicArn", notification.topicArn());
        if (notification.subject() != null) {
            envelope.put("Subject", notification.subject());
        }
        envelope.put("Message", notification.message());
        envelope.put("Timestamp", notification.timestamp());
        envelope.put("SignatureVersion", version.number());
        envelope.put("Signature", signer.sign(version, signedFields(notification)));
        envelope.put("SigningCertURL", signer.certificateUrl());
        envelope.put("UnsubscribeURL", unsubscribeUrl(subscriptionArn));
        if (!notification.attributes().isEmpty()) {
            envelope.set("MessageAttributes", attributes(notification));
        }
        return envelope.toPrettyString();
    }

    /** What asks an HTTP endpoint to confirm. */
    String confirmation(Notification request, String token, SignatureVersion version) {
        String subscribeUrl = endpoint + "/?Action=ConfirmSubscription&TopicArn=" + encoded(request.topicArn())
                + "&Token=" + encoded(token);
        Map<String, @Nullable String> signed = new LinkedHashMap<>();
        signed.put("Message", request.message());
        signed.put("MessageId", request.messageId());
        signed.put("SubscribeURL", subscribeUrl);
        signed.put("Timestamp", request.timestamp());
        signed.put("Token", token);
        signed.put("TopicArn", request.topicArn());
        signed.put("Type", "SubscriptionConfirmation");
        ObjectNode envelope = object();
        signed.forEach(envelope::put);
        envelope.put("SignatureVersion", version.number());
        envelope.put("Signature", signer.sign(version, signed));
        envelope.put("SigningCertURL", signer.certificateUrl());
        return envelope.toPrettyString();
    }

    private static Map<String, @Nullable String> signedFields(Notification notification) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("Message", notification.message());
        fields.put("MessageId", notification.messageId());
        fields.put("Subject", notification.subject());
        fields.put("Timestamp", notification.timestamp());
        fields.put("TopicArn", notification.topicArn());
        fields.put("Type", "Notification");
        return fields;
    }

    private static ObjectNode attributes(Notification notification) {
        ObjectNode attributes = object();
        notification
                .attributes()
                .forEach((name, attribute) ->
                        attributes.putObject(name).put("Type", attribute.type()).put("Value", attribute.value()));
        return attributes;
    }

    private String unsubscribeUrl(String subscriptionArn) {
        return endpoint + "/?Action=Unsubscribe&SubscriptionArn=" + encoded(subscriptionArn);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
