package dev.sluice.aws;

import dev.sluice.application.OwnerRule;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.MessageId;
import dev.sluice.email.Address;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.event.RejectionId;
import dev.sluice.event.SortableId;
import dev.sluice.source.SourceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The key layout of {@code docs/contract.md}, "Table". */
final class Keys {

    static final String PK = "pk";
    static final String SK = "sk";
    static final String TTL = "ttl";
    static final String WAKE_INDEX = "wake";
    static final String WAKE_PARTITION = "wp";
    static final String WAKE_TIME = "wt";

    static final int EVENT_SHARDS = 16;
    static final int DELIVERY_SHARDS = 8;
    static final int MARKER_SHARDS = 8;
    static final int WAKE_SHARDS = 16;
    static final int QUARANTINE_SHARDS = 16;
    static final int DEAD_ENDPOINT_SHARDS = 16;

    static final String APPLICATION = "APP";
    static final String OWNERS = "OWNERS";
    static final String DATA_KEYS = "SEALING";
    static final String ENDPOINT_PREFIX = "EP#";
    static final String KEY_PREFIX = "KEY#";
    static final String SOURCE_PREFIX = "SRC#";
    static final String DELIVERY_PREFIX = "D#";
    static final String WAKE_PREFIX = "W#";
    static final String HELD_PREFIX = "H#";
    static final String DEAD_PREFIX = "X#";
    static final String APPLICATION_PREFIX = "A#";

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** A primary key. */
    record Key(String pk, String sk) {
        Map<String, AttributeValue> attributes() {
            return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
        }

        static Key of(Map<String, AttributeValue> item) {
            return new Key(Row.text(item, PK), Row.text(item, SK));
        }
    }

    private Keys() {}

    static Key application(AppId app) {
        return new Key(APPLICATION_PREFIX + app.bare(), APPLICATION);
    }

    static Key listedApplication(AppId app) {
        return new Key("APPS", app.bare());
    }

    static Key endpoint(AppId app, EndpointId endpoint) {
        return new Key(APPLICATION_PREFIX + app.bare(), ENDPOINT_PREFIX + endpoint.bare());
    }

    static Key listedKey(@Nullable AppId app, String keyId) {
        return new Key(APPLICATION_PREFIX + owner(app), KEY_PREFIX + keyId);
    }

    static Key keyByHash(String hash) {
        return new Key("K#" + hash, "KEY");
    }

    static Key event(EventKey key) {
        return new Key(
                eventPartition(key.app(), shard(key.event(), EVENT_SHARDS)),
                key.event().bare());
    }

    /** All partitions of an application's events. */
    static List<String> eventPartitions(AppId app) {
        return IntStream.range(0, EVENT_SHARDS)
                .mapToObj(shard -> eventPartition(app, shard))
                .toList();
    }

    static Key endpointPage(EventKey key, String generation, int page) {
        return new Key(
                "L#" + key.app().bare() + "#" + key.event().bare(), generation + "#" + String.format("%03d", page));
    }

    static Key delivery(DeliveryKey key) {
        int shard = shard(key.id().event(), DELIVERY_SHARDS);
        return new Key(
                deliveryPartition(DELIVERY_PREFIX, key.app(), key.id().endpoint(), shard),
                key.id().event().bare());
    }

    /** All partitions of an endpoint's deliveries; those of its held and dead ones in the wake index have the same shape. */
    static List<String> deliveryPartitions(String prefix, AppId app, EndpointId endpoint) {
        return IntStream.range(0, DELIVERY_SHARDS)
                .mapToObj(shard -> deliveryPartition(prefix, app, endpoint, shard))
                .toList();
    }

    /** The delivery with this primary key. */
    static DeliveryKey deliveryKey(Key key) {
        String[] parts = key.pk().split("#", -1); // D#<app>#<ep>#<shard>
        return new DeliveryKey(
                AppId.ofBare(parts[1]), new MessageId(EventId.ofBare(key.sk()), EndpointId.ofBare(parts[2])));
    }

    static Key idempotency(AppId app, String hash) {
        return new Key("I#" + app.bare() + "#" + hash, "I");
    }

    static Key marker(EventKey key, Instant acceptedAt) {
        return new Key(
                markerPartition(acceptedAt, shard(key.event(), MARKER_SHARDS)),
                key.app().bare() + "#" + key.event().bare());
    }

    static String markerPartition(Instant minute, int shard) {
        return "M#" + minute.getEpochSecond() / 60 + "#" + shard;
    }

    static EventKey markedEvent(Key key) {
        int split = key.sk().indexOf('#');
        return new EventKey(
                AppId.ofBare(key.sk().substring(0, split)),
                EventId.ofBare(key.sk().substring(split + 1)));
    }

