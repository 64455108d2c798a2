package dev.sluice.local;

import com.svix.exceptions.EmptyWebhookSecretException;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.MessageId;
import dev.sluice.local.crash.Crashes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** What holds of every pipeline that has come to rest, however its containers died on the way. */
final class Settled {

    static final Duration PATIENCE = Duration.ofMinutes(3);

    private Settled() {}

    /** Waits until the dispatchers have nothing left to do. */
    static void await(Pipeline pipeline) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pipeline.depth(pipeline.queues().dispatch()) == 0);
    }

    /** Waits, then states that each event has crashed once and was delivered to every endpoint all the same. */
    static void prove(Pipeline pipeline, String name, Crashes crashes, int events, int endpoints)
            throws EmptyWebhookSecretException {
        await(pipeline);
        Webhooks webhooks = pipeline.webhooks();
        System.out.println(name + ": " + webhooks.duplicates() + " duplicates, "
                + pipeline.invocations().size() + " dispatcher invocations, acknowledged "
                + pipeline.told().acknowledged());
        Prove.expect(name + ": events crashed", events, crashes.struck().size());
        proveDelivered(pipeline, name, events, endpoints);
    }

    /** Waits, then states that each event was delivered to every endpoint and nothing is left over. */
    static void proveDelivered(Pipeline pipeline, String name, int events, int endpoints)
            throws EmptyWebhookSecretException {
        await(pipeline);
        Webhooks webhooks = pipeline.webhooks();
        Prove.expect(name + ": events stored", events, pipeline.events().size());
        Prove.expect(name + ": lost", Set.of(), lost(pipeline, webhooks));
        Prove.expect(name + ": svix-ids", events * endpoints, webhooks.ids().size());
        Prove.expect(name + ": svix-ids with unequal bodies", List.of(), webhooks.unequal());
        Prove.expect(name + ": signatures the official library refuses", 0, webhooks.unverified(pipeline.secret()));
        Prove.expect(name + ": rows", Map.of("delivered", (long) events * endpoints), states(pipeline));
        Prove.expect(name + ": attempts recorded", events * endpoints, attempts(pipeline));
        Prove.expect(name + ": failures of our own", List.of(), pipeline.told().failures());
        proveEmpty(pipeline, name);
    }

    static void proveEmpty(Pipeline pipeline, String name) {
        Queues queues = pipeline.queues();
        Prove.expect(name + ": messages in DispatchQueue", 0, pipeline.depth(queues.dispatch()));
        Prove.expect(name + ": messages in DeadLetterQueue", 0, pipeline.depth(queues.deadLetter()));
        Prove.expect(name + ": messages in PoisonQueue", 0, pipeline.depth(queues.poison()));
    }

    static Map<String, Long> states(Pipeline pipeline) {
        return pipeline.rows().stream()
                .collect(Collectors.groupingBy(row -> row.status().code(), TreeMap::new, Collectors.counting()));
    }

    private static Set<String> lost(Pipeline pipeline, Webhooks webhooks) {
        return pipeline.expected().stream()
                .map(DeliveryKey::id)
                .map(MessageId::toString)
                .filter(id -> !webhooks.ids().contains(id))
                .collect(Collectors.toSet());
    }

    private static int attempts(Pipeline pipeline) {
        return pipeline.rows().stream().mapToInt(Delivery::attempts).sum();
    }
}
