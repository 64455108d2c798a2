package dev.sluice.api;

import dev.sluice.intake.Intake;
import dev.sluice.signature.SecretSealer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The table of routes, as {@code docs/contract.md} has it. */
final class Routes {

    /** Less than a load balancer or a monitor usually waits, with room for a cold connection. */
    private static final Duration READINESS_LIMIT = Duration.ofSeconds(3);

    private Routes() {}

    static Router of(Ports ports, AdminKey adminKey, int mostEndpoints) {
        Tenants tenants = ports.tenants();
        Doors doors = ports.doors();
        Dispatch dispatch = ports.dispatch();
        EffectStores effects = ports.effectStores();
        SecretSealer sealer = ports.sealer();
        InstantSource clock = ports.clock();
        RandomGenerator random = ports.random();
        Intake intake = ports.intake();
        KeyCache cache = new KeyCache(tenants.keys(), clock);
        Gate gate = new Gate(adminKey, cache, tenants.applications());
        Health health = new Health(checks(ports), READINESS_LIMIT);
        Applications applications = new Applications(tenants.applications(), clock, random);
        ApiKeys keys = new ApiKeys(tenants.keys(), cache, clock, random);
        Endpoints endpoints = new Endpoints(dispatch, sealer, ports.urls(), clock, random, mostEndpoints);
        TestEvents tests = new TestEvents(dispatch, ports.urls(), clock, random);
        Events events = new Events(dispatch, clock, random);
        Explain explain = new Explain(dispatch, clock);
        Deliveries deliveries = new Deliveries(dispatch, clock);
        Revival revival = new Revival(dispatch);
        Walk walk = new Walk(dispatch, clock);
        DeadLetters deadLetters = new DeadLetters(dispatch, walk, revival, clock);
        HeldBack heldBack = new HeldBack(dispatch, walk, revival, clock);
        Replays replays = new Replays(dispatch, deliveries, revival, clock);
        Suppressions suppressions = new Suppressions(effects.suppressions(), clock);
        EmailStatuses emails = new EmailStatuses(effects.emailStatuses());
        OwnerRuleRoutes owners = new OwnerRuleRoutes(tenants, clock);
        QuarantinedInputs quarantine = new QuarantinedInputs(doors.quarantine(), clock);
        Replay replay = new Replay(doors, ports::owners, intake, clock);
        Sources sources = new Sources(doors.sources(), sealer, clock, random);
        Sealing sealing = new Sealing(ports, clock);
        SourceDoor door = new SourceDoor(doors, sealer, intake, clock);
        SnsDoor sns = new SnsDoor(doors, ports.owners(), intake, clock);
        return new Router(List.of(
                Route.of("GET", "/health", _ -> health.health()),
                Route.of("GET", "/readyz", _ -> health.ready()),
                Route.of("POST", "/v1/applications", gate.admin(applications::create)),
                Route.of("GET", "/v1/applications", gate.admin(applications::list))
                        .taking("limit", "after"),
                Route.of("GET", "/v1/applications/{id}", gate.admin(applications::get)),
                Route.of("POST", "/v1/keys", gate.owner(keys::create)),
                Route.of("GET", "/v1/keys", gate.owner(keys::list)).taking("limit", "after"),
                Route.of("DELETE", "/v1/keys/{id}", gate.owner(keys::delete)),
                Route.of("POST", "/v1/endpoints", gate.application(endpoints::create)),
                Route.of("GET", "/v1/endpoints", gate.application(endpoints::list))
                        .taking("limit", "after")
                        .taking(Endpoints.FILTERS),
                Route.of("GET", "/v1/endpoints/{id}", gate.application(endpoints::get)),
                Route.of("PATCH", "/v1/endpoints/{id}", gate.application(endpoints::change)),
                Route.of("POST", "/v1/endpoints/{id}/secret/rotate", gate.application(endpoints::rotate)),
                Route.of("GET", "/v1/endpoints/{id}/public-key", gate.application(endpoints::publicKeys)),
                Route.of("DELETE", "/v1/endpoints/{id}", gate.application(endpoints::delete)),
                Route.of("POST", "/v1/endpoints/{id}/test", gate.application(tests::send)),
                Route.of("GET", "/v1/endpoints/{id}/deliveries", gate.application(deliveries::ofEndpoint))
                        .taking("limit", "after"),
                Route.of("POST", "/v1/events", gate.application(events::post)),
                Route.of("GET", "/v1/events", gate.application(events::list)).taking("limit", "after"),
                Route.of("GET", "/v1/events/{id}", gate.application(events::get))
                        .taking("limit", "after"),
                Route.of("GET", "/v1/events/{id}/explain", gate.application(explain::get))
                        .taking("limit", "after"),
                Route.of("GET", "/v1/deliveries/{id}", gate.application(deliveries::get)),
                Route.of("POST", "/v1/deliveries/{id}/cancel", gate.application(deliveries::cancel)),
                Route.of("POST", "/v1/deliveries/{id}/redrive", gate.application(replays::redrive)),
                Route.of("POST", "/v1/deliveries/{id}/replay", gate.application(replays::replay)),
                Route.of("POST", "/v1/events/{id}/replay", gate.application(replays::replayEvent))
                        .taking("after"),
                Route.of("POST", "/v1/endpoints/{id}/recover", gate.application(replays::recover))
                        .taking("after"),
                Route.of("GET", "/v1/endpoints/{id}/held", gate.application(heldBack::list))
                        .taking("after"),
                Route.of("POST", "/v1/endpoints/{id}/held/cancel", gate.application(heldBack::cancel))
                        .taking("after"),
                Route.of("GET", "/v1/dead-letters", gate.application(deadLetters::list))
                        .taking("endpoint", "reason", "failure", "status", "since", "until", "after"),
                Route.of("GET", "/v1/dead-letters/deliveries", gate.application(deadLetters::listEach))
                        .taking("endpoint", "reason", "failure", "status", "since", "until", "after"),
                Route.of("POST", "/v1/dead-letters/redrive", gate.application(deadLetters::redrive))
                        .taking("after"),
                Route.of("DELETE", "/v1/dead-letters", gate.application(deadLetters::purge))
                        .taking("before", "endpoint", "reason", "failure", "status", "after"),
                Route.of("GET", "/v1/event-types", gate.application((_, _) -> Catalogue.list())),
                Route.of("GET", "/v1/suppressions", gate.application(suppressions::list))
                        .taking("email", "limit", "after"),
                Route.of("POST", "/v1/suppressions", gate.application(suppressions::add)),
                Route.of("DELETE", "/v1/suppressions", gate.application(suppressions::remove))
                        .taking("email"),
                Route.of("GET", "/v1/emails/{id}/status", gate.application(emails::get))
                        .taking("limit", "after"),
                Route.of("GET", "/v1/quarantine", gate.owner(quarantine::list)).taking("reason", "limit", "after"),
                Route.of("DELETE", "/v1/quarantine", gate.owner(quarantine::purge))
                        .taking("before", "reason", "after"),
                Route.of("GET", "/v1/quarantine/{id}", gate.owner(quarantine::get)),
                Route.of("DELETE", "/v1/quarantine/{id}", gate.owner(quarantine::delete)),
                Route.of("GET", "/v1/quarantine/{id}/raw", gate.owner(quarantine::raw))
                        .taking("offset", "length"),
                Route.of("POST", "/v1/quarantine/{id}/replay", gate.owner(replay::replay)),
                Route.of("GET", "/v1/owners", gate.admin(owners::list)).taking("limit", "after"),
                Route.of("POST", "/v1/owners", gate.admin(owners::put)),
                Route.of("DELETE", "/v1/owners", gate.admin(owners::delete)).taking("kind", "value"),
                Route.of("GET", "/v1/sealing", gate.admin(sealing::status)).taking("after"),
                Route.of("POST", "/v1/sealing/reseal", gate.admin(sealing::reseal))
                        .taking("after"),
                Route.of("POST", "/v1/sources", gate.application(sources::create)),
                Route.of("GET", "/v1/sources", gate.application(sources::list)).taking("limit", "after"),
                Route.of("GET", "/v1/sources/{id}", gate.application(sources::get)),
                Route.of("PATCH", "/v1/sources/{id}", gate.application(sources::change)),
                Route.of("DELETE", "/v1/sources/{id}", gate.application(sources::delete)),
                Route.of("POST", "/v1/sources/{id}", door::post),
                Route.of("POST", "/events/ses", sns::post),
                Route.of("POST", "/webhooks/stripe", door::postFromStripe)));
    }

    private static Map<String, Runnable> checks(Ports ports) {
        Map<String, Runnable> checks = new LinkedHashMap<>();
        checks.put("table", ports.askTable());
        checks.put("dispatch_queue", ports.dispatch().queue()::backlog);
        return checks;
    }
}
