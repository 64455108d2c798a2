package dev.sluice.aws;

import dev.sluice.event.AppId;
import dev.sluice.event.json.Json;
import dev.sluice.source.HmacSettings;
import dev.sluice.source.HmacSettingsJson;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceKind;
import dev.sluice.source.SourceStore;
import dev.sluice.source.WebhookSource;
import dev.sluice.source.WebhookSource.SealedSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Sources in DynamoDB: a row among the application's, and one that says whose a source's id is. The latter is written first and deleted
 * last: alone it opens nothing, while a source that is listed and not found by its id would refuse its provider.
 */
public final class DynamoSourceStore implements SourceStore {

    private final Table table;

    public DynamoSourceStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<WebhookSource> find(SourceId id) {
        return table.get(Keys.sourceById(id)).map(DynamoSourceStore::app).flatMap(app -> find(app, id));
    }

    @Override
    public Optional<WebhookSource> find(AppId app, SourceId id) {
        return table.get(Keys.source(app, id)).map(DynamoSourceStore::read);
    }

    @Override
    public List<WebhookSource> list(AppId app) {
        List<WebhookSource> sources = new ArrayList<>();
        table.forEach(
                Table.Range.of(Keys.application(app).pk(), "begins_with(sk, :a)", Keys.SOURCE_PREFIX),
                true,
                row -> sources.add(read(row)));
        return sources;
    }

    @Override
    public void create(WebhookSource source) {
        boolean isOurs = table.putIfAbsent(Row.of(Keys.sourceById(source.id()))
                        .put("app", source.app().bare()))
                .map(row -> app(row).equals(source.app())) // the answer to a first try was lost
                .orElse(true);
        Row row = write(source);
        boolean created = isOurs
                && table.putIfAbsent(row)
                        .map(there -> read(there).equals(source))
                        .orElse(true);
        if (!created) {
            throw new IllegalStateException(source.id() + " is taken");
        }
    }

    @Override
    public boolean replace(WebhookSource previous, WebhookSource next) {
        return table.putIf(
                        write(next),
                        "updated_at = :read",
                        Map.of(
                                ":read",
                                AttributeValue.fromN(
                                        Long.toString(previous.updatedAt().toEpochMilli()))))
                .map(there -> !there.isEmpty() && read(there).equals(next)) // ours: the answer to a first try was lost
                .orElse(true);
    }

    @Override
    public boolean delete(AppId app, SourceId id) {
        boolean deleted = table.deleteIfThere(Keys.source(app, id));
        if (deleted) {
            table.delete(Keys.sourceById(id));
        }
        return deleted;
    }

    private static Row write(WebhookSource source) {
        HmacSettings settings = source.settings();
        return Row.of(Keys.source(source.app(), source.id()))
                .put("app", source.app().bare())
                .put("name", source.name())
                .put("kind", source.kind().code())
                .put(
                        "secrets",
                        AttributeValue.fromL(source.secrets().stream()
                                .map(secret -> new Row()
                                        .put("envelope", secret.envelope())
                                        .put("until", secret.until())
                                        .asMap())
                                .toList()))
                .put("settings", settings == null ? null : Json.write(out -> HmacSettingsJson.write(out, settings)))
                .put("tolerance", (Long) source.tolerance().toSeconds())
                .put("created_at", source.createdAt())
                .put("updated_at", source.updatedAt());
    }

    private static WebhookSource read(Map<String, AttributeValue> row) {
        String settings = Row.textOrNull(row, "settings");
        String kind = Row.text(row, "kind");
        return new WebhookSource(
                SourceId.ofBare(Row.text(row, Keys.SK).substring(Keys.SOURCE_PREFIX.length())),
                app(row),
                Row.text(row, "name"),
                SourceKind.ofCode(kind)
                        .orElseThrow(() -> new IllegalStateException("a source's row has the unknown kind " + kind)),
                row.getOrDefault("secrets", AttributeValue.fromL(List.of())).l().stream()
                        .map(secret ->
                                new SealedSecret(Row.text(secret.m(), "envelope"), Row.timeOrNull(secret.m(), "until")))
                        .toList(),
                settings == null ? null : HmacSettingsJson.parse(settings),
                Duration.ofSeconds(Row.number(row, "tolerance")),
                Row.time(row, "created_at"),
                Row.time(row, "updated_at"));
    }

    private static AppId app(Map<String, AttributeValue> row) {
        return AppId.ofBare(Row.text(row, "app"));
    }
}
