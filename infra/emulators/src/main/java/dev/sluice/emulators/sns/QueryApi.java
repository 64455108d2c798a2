package dev.sluice.emulators.sns;

import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The AWS query protocol of SNS: {@code Action} and its parameters as a form, an answer in XML. Credentials are not looked at.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Operations.html">SNS actions</a>
 */
final class QueryApi {

    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Topics topics;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final InstantSource clock;

    QueryApi(Topics topics, Publisher publisher, Subscriptions subscriptions, InstantSource clock) {
        this.topics = topics;
        this.publisher = publisher;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    Reply.Answer answer(Request request) throws InterruptedException {
        Xml metadata = Xml.of("RequestId", UUID.randomUUID().toString());
        try {
            Map<String, String> form = form(request);
            String action = form.getOrDefault("Action", "");
            List<Xml> result = result(action, form);
            return xml(
                    200,
                    Xml.of(
                            action + "Response",
                            Xml.of(action + "Result", result),
                            Xml.of("ResponseMetadata", metadata)));
        } catch (SnsException e) {
            Xml error = Xml.of(
                    "Error",
                    Xml.of("Type", e.senderAtFault() ? "Sender" : "Receiver"),
                    Xml.of("Code", e.code()),
                    Xml.of("Message", e.text()));
            return xml(e.status(), Xml.of("ErrorResponse", error, metadata));
        }
    }

    private static Reply.Answer xml(int status, Xml root) {
        return Reply.of(status, "text/xml", root.document(NAMESPACE));
    }

    private static Map<String, String> form(Request request) throws SnsException {
        Map<String, String> form = new LinkedHashMap<>();
        try {
            Request.form(request.query()).forEach((name, values) -> form.put(name, values.getFirst()));
            Request.form(request.text()).forEach((name, values) -> form.put(name, values.getFirst()));
        } catch (IllegalArgumentException e) {
            throw SnsException.invalidParameter("the form is not URL-encoded");
        }
        return form;
    }

    private List<Xml> result(String action, Map<String, String> form) throws SnsException, InterruptedException {
        return switch (action) {
            case "Publish" -> List.of(Xml.of("MessageId", publish(topic(form), PublishRequest.parse(form, ""))));
            case "PublishBatch" -> publishBatch(form);
            case "CreateTopic" -> List.of(Xml.of("TopicArn", topics.create(required(form, "Name"))));
            case "ListTopics" -> List.of(Xml.of("Topics", members(topics.arns(), "TopicArn")));
            case "GetTopicAttributes" -> topicAttributes(required(form, "TopicArn"));
            case "Subscribe" -> List.of(Xml.of("SubscriptionArn", subscribe(form)));
            case "ConfirmSubscription" -> List.of(Xml.of("SubscriptionArn", confirm(form)));
            case "Unsubscribe" -> {
                topics.unsubscribe(required(form, "SubscriptionArn"));
                yield List.of();
            }
            case "ListSubscriptionsByTopic" -> listSubscriptions(required(form, "TopicArn"));
            default -> throw SnsException.invalidAction(action.isEmpty() ? "(none)" : action);
        };
    }

    private static String required(Map<String, String> form, String name) throws SnsException {
        String value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw SnsException.invalidParameter(name + " Reason: no value for required parameter");
        }
        return value;
    }

    private static String topic(Map<String, String> form) throws SnsException {
        String target = form.get("TargetArn");
        return target != null && !form.containsKey("TopicArn") ? target : required(form, "TopicArn");
    }

    private String publish(String topicArn, PublishRequest request) throws SnsException, InterruptedException {
        Notification notification =
                request.notification(UUID.randomUUID().toString(), topicArn, Timestamps.iso(clock.instant()));
        if (notification.size() > Notification.MAX_BYTES) {
            throw SnsException.invalidParameter("Message too long");
        }
        publisher.publish(notification);
        return notification.messageId();
    }

