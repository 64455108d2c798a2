package dev.sluice.emulators.sns;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Which topics there are, and who is subscribed to each. */
final class Topics {

    private static final String PREFIX = "arn:aws:sns:us-east-1:123456789012:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    private final Map<String, List<Subscription>> subscriptions = new ConcurrentSkipListMap<>();

    static String arn(String name) {
        return PREFIX + name;
    }

    /** Makes a topic unless it is there already. */
    String create(String name) throws SnsException {
        if (!NAME.matcher(name).matches()) {
            throw SnsException.invalidParameter("Topic Name");
        }
        subscriptions.putIfAbsent(arn(name), new CopyOnWriteArrayList<>());
        return arn(name);
    }

    List<String> arns() {
        return List.copyOf(subscriptions.keySet());
    }

    /** The live list of a topic's subscriptions. */
    List<Subscription> subscriptions(String topicArn) throws SnsException {
        if (!topicArn.startsWith("arn:aws:sns:")) {
            throw SnsException.invalidParameter("TopicArn");
        }
        List<Subscription> found = subscriptions.get(topicArn);
        if (found == null) {
            throw SnsException.notFound("Topic does not exist");
        }
        return found;
    }

    void unsubscribe(String subscriptionArn) {
        subscriptions
                .values()
                .forEach(
                        list -> list.removeIf(subscription -> subscription.arn().equals(subscriptionArn)));
    }
}
