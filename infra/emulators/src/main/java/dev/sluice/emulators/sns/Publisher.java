package dev.sluice.emulators.sns;

import dev.sluice.emulators.disk.DurableDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes notifications in, keeps them until every subscriber is done with them, and sets their deliveries going. */
final class Publisher {

    private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
    private static final String SUFFIX = ".json";

    /** How many published notifications can be delivered again on request. */
    private static final int REMEMBERED = 1000;

    private final Topics topics;
    private final Deliveries deliveries;
    private final @Nullable DurableDirectory spool;
    private final AtomicInteger pending = new AtomicInteger();
    private final Map<String, Notification> remembered = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Notification> eldest) {
            return size() > REMEMBERED;
        }
    });

    Publisher(Topics topics, Deliveries deliveries, @Nullable DurableDirectory spool) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.spool = spool;
    }

    /** Notifications that some subscriber is not done with yet. */
    int pending() {
        return pending.get();
    }

    /**
     * Accepts a notification. With a spool, it is on disk when this returns; without, each function has been invoked once.
     *
     * @throws SnsException if the topic is unknown or the disk fails; nothing is delivered then
     */
    void publish(Notification notification) throws SnsException, InterruptedException {
        List<Subscription> subscribers = List.copyOf(topics.subscriptions(notification.topicArn()));
        remembered.put(notification.messageId(), notification);
        if (subscribers.isEmpty()) {
            return;
        }
        if (spool == null) {
            await(deliver(notification, subscribers, () -> {}));
            return;
        }
        try {
            spool.put(notification.messageId() + SUFFIX, notification.toJson());
        } catch (IOException e) {
            throw SnsException.internal("the notification could not be kept: " + e);
        }
        var _ = deliver(notification, subscribers, () -> unspool(notification));
    }

    /** Delivers what an earlier process has left in the spool, oldest first. What has no subscriber now stays there. */
    void deliverLeftovers() throws IOException {
        if (spool == null) {
            return;
        }
        List<Notification> leftovers = new ArrayList<>();
        for (Path file : spool.list(SUFFIX)) {
            try {
                leftovers.add(Notification.fromJson(Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new IOException("spooled notification cannot be read: " + file, e);
            }
        }
        leftovers.sort(Comparator.comparing(Notification::timestamp));
        for (Notification leftover : leftovers) {
            remembered.put(leftover.messageId(), leftover);
            List<Subscription> subscribers = subscribersOf(leftover);
            if (!subscribers.isEmpty()) {
                var _ = deliver(leftover, subscribers, () -> unspool(leftover));
            }
        }
    }

    private List<Subscription> subscribersOf(Notification notification) {
        try {
            return List.copyOf(topics.subscriptions(notification.topicArn()));
        } catch (SnsException e) {
            return List.of();
        }
    }

    /**
     * Delivers a notification once more, message id and all, as SNS may at any time.
     *
     * @return false if it is not among the last 1,000 that were published
     */
    boolean redeliver(String messageId) throws InterruptedException {
        Notification notification = remembered.get(messageId);
        if (notification == null) {
            return false;
        }
        await(deliver(notification, subscribersOf(notification), () -> {}));
        return true;
    }

    /** @return the first attempts for which a publisher without a spool waits */
    private List<CompletableFuture<Void>> deliver(
            Notification notification, List<Subscription> subscribers, Runnable done) {
        if (subscribers.isEmpty()) {
            return List.of();
        }
        pending.incrementAndGet();
        AtomicInteger open = new AtomicInteger(subscribers.size());
        List<CompletableFuture<Void>> awaited = new ArrayList<>();
        for (Subscription subscriber : subscribers) {
            CompletableFuture<Void> first = deliveries.start(notification, subscriber, () -> {
                if (open.decrementAndGet() == 0) {
                    done.run();
                    pending.decrementAndGet();
                }
            });
            if (subscriber.awaitsFirstAttempt()) {
                awaited.add(first);
            }
        }
        return awaited;
    }

    private static void await(List<CompletableFuture<Void>> firstAttempts) throws InterruptedException {
        try {
            CompletableFuture.allOf(firstAttempts.toArray(CompletableFuture[]::new))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a first attempt never completes exceptionally", e);
        }
    }

    private void unspool(Notification notification) {
        if (spool == null) {
            return;
        }
        try {
            spool.remove(notification.messageId() + SUFFIX);
        } catch (IOException e) {
            // It will be delivered once more after the next start, as at-least-once allows.
            LOG.log(System.Logger.Level.WARNING, "could not unspool " + notification.messageId(), e);
        }
    }
}
