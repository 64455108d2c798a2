package dev.sluice.api;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.wake.IndexedDeliveries.Range;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which dead deliveries are meant; null for whatever it is.
 *
 * @param died when
 */
record DeadFilter(
        @Nullable EndpointId endpoint,
        @Nullable String reason,
        @Nullable String failure,
        @Nullable Integer status,
        Range died) {

    static final String SINCE = "since";
    static final String UNTIL = "until";
    private static final String ENDPOINT = "endpoint";
    private static final String REASON = "reason";
    private static final String FAILURE = "failure";
    private static final String STATUS = "status";

    /** The names of its fields. */
    static final Set<String> NAMES = Set.of(ENDPOINT, REASON, FAILURE, STATUS, SINCE, UNTIL);

    /** From a request's parameters. */
    static DeadFilter of(Request request) {
        return of(request::parameter, request.parameter(STATUS).map(DeadFilter::status));
    }

    /** From a request's body. */
    static DeadFilter of(Fields fields) {
        return of(fields::text, fields.number(STATUS, 100, 599).map(Math::toIntExact));
    }

    private static DeadFilter of(Function<String, Optional<String>> texts, Optional<Integer> status) {
        Optional<String> reason = texts.apply(REASON);
        if (reason.isPresent()
                && Arrays.stream(Cause.Reason.values())
                        .noneMatch(known -> known.code().equals(reason.get()))) {
            throw Fields.invalid(REASON, "is no cause of death");
        }
        Optional<String> failure = texts.apply(FAILURE);
        if (failure.isPresent() && !isFailure(failure.get())) {
            throw Fields.invalid(FAILURE, "is no failure class");
        }
        return new DeadFilter(
                texts.apply(ENDPOINT).map(DeadFilter::endpoint).orElse(null),
                reason.orElse(null),
                failure.orElse(null),
                status.orElse(null),
                range(texts));
    }

    private static Range range(Function<String, Optional<String>> texts) {
        Instant since = texts.apply(SINCE).map(text -> Fields.time(SINCE, text)).orElse(Range.ALL.from());
        Instant until = texts.apply(UNTIL).map(text -> Fields.time(UNTIL, text)).orElse(Range.ALL.until());
        if (!since.isBefore(until)) {
            throw Fields.invalid(UNTIL, "is not later than since");
        }
        return new Range(since, until);
    }

    private static boolean isFailure(String code) {
        return code.equals(STATUS)
                || Arrays.stream(AttemptResult.Kind.values())
                        .anyMatch(known -> known.code().equals(code));
    }

    private static EndpointId endpoint(String text) {
        if (!EndpointId.isValid(text)) {
            throw Refusal.notFound(ENDPOINT);
        }
        return new EndpointId(text);
    }

    private static int status(String text) {
        if (text.matches("[1-5][0-9]{2}")) {
            return Integer.parseInt(text);
        }
        throw Fields.invalid(STATUS, "is not a whole number from 100 to 599");
    }

    /** Only what died before a time. */
    DeadFilter before(Instant time) {
        return new DeadFilter(endpoint, reason, failure, status, new Range(Range.ALL.from(), time));
    }

    /** Whether a delivery is dead and meant. */
    boolean has(Delivery delivery) {
        return delivery.status() instanceof Status.Dead(Cause cause, Instant at) && died.has(at) && has(cause);
    }

    private boolean has(Cause cause) {
        return (reason == null || reason.equals(cause.reason().code()))
                && (failure == null || failure.equals(cause.failure()))
                && (status == null || status.equals(cause.status()));
    }
}
