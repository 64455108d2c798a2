package dev.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.HmacPreset;
import dev.sluice.endpoint.OfHmacJson;
import dev.sluice.endpoint.Payload;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.endpoint.SigningForm.OfHmac;
import dev.sluice.endpoint.SigningForm.Standard;
import dev.sluice.endpoint.Subscription;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlPolicy.Verdict;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says of an endpoint: each field read, judged and refused by its name. */
final class EndpointInput {

    private static final String URL = "url";
    private static final String EVENT_TYPES = "event_types";
    private static final String SCHEME = "scheme";
    private static final String SECRET = "secret";
    private static final String OVERLAP = "overlap_seconds";
    static final String STATUS = "status";
    private static final String AUDIENCE = "audience";
    private static final String RETRY_SCHEDULE = "retry_schedule";
    private static final String DESCRIPTION = "description";
    private static final String TIMEOUT = "timeout_seconds";
    private static final String RETRY_4XX = "retry_4xx";
    private static final String PAYLOAD = "payload";
    private static final String HEADERS = "headers";
    private static final String RATE_LIMIT = "rate_limit";
    private static final String HEADER_NAMES = "header_names";
    private static final String PRESET = "preset";
    private static final String HMAC_SETTINGS = "settings";

    private static final Set<String> SETTINGS = Set.of(
            URL,
            EVENT_TYPES,
            HEADER_NAMES,
            RETRY_SCHEDULE,
            TIMEOUT,
            RETRY_4XX,
            PAYLOAD,
            HEADERS,
            RATE_LIMIT,
            DESCRIPTION);
    private static final Set<String> OF_A_NEW_ONE = and(SETTINGS, AUDIENCE, SCHEME, PRESET, HMAC_SETTINGS, SECRET);
    private static final Set<String> OF_A_ROTATION = Set.of(SECRET, OVERLAP);
    private static final Set<String> OF_A_CHANGE = and(SETTINGS, STATUS);

    /** Stands where the URL will, which is read behind everything else: that waits for the DNS. */
    private static final URI NOT_YET = URI.create("about:blank");

    private static final Duration OVERLAP_UNLESS_SAID = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final Fields fields;

    private EndpointInput(Fields fields) {
        this.fields = fields;
    }

    static EndpointInput ofNew(Request request) {
        return new EndpointInput(Fields.of(request.body(), OF_A_NEW_ONE));
    }

    static EndpointInput ofChange(Request request) {
        return new EndpointInput(Fields.of(request.body(), OF_A_CHANGE));
    }

    static EndpointInput ofRotation(Request request) {
        return new EndpointInput(Fields.of(request.body(), OF_A_ROTATION));
    }

    /** How long secrets sign beside the one that takes their place. */
    Duration overlap(SigningForm form) {
        if (!form.hasRoomForOldSecrets()) {
            return noOverlap(form);
        }
        return Duration.ofSeconds(
                fields.number(OVERLAP, 0, LONGEST_OVERLAP.toSeconds()).orElse(OVERLAP_UNLESS_SAID.toSeconds()));
    }

    private Duration noOverlap(SigningForm form) {
        if (fields.number(OVERLAP, 0, LONGEST_OVERLAP.toSeconds()).orElse(0L) > 0) {
            throw Fields.invalid(OVERLAP, "is not 0: the header of " + form.code() + " has room for one signature");
        }
        return Duration.ZERO;
    }

    boolean hasUrl() {
        return fields.has(URL);
    }

    /** The URL as the policy allows it, every address of its host judged now. Waits for the DNS. */
    URI url(UrlPolicy policy) {
        return judged(policy, fields.requiredText(URL));
    }

    /** The same of a URL that was saved, whose name may stand for another address since. */
    static URI judged(UrlPolicy policy, String text) {
        return switch (policy.judgeResolved(text)) {
            case Verdict.Allowed(URI url) -> url;
            case Verdict.Refused(UrlPolicy.Reason reason, String message) ->
                throw new Refusal(
                        new Problem(Reason.URL_REFUSED, message).field(URL).detailReason(reason.code()));
        };
    }

    /** Every type where none is named. */
    private Subscription subscription() {
        List<String> patterns = fields.texts(EVENT_TYPES);
        return patterns.isEmpty() ? Subscription.ALL : Fields.read(EVENT_TYPES, patterns, Subscription::new);
    }

    /** How a new endpoint's webhooks are signed. */
    SigningForm form() {
        String scheme = fields.text(SCHEME).orElse(SigningScheme.DEFAULT.code());
        if (scheme.equals(OfHmac.CODE)) {
            return withNames(hmac());
        }
        for (String field : List.of(PRESET, HMAC_SETTINGS)) {
            if (!fields.isNull(field)) {
                throw Fields.invalid(field, "does not go with the scheme " + scheme);
            }
        }
        return withNames(new Standard(
                SigningScheme.ofCode(scheme)
                        .orElseThrow(() ->
                                Fields.invalid(SCHEME, "is none of " + SigningScheme.codes() + ", " + OfHmac.CODE)),
                HeaderStyle.SVIX));
    }

    /** Fields of {@code settings} take the place of the preset's. */
    private OfHmac hmac() {
        OfHmac preset = fields.text(PRESET)
                .map(name -> HmacPreset.ofCode(name)
                        .orElseThrow(() -> Fields.invalid(PRESET, "is none of " + HmacPreset.codes()))
                        .form())
                .orElse(null);
        Optional<JsonNode> settings = fields.value(HMAC_SETTINGS);
        if (settings.isPresent()) {
            return Fields.read(HMAC_SETTINGS, settings.get(), json -> OfHmacJson.read(json, preset));
        }
        if (preset == null) {
            throw Refusal.of(
                    Reason.MISSING_FIELD,
                    HMAC_SETTINGS,
                    "settings is missing: an hmac endpoint has settings or a preset");
        }
        return preset;
    }