    private List<Xml> publishBatch(Map<String, String> form) throws SnsException, InterruptedException {
        String topicArn = required(form, "TopicArn");
        topics.subscriptions(topicArn);
        List<Xml> published = new ArrayList<>();
        List<Xml> failed = new ArrayList<>();
        for (Map.Entry<String, String> entry : batchEntries(form).entrySet()) {
            Xml id = Xml.of("Id", entry.getKey());
            try {
                String messageId = publish(topicArn, PublishRequest.parse(form, entry.getValue()));
                published.add(Xml.of("member", id, Xml.of("MessageId", messageId)));
            } catch (SnsException e) {
                failed.add(Xml.of(
                        "member",
                        id,
                        Xml.of("Code", e.code()),
                        Xml.of("Message", e.text()),
                        Xml.of("SenderFault", Boolean.toString(e.senderAtFault()))));
            }
        }
        return List.of(Xml.of("Successful", published), Xml.of("Failed", failed));
    }

    /** Entry id → prefix of the entry's parameters. */
    private static Map<String, String> batchEntries(Map<String, String> form) throws SnsException {
        Map<String, String> prefixes = new LinkedHashMap<>();
        int total = 0;
        String all = "PublishBatchRequestEntries.member.";
        for (int i = 1; form.containsKey(all + i + ".Id"); i++) {
            String prefix = all + i + ".";
            String id = required(form, prefix + "Id");
            if (!ENTRY_ID.matcher(id).matches()) {
                throw SnsException.batch("InvalidBatchEntryId", "The Id of a batch entry is invalid: " + id);
            }
            if (prefixes.put(id, prefix) != null) {
                throw SnsException.batch("BatchEntryIdsNotDistinct", "Two or more batch entries have the Id " + id);
            }
            total += size(form, prefix);
        }
        if (prefixes.isEmpty()) {
            throw SnsException.batch("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (prefixes.size() > 10) {
            throw SnsException.batch(
                    "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        if (total > Notification.MAX_BYTES) {
            throw SnsException.batch(
                    "BatchRequestTooLong", "The length of all the batch messages put together is more than the limit.");
        }
        return prefixes;
    }

    /** What is wrong with an entry alone is answered for that entry alone, later. */
    private static int size(Map<String, String> form, String prefix) {
        try {
            return PublishRequest.parse(form, prefix).notification("", "", "").size();
        } catch (SnsException e) {
            return 0;
        }
    }

    private List<Xml> topicAttributes(String topicArn) throws SnsException {
        int confirmed = topics.subscriptions(topicArn).size();
        return List.of(Xml.of(
                "Attributes",
                entry("TopicArn", topicArn),
                entry("SubscriptionsConfirmed", Integer.toString(confirmed))));
    }

    private static Xml entry(String key, String value) {
        return Xml.of("entry", Xml.of("key", key), Xml.of("value", value));
    }

    private String subscribe(Map<String, String> form) throws SnsException {
        String topicArn = required(form, "TopicArn");
        String protocol = required(form, "Protocol");
        if (!Set.of("http", "https").contains(protocol)) {
            throw SnsException.invalidParameter("Protocol Reason: this SNS stand-in subscribes http and https only");
        }
        String endpoint = required(form, "Endpoint");
        if (!endpoint.startsWith(protocol + "://")) {
            throw SnsException.invalidParameter("Endpoint must match the specified protocol");
        }
        try {
            subscriptions.request(topicArn, new URI(endpoint));
        } catch (URISyntaxException e) {
            throw SnsException.invalidParameter("Endpoint Reason: it is not a URL");
        }
        return "pending confirmation";
    }

    private String confirm(Map<String, String> form) throws SnsException {
        return subscriptions.confirm(required(form, "TopicArn"), required(form, "Token"));
    }

    private List<Xml> listSubscriptions(String topicArn) throws SnsException {
        List<Xml> members = new ArrayList<>();
        for (Subscription subscription : topics.subscriptions(topicArn)) {
            members.add(Xml.of(
                    "member",
                    Xml.of("SubscriptionArn", subscription.arn()),
                    Xml.of("Owner", "123456789012"),
                    Xml.of("Protocol", subscription.protocol()),
                    Xml.of("Endpoint", subscription.endpoint()),
                    Xml.of("TopicArn", topicArn)));
        }
        return List.of(Xml.of("Subscriptions", members));
    }

    private static List<Xml> members(List<String> values, String name) {
        return values.stream()
                .map(value -> Xml.of("member", Xml.of(name, value)))
                .toList();
    }
}
