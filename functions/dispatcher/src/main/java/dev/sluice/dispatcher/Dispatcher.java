package dev.sluice.dispatcher;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.Fanout;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Handles one batch: reads all its rows at once, then every message side by side, one on the calling thread and each other on a virtual
 * thread of its own, so that a slow receiver delays nobody else's attempt. What is not known to be done is reported as not done. Safe for use by many threads.
 */
final class Dispatcher {

    /** Reads and writes around an attempt. */
    private static final Duration AROUND_AN_ATTEMPT = Duration.ofSeconds(5);

    private final EventStore events;
    private final DeliveryStore deliveries;
    private final DispatchQueue queue;
    private final DispatchQueue slowQueue;
    private final RecentEndpoints endpoints;
    private final SlowLane slowLane;
    private final DispatchListener listener;
    private final Visibility visibility;
    private final Attempts attempts;
    private final InstantSource clock;
    private final Duration shortestTurn;

    Dispatcher(DispatcherPorts plain) {
        OperationalEvents operations = operations(plain);
        DispatcherPorts ports = plain.telling(new Operations(operations, plain.clock()));
        this.events = ports.events();
        this.deliveries = ports.deliveries();
        this.queue = ports.queue();
        this.listener = ports.listener();
        this.visibility = ports.visibility();
        this.slowQueue = ports.slowQueue();
        this.endpoints = new RecentEndpoints(ports.health(), ports.clock());
        this.slowLane = new SlowLane(ports.health(), endpoints, ports.timer(), ports.listener(), ports.clock());
        this.attempts = new Attempts(ports, endpoints, slowLane, operations);
        this.clock = ports.clock();
        this.shortestTurn = ports.attemptTimeout().plus(AROUND_AN_ATTEMPT);
    }

    private static OperationalEvents operations(DispatcherPorts ports) {
        Subscriptions subscriptions = new Subscriptions(ports.endpoints());
        return new OperationalEvents(subscriptions, new Acceptor(subscriptions, ports.events(), ports.queue()));
    }

    private record Item(ReceivedMessage received, DispatchMessage message) {}

    /**
     * Handles a batch.
     *
     * @param remaining how long the function may still run
     * @return the ids of the messages that are not done, which come again
     */
    List<String> handle(List<ReceivedMessage> batch, Duration remaining) {
        if (remaining.compareTo(shortestTurn) < 0) {
            // A turn begun now might be cut off between the POST and its record. A whole function's time is longer than
            // that, so where nothing is ever done this says why.
            listener.failed(
                    "a batch of " + batch.size(),
                    new IllegalStateException("of the function's time " + remaining.toMillis() + " ms are left, of the "
                            + shortestTurn.toMillis() + " ms that an attempt may take"));
            return giveBack(batch);
        }
        Instant attemptsEnd = clock.instant().plus(remaining).minus(AROUND_AN_ATTEMPT);
        List<String> notDone = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        for (ReceivedMessage received : batch) {
            try {
                items.add(new Item(received, DispatchMessageText.read(received.body())));
            } catch (IllegalArgumentException e) {
                listener.failed("unreadable message " + received.id(), e);
                notDone.add(received.id()); // until the queue moves it to the poison queue
            }
        }
        readEndpointsTogether(items);
        Map<Boolean, List<Item>> bySlowness = items.stream().collect(Collectors.partitioningBy(this::belongsElsewhere));
        List<Item> slow = bySlowness.getOrDefault(true, List.of());
        FutureTask<Boolean> moving = new FutureTask<>(() -> moveToSlowQueue(slow));
        if (!slow.isEmpty()) {
            Thread.startVirtualThread(moving); // nobody's attempt waits for that
        }
        notDone.addAll(handleItems(bySlowness.getOrDefault(false, List.of()), attemptsEnd));
        for (Item item : slow) {
            if (!isDone(item, moving)) {
                notDone.add(item.received().id());
            }
        }
        return notDone;
    }

    /** Side by side what the next question would read one by one: nobody's first attempt waits for another endpoint's read. */
    private void readEndpointsTogether(List<Item> items) {
        Map<EndpointId, FutureTask<Boolean>> unknown = new LinkedHashMap<>();
        for (Item item : items) {
            if (item.message() instanceof DispatchMessage.One one && !endpoints.isKnown(one.app(), one.endpoint())) {
                unknown.putIfAbsent(one.endpoint(), new FutureTask<>(() -> slowLane.isForSlow(one)));
            }
        }
        if (unknown.size() > 1) {
            sideBySide(unknown.values());
        }
    }

    /** Whether it would keep this container, which others wait for, for as long as a slow receiver likes. */
    private boolean belongsElsewhere(Item item) {
        return item.received().lane() == Lane.FAST && slowLane.isForSlow(item.message());
    }