    /** A form under the names that the request asks for, if it does. */
    private SigningForm withNames(SigningForm form) {
        return switch (form) {
            case Standard standard when fields.has(HEADER_NAMES) -> new Standard(standard.scheme(), headerNames());
            case OfHmac _
            when !fields.isNull(HEADER_NAMES) ->
                throw Fields.invalid(HEADER_NAMES, "does not go with the scheme hmac, whose settings name its headers");
            case Standard _, OfHmac _ -> form;
        };
    }

    private HeaderStyle headerNames() {
        return fields.text(HEADER_NAMES)
                .map(code -> HeaderStyle.ofCode(code)
                        .orElseThrow(() -> Fields.invalid(HEADER_NAMES, "is none of " + HeaderStyle.codes())))
                .orElse(HeaderStyle.SVIX);
    }

    /** Whose a new endpoint is. */
    Audience audience() {
        return fields.text(AUDIENCE)
                .map(code -> Audience.ofCode(code)
                        .orElseThrow(() -> Fields.invalid(AUDIENCE, "is none of " + Audience.codes())))
                .orElse(Audience.CUSTOMER);
    }

    /** The given secret, if the form takes it anew; a generated one where none is given. */
    Secret secret(SigningForm form, RandomGenerator random) {
        Optional<Secret> given = fields.text(SECRET).map(Secret::of);
        given.flatMap(form::refusalOfNew).ifPresent(why -> {
            throw new Refusal(new Problem(Reason.SECRET_REFUSED, why.message())
                    .field(SECRET)
                    .detailReason(why.reason().code()));
        });
        return given.orElseGet(() -> form.generate(random));
    }

    /** Null for the default. */
    @Nullable
    private RetrySchedule schedule() {
        return fields.text(RETRY_SCHEDULE)
                .map(text -> Fields.read(RETRY_SCHEDULE, text, RetrySchedule::parse))
                .orElse(null);
    }

    private String description() {
        String description = fields.text(DESCRIPTION).orElse("");
        if (description.length() > EndpointSettings.LONGEST_DESCRIPTION) {
            throw Fields.invalid(
                    DESCRIPTION,
                    "has " + description.length() + " characters, more than " + EndpointSettings.LONGEST_DESCRIPTION);
        }
        return description;
    }

    /** The status asked for, if one is. */
    Optional<EndpointStatus> status() {
        return fields.has(STATUS)
                ? Optional.of(Fields.read(STATUS, fields.requiredText(STATUS), EndpointStatus::ofCode))
                : Optional.empty();
    }

    /** A new endpoint's settings. Waits for the DNS. */
    EndpointSettings newSettings(UrlPolicy policy, SigningForm form, EndpointSeal seal) {
        return settings(EndpointSettings.of(NOT_YET), form, seal)
                .url(url(policy))
                .done();
    }

    /** An endpoint's settings as this request has them, but for the URL; what it leaves out stays. */
    private EndpointSettings.Change settings(EndpointSettings before, SigningForm form, EndpointSeal seal) {
        EndpointSettings.Change next = before.change();
        if (fields.has(EVENT_TYPES)) {
            next.subscription(subscription());
        }
        if (fields.has(RETRY_SCHEDULE)) {
            next.schedule(schedule());
        }
        if (fields.has(TIMEOUT)) {
            next.timeout(timeout());
        }
        if (fields.has(RETRY_4XX)) {
            next.retries4xx(fields.isNull(RETRY_4XX) || fields.flag(RETRY_4XX));
        }
        if (fields.has(PAYLOAD)) {
            next.payload(payload());
        }
        if (fields.has(HEADERS)) {
            next.headers(fields.value(HEADERS)
                    .map(value -> HeadersInput.read(value, before.headers(), form.ownHeaders(), seal))
                    .orElse(List.of()));
        }
        if (fields.has(RATE_LIMIT)) {
            next.rateLimit(fields.number(RATE_LIMIT, 1, EndpointSettings.MOST_RATE)
                    .map(Math::toIntExact)
                    .orElse(null));
        }
        if (fields.has(DESCRIPTION)) {
            next.description(description());
        }
        return next;
    }

    /** Null for the default. */
    private @Nullable Duration timeout() {
        return fields.number(
                        TIMEOUT,
                        EndpointSettings.SHORTEST_TIMEOUT.toSeconds(),
                        EndpointSettings.LONGEST_TIMEOUT.toSeconds())
                .map(Duration::ofSeconds)
                .orElse(null);
    }

    private Payload payload() {
        return fields.text(PAYLOAD)
                .map(code -> Payload.ofCode(code)
                        .orElseThrow(() -> Fields.invalid(PAYLOAD, "is none of " + Payload.codes())))
                .orElse(Payload.STANDARD);
    }

    /**
     * An endpoint as it is after this change; fields that the request leaves out stay.
     *
     * @param url null where it stays
     */
    Endpoint changed(Endpoint before, @Nullable URI url, EndpointSeal seal, Instant now) {
        Signing signing = before.signing();
        EndpointSettings.Change settings = settings(before.settings(), signing.form(), seal);
        Endpoint changed = before.withSettings(
                        url == null ? settings.done() : settings.url(url).done(), now)
                .withSigning(signing.in(withNames(signing.form())), now);
        return status().map(next -> changed.withStatus(next, DisabledReason.REQUEST, now))
                .orElse(changed);
    }

    private static Set<String> and(Set<String> fields, String... more) {
        return Stream.concat(fields.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }
}
