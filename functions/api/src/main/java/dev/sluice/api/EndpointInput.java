package dev.sluice.api;

import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Subscription;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlPolicy.Verdict;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a request says of an endpoint: each field read, judged and refused by its name. */
final class EndpointInput {

    private static final String URL = "url";
    private static final String EVENT_TYPES = "event_types";
    private static final String SCHEME = "scheme";
    private static final String SECRET = "secret";
    private static final String OVERLAP = "overlap_seconds";
    private static final String STATUS = "status";
    private static final String RETRY_SCHEDULE = "retry_schedule";
    private static final String DESCRIPTION = "description";

    private static final Set<String> OF_A_NEW_ONE =
            Set.of(URL, EVENT_TYPES, SCHEME, SECRET, RETRY_SCHEDULE, DESCRIPTION);
    private static final Set<String> OF_A_ROTATION = Set.of(SECRET, OVERLAP);
    private static final Set<String> OF_A_CHANGE = Set.of(URL, EVENT_TYPES, STATUS, RETRY_SCHEDULE, DESCRIPTION);

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
    Duration overlap() {
        return Duration.ofSeconds(
                fields.number(OVERLAP, 0, LONGEST_OVERLAP.toSeconds()).orElse(OVERLAP_UNLESS_SAID.toSeconds()));
    }

    boolean hasUrl() {
        return fields.has(URL);
    }

    /** The URL as the policy allows it, every address of its host judged now. Waits for the DNS. */
    URI url(UrlPolicy policy) {
        return switch (policy.judgeResolved(fields.requiredText(URL))) {
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

    SigningScheme scheme() {
        return fields.text(SCHEME)
                .map(code -> SigningScheme.ofCode(code)
                        .orElseThrow(() -> Fields.invalid(SCHEME, "is none of " + SigningScheme.codes())))
                .orElse(SigningScheme.DEFAULT);
    }

    /** The given secret, if the scheme takes it anew; a generated one where none is given. */
    Secret secret(SigningScheme scheme, RandomGenerator random) {
        Optional<Secret> given = fields.text(SECRET).map(Secret::of);
        given.flatMap(scheme::refusalOfNew).ifPresent(why -> {
            throw new Refusal(new Problem(Reason.SECRET_REFUSED, why.message())
                    .field(SECRET)
                    .detailReason(why.reason().code()));
        });
        return given.orElseGet(() -> Secret.generate(random));
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
    EndpointSettings newSettings(UrlPolicy policy) {
        return settings(EndpointSettings.of(NOT_YET)).at(url(policy));
    }

    /** An endpoint's settings as this request has them, but for the URL; what it leaves out stays. */
    private EndpointSettings settings(EndpointSettings before) {
        return new EndpointSettings(
                before.url(),
                fields.has(EVENT_TYPES) ? subscription() : before.subscription(),
                fields.has(RETRY_SCHEDULE) ? schedule() : before.schedule(),
                fields.has(DESCRIPTION) ? description() : before.description());
    }

    /**
     * An endpoint as it is after this change; fields that the request leaves out stay.
     *
     * @param url null where it stays
     */
    Endpoint changed(Endpoint before, @Nullable URI url, Instant now) {
        EndpointSettings settings = settings(before.settings());
        Endpoint changed = before.withSettings(url == null ? settings : settings.at(url), now);
        return status().map(next -> changed.withStatus(next, DisabledReason.REQUEST, now))
                .orElse(changed);
    }
}
