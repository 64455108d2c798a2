package dev.sluice.aws;

import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.OfHmacJson;
import dev.sluice.endpoint.Payload;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.Signing.SealedSecret;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.endpoint.Subscription;
import dev.sluice.event.AppId;
import dev.sluice.event.json.Json;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.SigningScheme;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Endpoints in DynamoDB. Every change moves the application's version in the same transaction. A deleted endpoint stays as a
 * tombstone while its deliveries may stand, so that a late message finds it gone and not merely absent.
 */
public final class DynamoEndpointStore implements EndpointStore {

    private static final String DELETED = "deleted_at";

    /** The condition that an endpoint's row is more than its tombstone. */
    static final String IS_THERE = "attribute_exists(pk) AND attribute_not_exists(deleted_at)";

    /** On the rows of those endpoints alone whose 4xx are not tried again. */
    private static final String FINAL_4XX = "final_4xx";

    private final Table table;
    private final Duration tombstoneKept;
    private final InstantSource clock;

    /** @param tombstoneKept how long a deleted endpoint's row stays: as long as a delivery */
    public DynamoEndpointStore(Table table, Duration tombstoneKept, InstantSource clock) {
        this.table = table;
        this.tombstoneKept = tombstoneKept;
        this.clock = clock;
    }

    @Override
    public Optional<Long> version(AppId app) {
        return table.getWithOthers(Keys.application(app)).map(row -> Row.number(row, "version"));
    }

    @Override
    public List<Endpoint> list(AppId app) {
        List<Endpoint> endpoints = new ArrayList<>();
        forEach(table, app, row -> endpoints.add(read(row)));
        return endpoints;
    }

    /** The rows of an application's endpoints, strongly consistent, without tombstones. */
    static void forEach(Table table, AppId app, Consumer<Map<String, AttributeValue>> action) {
        Table.Range range = Table.Range.of(Keys.application(app).pk(), "begins_with(sk, :a)", Keys.ENDPOINT_PREFIX);
        table.forEach(range, true, row -> {
            if (isThere(row)) {
                action.accept(row);
            }
        });
    }

    @Override
    public Optional<Endpoint> find(AppId app, EndpointId id) {
        return table.get(Keys.endpoint(app, id))
                .filter(DynamoEndpointStore::isThere)
                .map(DynamoEndpointStore::read);
    }

    @Override
    public void create(Endpoint endpoint) {
        if (!transact(endpoint.app(), change(endpoint, "attribute_not_exists(pk)", Map.of(), List.of()))) {
            throw new IllegalStateException("no application " + endpoint.app() + ", or " + endpoint.id() + " is taken");
        }
    }

    @Override
    public boolean replace(Endpoint previous, Endpoint next) {
        // Every attribute, not the time of the last change alone: two changes may fall into one millisecond.
        StringBuilder unchanged = new StringBuilder(IS_THERE);
        Map<String, AttributeValue> read = write(previous).attributes();
        Map<String, AttributeValue> values = new HashMap<>();
        for (String attribute : ATTRIBUTES) {
            AttributeValue value = read.get(attribute);
            if (value == null) {
                unchanged
                        .append(" AND attribute_not_exists(#")
                        .append(attribute)
                        .append(')');
            } else {
                unchanged.append(" AND #").append(attribute).append(" = :read_").append(attribute);
                values.put(":read_" + attribute, value);
            }
        }
        Update change = change(
                next,
                unchanged.toString(),
                values,
                next.startsAnew(previous) ? DynamoHealthStore.ATTRIBUTES : List.of());
        return next.settings().subscription().equals(previous.settings().subscription())
                ? table.updateIf(
                        Keys.endpoint(next.app(), next.id()),
                        change.updateExpression(),
                        change.conditionExpression(),
                        change.expressionAttributeNames(),
                        change.expressionAttributeValues())
                : transact(next.app(), change);
    }

    @Override
    public boolean delete(AppId app, EndpointId id) {
        Instant now = clock.instant();
        Update delete = Update.builder()
                .tableName(table.name())
                .key(Keys.endpoint(app, id).attributes())
                .updateExpression("SET deleted_at = :now, #ttl = :ttl REMOVE secrets, headers")
                .conditionExpression(IS_THERE)
                .expressionAttributeNames(Map.of("#ttl", Keys.TTL))
                .expressionAttributeValues(Map.of(
                        ":now",
                        Row.milliseconds(now),
                        ":ttl",
                        AttributeValue.fromN(
                                Long.toString(now.plus(tombstoneKept).getEpochSecond()))))
                .build();
        return transact(app, delete);
    }

