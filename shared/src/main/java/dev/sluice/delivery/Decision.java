package dev.sluice.delivery;

import java.time.Instant;

/** What follows from an attempt. */
public sealed interface Decision {

    /** The receiver took it. */
    record Delivered() implements Decision {}

    /** Try again, not before this time. */
    record RetryAt(Instant at) implements Decision {}

    /** Never try again in this series. */
    record GiveUp(Cause cause) implements Decision {}

    /** A probe failed: hold the delivery behind its endpoint's breaker. */
    record ProbeFailed() implements Decision {}

    /** A test failed: it was one attempt, and nothing follows from it. */
    record TestFailed() implements Decision {}

    /** The receiver answered 410: disable the endpoint, hold the delivery. */
    record EndpointGone() implements Decision {}
}
