package dev.sluice.event.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.AppId;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Envelope;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.Sha256;
import dev.sluice.event.Source;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider without a parser of its own posts, as an event: a JSON object whose type is named beside it or in it. */
public final class WebhookParser {

    private static final String KIND = "webhook";

    /** GitHub's way to try an address. */
    private static final String GITHUB_PING = "github.ping";

    private WebhookParser() {}

    /**
     * The event that a body reports. Never throws. A pure function of its arguments.
     *
     * @param body whose signature has been verified
     * @param now the time of receipt; the event's only where neither the body nor the signature has one
     */
    public static Outcome parse(byte[] body, WebhookFacts facts, AppId app, Instant now) {
        return switch (Json.parse(body)) {
            case Json.Parsed.Empty() -> RejectionReason.EMPTY_INPUT.because("the body is empty");
            case Json.Parsed.Malformed(String problem) ->
                RejectionReason.INVALID_JSON.because("the body is not usable JSON: " + problem);
            case Json.Parsed.Document(JsonNode root) when root.isObject() -> outcome(root, body, facts, app, now);
            case Json.Parsed.Document(JsonNode root) ->
                RejectionReason.UNSUPPORTED_INPUT.because("the body is " + Json.describe(root) + ", not an object");
        };
    }

    private static Outcome outcome(JsonNode root, byte[] body, WebhookFacts facts, AppId app, Instant now) {
        return switch (Type.of(root, facts)) {
            case Type.Wrong(Outcome.Rejected rejected) -> rejected;
            case Type.Named(String type) when type.equals(GITHUB_PING) -> ControlReason.PROVIDER_PING.outcome();
            case Type.Named(String type) -> new Outcome.Accepted(event(root, type, body, facts, app, now), List.of());
        };
    }

    private static Event event(JsonNode root, String type, byte[] body, WebhookFacts facts, AppId app, Instant now) {
        Instant time = timeOf(root);
        String key = key(body, facts);
        JsonNode data = facts.dataInside() && root.path("data").isObject() ? root.get("data") : root;
        return new Event(
                // What is signed or received differs from one attempt to the next, so it cannot be part of an id.
                EventId.of(app, KIND, key, time, now),
                app,
                type,
                firstOf(time, facts.signedAt(), now).truncatedTo(ChronoUnit.MILLIS),
                new Source(KIND, key, Envelope.NONE.label(), null, time == null || !EventId.isUsable(time, now)),
                Json.write(out -> out.writeTree(data)));
    }

    private static String key(byte[] body, WebhookFacts facts) {
        String id = facts.id();
        return facts.source() + "|"
                + (id == null || id.isBlank() ? HexFormat.of().formatHex(Sha256.of(body)) : Text.wellFormed(id));
    }

    private static @Nullable Instant timeOf(JsonNode root) {
        Instant timestamp = Timestamps.read(root.get("timestamp"));
        return timestamp == null ? Timestamps.read(root.get("created_at")) : timestamp;
    }

    private static Instant firstOf(@Nullable Instant time, @Nullable Instant signedAt, Instant now) {
        Instant known = time == null ? signedAt : time;
        return known == null ? now : known;
    }

    /** What the type is, or what is wrong with it. */
    private sealed interface Type {

        record Named(String type) implements Type {}

        record Wrong(Outcome.Rejected rejected) implements Type {}

        static Type of(JsonNode root, WebhookFacts facts) {
            if (facts.typeHeader() != null) {
                return named(facts.typePrefix(), facts.typeHeader(), "the type's header");
            }
            if (facts.typeField() != null) {
                return inBody(root, facts.typeField(), facts.typePrefix());
            }
            return facts.fixedType() == null
                    ? missing("the type's header")
                    : named(facts.typePrefix(), facts.fixedType(), "the source's type");
        }

        private static Type inBody(JsonNode root, String path, String prefix) {
            JsonNode value = root;
            for (String name : path.split("\\.")) {
                value = value.path(name);
            }
            if (value.isMissingNode() || value.isNull()) {
                return missing(path);
            }
            return value.isTextual()
                    ? named(prefix, value.textValue(), path)
                    : new Wrong(RejectionReason.WEBHOOK_INVALID_TYPE.because(
                            path + " is " + Json.describe(value) + ", not text"));
        }

        private static Type named(String prefix, String name, String place) {
            if (name.isBlank()) {
                return missing(place);
            }
            String type = prefix + name.replace('/', '.').replace(':', '.').replace('-', '_');
            return EventTypes.isWellFormed(type)
                    ? new Named(type)
                    : new Wrong(RejectionReason.WEBHOOK_INVALID_TYPE.because(place + " is " + Text.excerpt(name, 50)
                            + ", not words of letters, digits and _ with full stops between, or too long"));
        }

        private static Type missing(String place) {
            return new Wrong(RejectionReason.WEBHOOK_MISSING_TYPE.because(place + " is missing"));
        }
    }
}