    /**
     * Writes attribute by attribute, never the whole row: what the scheduler and the dispatcher keep on it stays, such as when its held
     * deliveries are looked at, and its health unless that is forgotten.
     *
     * @param condition may name every attribute with a {@code #} before it
     * @param forgotten attributes of others that go
     * @param conditionValues those of the condition
     */
    private Update change(
            Endpoint endpoint, String condition, Map<String, AttributeValue> conditionValues, List<String> forgotten) {
        Row row = write(endpoint);
        Map<String, AttributeValue> values = new HashMap<>(conditionValues);
        StringBuilder set = new StringBuilder();
        Map<String, String> names = new HashMap<>();
        List<String> removed = new ArrayList<>(forgotten);
        forgotten.forEach(attribute -> names.put("#" + attribute, attribute));
        for (String attribute : ATTRIBUTES) {
            AttributeValue value = row.attributes().get(attribute);
            names.put("#" + attribute, attribute);
            if (value == null) {
                removed.add(attribute);
            } else {
                set.append(set.isEmpty() ? "SET #" : ", #")
                        .append(attribute)
                        .append(" = :")
                        .append(attribute);
                values.put(":" + attribute, value);
            }
        }
        String remove = removed.isEmpty() ? "" : " REMOVE #" + String.join(", #", removed);
        return Update.builder()
                .tableName(table.name())
                .key(Keys.endpoint(endpoint.app(), endpoint.id()).attributes())
                .updateExpression(set + remove)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private boolean transact(AppId app, Update update) {
        Update version = Update.builder()
                .tableName(table.name())
                .key(Keys.application(app).attributes())
                .updateExpression("ADD version :one")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
                .build();
        try {
            table.client()
                    .transactWriteItems(request -> request.transactItems(
                            TransactWriteItem.builder().update(update).build(),
                            TransactWriteItem.builder().update(version).build()));
            return true;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream()
                    .map(CancellationReason::code)
                    .anyMatch("ConditionalCheckFailed"::equals)) {
                return false;
            }
            throw e;
        }
    }

    private static final List<String> ATTRIBUTES = List.of(
            "v",
            "audience",
            "url",
            "types",
            "scheme",
            "secrets",
            "status",
            "disabled_reason",
            "schedule",
            "description",
            "timeout",
            FINAL_4XX,
            "payload",
            "headers",
            "rate_limit",
            "header_names",
            "hmac",
            "created_at",
            "updated_at",
            "status_since");

    private static Row write(Endpoint endpoint) {
        DisabledReason reason = endpoint.disabledReason();
        EndpointSettings settings = endpoint.settings();
        RetrySchedule schedule = settings.schedule();
        return Row.of(Keys.endpoint(endpoint.app(), endpoint.id()))
                .put(
                        "audience",
                        endpoint.audience() == Audience.CUSTOMER
                                ? null
                                : endpoint.audience().code())
                .put("url", settings.url().toString())
                .put("types", settings.subscription().patterns())
                .put("scheme", endpoint.signing().form().code())
                .put("header_names", headerNames(endpoint.signing().form()))
                .put("hmac", hmac(endpoint.signing().form()))
                .put(
                        "secrets",
                        AttributeValue.fromL(endpoint.signing().secrets().stream()
                                .map(secret -> new Row()
                                        .put("envelope", secret.envelope())
                                        .put("until", secret.until())
                                        .asMap())
                                .toList()))
                .put("status", endpoint.status().code())
                .put("disabled_reason", reason == null ? null : reason.code())
                .put("schedule", schedule == null ? null : schedule.toString())
                .put("description", settings.description())
                .put(
                        "timeout",
                        settings.timeout() == null
                                ? null
                                : (Long) settings.timeout().toSeconds())
                .flag(FINAL_4XX, !settings.retries4xx())
                .put(
                        "payload",
                        settings.payload() == Payload.STANDARD
                                ? null
                                : settings.payload().code())
                .put("headers", headers(settings.headers()))
                .put(
                        "rate_limit",
                        settings.rateLimit() == null
                                ? null
                                : (Long) settings.rateLimit().longValue())
                .put("created_at", endpoint.createdAt())
                .put("updated_at", endpoint.updatedAt())
                .put("status_since", endpoint.statusSince());
    }