    /** Whether they are all in it. */
    private boolean moveToSlowQueue(List<Item> items) {
        try {
            slowQueue.sendAll(items.stream().map(Item::message).toList());
        } catch (RuntimeException e) {
            listener.failed("moving " + items.size() + " messages to the slow queue", e);
            return false;
        }
        items.forEach(item -> listener.acknowledged(item.message(), "slow_lane"));
        return true;
    }

    private List<String> giveBack(List<ReceivedMessage> batch) {
        for (ReceivedMessage received : batch) {
            try {
                visibility.comeAgain(received, Duration.ZERO);
            } catch (RuntimeException e) {
                listener.failed("giving back message " + received.id(), e); // it comes again all the same, only later
            }
        }
        return batch.stream().map(ReceivedMessage::id).toList();
    }

    private List<String> handleItems(List<Item> items, Instant attemptsEnd) {
        List<DeliveryKey> keys = new ArrayList<>();
        for (Item item : items) {
            if (item.message() instanceof DispatchMessage.One one) {
                keys.add(one.key());
            }
        }
        Optional<DeliveryStore.Rows> rows = readTogether(keys);
        Map<Item, FutureTask<Boolean>> turns = new LinkedHashMap<>();
        Set<DispatchMessage> seen = new HashSet<>(); // with or without a place, it is the same delivery
        for (Item item : items) {
            boolean isNew = seen.add(item.message() instanceof DispatchMessage.One one ? one.plain() : item.message());
            turns.put(item, new FutureTask<>(isNew ? turn(item, rows, attemptsEnd) : duplicate(item)));
        }
        sideBySide(turns.values());
        List<String> notDone = new ArrayList<>();
        turns.forEach((item, turn) -> {
            if (!isDone(item, turn)) {
                notDone.add(item.received().id());
            }
        });
        return notDone;
    }

    /** Runs them all to their ends, one of them on the calling thread, which would only wait. */
    private static void sideBySide(Collection<FutureTask<Boolean>> turns) {
        Iterator<FutureTask<Boolean>> left = turns.iterator();
        if (!left.hasNext()) {
            return;
        }
        FutureTask<Boolean> own = left.next();
        if (!left.hasNext()) {
            own.run();
            return;
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            left.forEachRemaining(executor::execute);
            own.run();
        }
    }

    /** All rows in one read; nothing where that fails, for one row that cannot be read must not stop the others. */
    private Optional<DeliveryStore.Rows> readTogether(List<DeliveryKey> keys) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(deliveries.readWithEvents(keys));
        } catch (RuntimeException e) {
            listener.failed("the rows of a batch of " + keys.size(), e);
            return Optional.empty();
        }
    }

    private Callable<Boolean> turn(Item item, Optional<DeliveryStore.Rows> together, Instant attemptsEnd) {
        return switch (item.message()) {
            case DispatchMessage.One one ->
                () -> {
                    DeliveryStore.Rows rows = together.orElseGet(() -> deliveries.readWithEvents(List.of(one.key())));
                    return deliver(
                            item.received(),
                            one,
                            rows.events().get(one.key().event()),
                            rows.deliveries().get(one.key()),
                            attemptsEnd);
                };
            case DispatchMessage.Split split -> () -> split(split);
        };
    }

    private Callable<Boolean> duplicate(Item item) {
        return () -> {
            listener.acknowledged(item.message(), "duplicate_in_batch");
            return true;
        };
    }

    private boolean deliver(
            ReceivedMessage received,
            DispatchMessage.One one,
            @Nullable AcceptedEvent event,
            @Nullable Delivery row,
            Instant attemptsEnd) {
        if (event == null) {
            attempts.end(one, row);
            return true;
        }
        return attempts.handle(received, one, event, row, attemptsEnd);
    }

    private boolean split(DispatchMessage.Split split) {
        EventKey key = new EventKey(split.app(), split.event());
        boolean needsEndpoints = Fanout.isOfEndpoints(split);
        List<EndpointId> endpoints = needsEndpoints ? events.endpoints(key, split.from(), split.to()) : List.of();
        if (needsEndpoints && endpoints.size() < split.to() - split.from()) {
            listener.acknowledged(split, "event_expired");
            return true;
        }
        queue.sendAll(Fanout.split(split, position -> endpoints.get(position - split.from())));
        return true;
    }

    private boolean isDone(Item item, Future<Boolean> turn) {
        try {
            return turn.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            listener.failed(DispatchMessageText.write(item.message()), e.getCause() == null ? e : e.getCause());
            return false;
        }
    }
}