    static Key quarantined(@Nullable AppId app, RejectionId id) {
        return new Key(quarantinePartition(app, bits(id.bare()) % QUARANTINE_SHARDS), id.bare());
    }

    static Key quarantinedBytes(@Nullable AppId app, RejectionId id, int chunk) {
        return new Key("QR#" + owner(app) + "#" + id.bare(), String.format("%04d", chunk));
    }

    /** All partitions of an application's rejected input. */
    static List<String> quarantinePartitions(@Nullable AppId app) {
        return IntStream.range(0, QUARANTINE_SHARDS)
                .mapToObj(shard -> quarantinePartition(app, shard))
                .toList();
    }

    private static String quarantinePartition(@Nullable AppId app, int shard) {
        return "Q#" + owner(app) + "#" + hex(shard, QUARANTINE_SHARDS);
    }

    private static String owner(@Nullable AppId app) {
        return app == null ? "-" : app.bare();
    }

    static String suppressions(AppId app) {
        return "S#" + app.bare();
    }

    static Key suppression(AppId app, Address email) {
        return new Key(suppressions(app), email.value());
    }

    static Key emailStatus(AppId app, String messageId) {
        return new Key("ES#" + app.bare() + "#" + messageId, "STATUS");
    }

    static String mailsOfEmail(AppId app, String emailId) {
        return "EI#" + app.bare() + "#" + emailId;
    }

    static Key mailOfEmail(AppId app, String emailId, String messageId) {
        return new Key(mailsOfEmail(app, emailId), messageId);
    }

    static Key endedObject(AppId app, String object) {
        return new Key("EO#" + app.bare() + "#" + object, "ENDED");
    }

    static Key source(AppId app, SourceId source) {
        return new Key(APPLICATION_PREFIX + app.bare(), SOURCE_PREFIX + source.bare());
    }

    static Key sourceById(SourceId source) {
        return new Key(SOURCE_PREFIX + source.bare(), "SRC");
    }

    static Key dataKey(int number) {
        return new Key(DATA_KEYS, String.format("%06d", number));
    }

    static Key ownerRule(OwnerRule.Kind kind, String value) {
        return new Key(OWNERS, kind.code() + "#" + value);
    }

    /** The row that says that an endpoint has dead deliveries. */
    static Key deadEndpoint(AppId app, EndpointId endpoint) {
        return new Key(
                deadEndpoints(bits(endpoint.bare()) % DEAD_ENDPOINT_SHARDS), deadEndpointsOf(app) + endpoint.bare());
    }

    static String deadEndpoints(int shard) {
        return "DEAD#" + hex(shard, DEAD_ENDPOINT_SHARDS);
    }

    /** How the sort keys of an application's endpoints with dead deliveries begin. */
    static String deadEndpointsOf(AppId app) {
        return app.bare() + "#";
    }

    static Key pointerCleaning() {
        return new Key("JOB", "POINTERS");
    }

    static Key auditProgress() {
        return new Key("JOB", "AUDIT");
    }

    static String wakePartition(EventId event) {
        return wakePartition(shard(event, WAKE_SHARDS));
    }

    static String wakePartition(EndpointId endpoint) {
        return wakePartition(bits(endpoint.bare()) % WAKE_SHARDS);
    }

    static String wakePartition(int shard) {
        return WAKE_PREFIX + hex(shard, WAKE_SHARDS);
    }

    static String heldPartition(DeliveryKey key) {
        return deliveryPartition(
                HELD_PREFIX, key.app(), key.id().endpoint(), shard(key.id().event(), DELIVERY_SHARDS));
    }

    static String deadPartition(DeliveryKey key) {
        return deliveryPartition(
                DEAD_PREFIX, key.app(), key.id().endpoint(), shard(key.id().event(), DELIVERY_SHARDS));
    }

    private static String eventPartition(AppId app, int shard) {
        return "E#" + app.bare() + "#" + hex(shard, EVENT_SHARDS);
    }

    private static String deliveryPartition(String prefix, AppId app, EndpointId endpoint, int shard) {
        return prefix + app.bare() + "#" + endpoint.bare() + "#" + shard;
    }

    private static int shard(EventId event, int shards) {
        return bits(event.bare()) % shards;
    }

    /** The five bits of the last character: hash or random bits in every id, so they spread evenly. */
    private static int bits(String bare) {
        return CROCKFORD.indexOf(bare.charAt(SortableId.LENGTH - 1));
    }

    private static String hex(int bits, int shards) {
        return Integer.toHexString(bits % shards);
    }
}