    /** Whether the row is more than the tombstone of an endpoint. */
    static boolean isThere(Map<String, AttributeValue> row) {
        return !row.containsKey(DELETED);
    }

    static Endpoint read(Map<String, AttributeValue> row) {
        Keys.Key key = Keys.Key.of(row);
        String reason = Row.textOrNull(row, "disabled_reason");
        return new Endpoint(
                EndpointId.ofBare(key.sk().substring(Keys.ENDPOINT_PREFIX.length())),
                AppId.ofBare(key.pk().substring(Keys.APPLICATION_PREFIX.length())),
                audience(row),
                EndpointStatus.ofCode(Row.text(row, "status")),
                reason == null ? null : DisabledReason.ofCode(reason),
                settings(row),
                new Signing(form(row), secrets(row)),
                Row.time(row, "created_at"),
                Row.time(row, "updated_at"),
                Row.timeOrNull(row, "status_since"));
    }

    private static Audience audience(Map<String, AttributeValue> row) {
        String code = Row.textOrNull(row, "audience");
        return code == null
                ? Audience.CUSTOMER
                : Audience.ofCode(code)
                        .orElseThrow(
                                () -> new IllegalStateException("an endpoint row has the unknown audience " + code));
    }

    private static EndpointSettings settings(Map<String, AttributeValue> row) {
        String schedule = Row.textOrNull(row, "schedule");
        return EndpointSettings.of(URI.create(Row.text(row, "url")))
                .change()
                .subscription(new Subscription(Row.texts(row, "types")))
                .schedule(schedule == null ? null : RetrySchedule.parse(schedule))
                .timeout(
                        Row.numberIfAny(row, "timeout").map(Duration::ofSeconds).orElse(null))
                .retries4xx(!Row.flag(row, FINAL_4XX))
                .payload(payload(row))
                .headers(headers(row))
                .rateLimit(
                        Row.numberIfAny(row, "rate_limit").map(Math::toIntExact).orElse(null))
                .description(Row.text(row, "description"))
                .done();
    }

    private static Payload payload(Map<String, AttributeValue> row) {
        String code = Row.textOrNull(row, "payload");
        return code == null ? Payload.STANDARD : Payload.ofCode(code).orElseThrow(() -> unknown("payload", code));
    }

    /** Null for none: an attribute less. */
    private static @Nullable AttributeValue headers(List<CustomHeader> headers) {
        return headers.isEmpty()
                ? null
                : AttributeValue.fromL(headers.stream()
                        .map(header -> new Row()
                                .put("name", header.name())
                                .put("envelope", header.envelope())
                                .asMap())
                        .toList());
    }

    private static List<CustomHeader> headers(Map<String, AttributeValue> row) {
        AttributeValue headers = row.get("headers");
        return headers == null
                ? List.of()
                : headers.l().stream()
                        .map(header -> new CustomHeader(Row.text(header.m(), "name"), Row.text(header.m(), "envelope")))
                        .toList();
    }

    /** Null for the usual ones: an attribute less. */
    private static @Nullable String headerNames(SigningForm form) {
        return form instanceof SigningForm.Standard(var _, HeaderStyle names) && names != HeaderStyle.SVIX
                ? names.code()
                : null;
    }

    private static @Nullable String hmac(SigningForm form) {
        return form instanceof SigningForm.OfHmac hmac ? Json.write(out -> OfHmacJson.write(out, hmac)) : null;
    }

    private static SigningForm form(Map<String, AttributeValue> row) {
        String code = Row.text(row, "scheme");
        if (code.equals(SigningForm.OfHmac.CODE)) {
            return OfHmacJson.parse(Row.text(row, "hmac"));
        }
        String names = Row.textOrNull(row, "header_names");
        return new SigningForm.Standard(
                SigningScheme.ofCode(code).orElseThrow(() -> unknown("scheme", code)),
                names == null
                        ? HeaderStyle.SVIX
                        : HeaderStyle.ofCode(names).orElseThrow(() -> unknown("header_names", names)));
    }

    private static IllegalStateException unknown(String attribute, String code) {
        return new IllegalStateException("an endpoint row has the unknown " + attribute + " " + code);
    }

    private static List<SealedSecret> secrets(Map<String, AttributeValue> row) {
        AttributeValue secrets = row.get("secrets");
        return secrets == null
                ? List.of()
                : secrets.l().stream()
                        .map(secret ->
                                new SealedSecret(Row.text(secret.m(), "envelope"), Row.timeOrNull(secret.m(), "until")))
                        .toList();
    }
}
