package dev.sluice.delivery;

import dev.sluice.application.Application;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.HmacPreset;
import dev.sluice.endpoint.Payload;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.Subscription;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import dev.sluice.signature.SigningScheme;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Things to test with; ids are seeded, and new with every call. */
public final class Samples {

    /** A time that is not special. */
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00.250Z");

    private static final Random RANDOM = new Random(20260302);

    private Samples() {}

    public static AppId app() {
        return AppId.create(NOON.toEpochMilli(), RANDOM);
    }

    public static Application application(AppId app) {
        return new Application(app, "Acme", NOON);
    }

    public static EndpointId endpointId() {
        return EndpointId.create(NOON.toEpochMilli(), RANDOM);
    }

    /** Ids in the order of their creation. */
    public static List<EndpointId> endpointIds(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> EndpointId.create(NOON.toEpochMilli() + i, RANDOM))
                .toList();
    }

    /** An active endpoint for every type. */
    public static Endpoint endpoint(AppId app, Instant now) {
        return Endpoint.create(
                EndpointId.create(now.toEpochMilli(), RANDOM),
                app,
                EndpointSettings.of(URI.create("https://example.com/hook")),
                Signing.of(SigningScheme.SVIX, "sealed"),
                now);
    }

    /** An active endpoint for what we tell of ourselves. */
    public static Endpoint operator(AppId app, Instant now) {
        return Endpoint.create(
                EndpointId.create(now.toEpochMilli(), RANDOM),
                app,
                Audience.OPERATOR,
                EndpointSettings.of(URI.create("https://operator.example.com/hook")),
                Signing.of(SigningScheme.SVIX, "sealed"),
                now);
    }

    /** An endpoint with everything that may be absent. */
    public static Endpoint fullEndpoint(AppId app, Instant now) {
        return new Endpoint(
                EndpointId.create(now.toEpochMilli(), RANDOM),
                app,
                Audience.OPERATOR,
                EndpointStatus.DISABLED,
                Endpoint.DisabledReason.GONE,
                EndpointSettings.of(URI.create("https://example.com:8443/h%C3%B6ok?a=1&b=2"))
                        .change()
                        .subscription(new Subscription(List.of("email.bounced", "invoice.*")))
                        .schedule(RetrySchedule.parse("5s,5m,24h"))
                        .timeout(Duration.ofSeconds(30))
                        .retries4xx(false)
                        .payload(Payload.THIN)
                        .headers(List.of(new CustomHeader("X-Key", "sealed-3"), new CustomHeader("X-B", "sealed-4")))
                        .rateLimit(1_000)
                        .description("Hauptempfänger ✓")
                        .done(),
                new Signing(
                        HmacPreset.HOOKD.form(),
                        List.of(
                                new Signing.SealedSecret("sealed-2", null),
                                new Signing.SealedSecret("sealed-1", now.plus(Duration.ofHours(24))))),
                now,
                now,
                now);
    }

    /** An event whose own time is {@code time}. */
    public static Event event(AppId app, Instant time) {
        return event(app, EventId.create(time, RANDOM), time, "key-" + RANDOM.nextLong(), "{\"n\":1}");
    }

    public static Event event(AppId app, EventId id, Instant time, String sourceKey, String data) {
        Source source = new Source("ses", sourceKey, "sns-lambda", "b9b1-22", false);
        return new Event(id, app, "email.bounced", time, source, data);
    }

    /** An accepted event without a row of its own. */
    public static AcceptedEvent accepted(AppId app, Instant now) {
        return AcceptedEvent.of(event(app, now), now, List.of());
    }

    /** A first delivery of an event that was accepted now, not yet written. */
    public static Delivery first(AppId app, EndpointId endpoint, Instant now) {
        AcceptedEvent event = accepted(app, now);
        return Delivery.first(DeliveryKey.of(app, event.event().id(), endpoint), 1, event, now);
    }

    /** The next attempt of a delivery, answered 500. */
    public static Attempt failure(Delivery delivery, Instant now) {
        return Attempt.of(
                delivery.attempts() + 1,
                delivery.series(),
                now,
                Duration.ofMillis(120),
                512,
                new AttemptResult.Answered(500, Map.of("server", "x"), "no".getBytes(), false));
    }

    /** The next attempt of a delivery, answered 200. */
    public static Attempt success(Delivery delivery, Instant now) {
        return Attempt.of(
                delivery.attempts() + 1,
                delivery.series(),
                now,
                Duration.ofMillis(80),
                512,
                new AttemptResult.Answered(200, Map.of(), new byte[0], false));
    }

    /** A delivery whose first attempt failed, to be tried again at {@code next}. */
    public static Delivery failedOnce(Delivery first, Instant next, Delivery.Wait wait, Instant now) {
        return first.after(failure(first, now), new Decision.RetryAt(next), wait, now);
    }
}
