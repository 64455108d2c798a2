package dev.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.signature.Secret;
import dev.sluice.source.HmacSettings;
import dev.sluice.source.HmacSettings.Preset;
import dev.sluice.source.HmacSettingsJson;
import dev.sluice.source.SourceKind;
import dev.sluice.source.WebhookSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a request says of a source: each field read, judged and refused by its name. */
final class SourceInput {

    private static final String NAME = "name";
    private static final String KIND = "kind";
    private static final String SECRET = "secret";
    private static final String SETTINGS = "settings";
    private static final String PRESET = "preset";
    private static final String TOLERANCE = "tolerance_seconds";

    private static final Set<String> OF_A_NEW_ONE = Set.of(NAME, KIND, SECRET, SETTINGS, PRESET, TOLERANCE);
    private static final Set<String> OF_A_CHANGE = Set.of(NAME, SECRET, TOLERANCE);

    private final Fields fields;

    private SourceInput(Fields fields) {
        this.fields = fields;
    }

    static SourceInput ofNew(Request request) {
        return new SourceInput(Fields.of(request.body(), OF_A_NEW_ONE));
    }

    static SourceInput ofChange(Request request) {
        return new SourceInput(Fields.of(request.body(), OF_A_CHANGE));
    }

    /**
     * A secret, and whether its owner has yet to see it.
     *
     * @param isGenerated false if its owner brought it
     */
    record Given(Secret secret, boolean isGenerated) {

        /** The secret, if it has to be shown. */
        @Nullable
        Secret shown() {
            return isGenerated ? secret : null;
        }
    }

    String name() {
        return Fields.read(NAME, fields.requiredText(NAME), WebhookSource::requireName);
    }

    /** Another name, where one is given. */
    String nameOr(String before) {
        return fields.has(NAME) ? name() : before;
    }

    SourceKind kind() {
        return SourceKind.ofCode(fields.requiredText(KIND))
                .orElseThrow(() -> Fields.invalid(KIND, "is none of " + SourceKind.codes()));
    }

    /** Null where the kind says it all. Fields of {@code settings} take the place of the preset's. */
    @Nullable
    HmacSettings settings(SourceKind kind) {
        HmacSettings preset = fields.text(PRESET)
                .map(name -> Preset.ofCode(name)
                        .orElseThrow(() -> Fields.invalid(PRESET, "is none of " + Preset.codes()))
                        .settings())
                .orElse(null);
        Optional<JsonNode> settings = fields.value(SETTINGS);
        if (kind != SourceKind.HMAC) {
            for (String field : new String[] {PRESET, SETTINGS}) {
                if (!fields.isNull(field)) {
                    throw Fields.invalid(field, "does not go with the kind " + kind.code());
                }
            }
            return null;
        }
        if (settings.isEmpty() && preset == null) {
            throw Refusal.of(
                    Reason.MISSING_FIELD, SETTINGS, "settings is missing: an hmac source has settings or a preset");
        }
        return settings.map(value -> Fields.read(SETTINGS, value, json -> HmacSettingsJson.read(json, preset)))
                .orElse(preset);
    }

    Duration tolerance() {
        return fields.number(TOLERANCE, 0, WebhookSource.MOST_TOLERANCE.toSeconds())
                .map(Duration::ofSeconds)
                .orElse(WebhookSource.DEFAULT_TOLERANCE);
    }

    /** Another tolerance, where one is given. */
    Duration toleranceOr(Duration before) {
        return fields.has(TOLERANCE) ? tolerance() : before;
    }

    /** The given secret, if the kind takes it; a generated one where none is given, if the kind takes that. */
    Given secret(SourceKind kind, RandomGenerator random) {
        Optional<Secret> given = fields.text(SECRET).map(Secret::of);
        given.flatMap(kind::refusalOfNew).ifPresent(why -> {
            throw new Refusal(new Problem(Reason.SECRET_REFUSED, why.message())
                    .field(SECRET)
                    .detailReason(why.reason().code()));
        });
        if (given.isEmpty() && !kind.takesGeneratedSecrets()) {
            throw Refusal.of(Reason.MISSING_FIELD, SECRET, "secret is missing: " + kind.code() + " makes its own");
        }
        return given.map(secret -> new Given(secret, false)).orElseGet(() -> new Given(Secret.generate(random), true));
    }

    /** Another secret, where the request has the field; null asks for a generated one. */
    Optional<Given> changedSecret(SourceKind kind, RandomGenerator random) {
        return fields.has(SECRET) ? Optional.of(secret(kind, random)) : Optional.empty();
    }
}
