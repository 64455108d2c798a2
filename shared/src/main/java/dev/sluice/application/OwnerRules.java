package dev.sluice.application;

import dev.sluice.application.OwnerRule.Kind;
import dev.sluice.email.Address;
import dev.sluice.event.AppId;
import dev.sluice.event.Claims;
import dev.sluice.event.Claims.Carrier;
import dev.sluice.event.Owners;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The owner rules as one container knows them: read whole, again after a minute. The first rule in the order of {@link OwnerRule.Kind}
 * counts, then the default.
 */
public final class OwnerRules implements Owners {

    /** How long a rule may be followed after it was changed. */
    static final Duration KNOWN_FOR = Duration.ofSeconds(60);

    private final OwnerRuleStore store;
    private final @Nullable AppId otherwise;
    private final InstantSource clock;
    private volatile Known known = new Known(Instant.MIN, Map.of());

    /** @param otherwise the application of what no rule names, if there is one */
    public OwnerRules(OwnerRuleStore store, @Nullable AppId otherwise, InstantSource clock) {
        this.store = store;
        this.otherwise = otherwise;
        this.clock = clock;
    }

    private record Known(Instant until, Map<Kind, Map<String, AppId>> rules) {}

    @Override
    public Optional<AppId> of(Claims claims) {
        Map<Kind, Map<String, AppId>> rules = rules();
        return Stream.of(Kind.values())
                .filter(rules::containsKey)
                .flatMap(kind -> values(kind, claims)
                        .flatMap(value -> Stream.ofNullable(
                                rules.getOrDefault(kind, Map.of()).get(value))))
                .findFirst()
                .or(() -> Optional.ofNullable(otherwise));
    }

    @Override
    public Optional<AppId> ofUnread(Carrier carrier) {
        boolean mayBeAnothers =
                rules().keySet().stream().anyMatch(kind -> kind.compareTo(Kind.TOPIC) < 0); // by what stands inside
        return mayBeAnothers ? Optional.empty() : of(Claims.of(carrier));
    }

    /** By what a rule of a kind may be found, nearest first. */
    private static Stream<String> values(Kind kind, Claims claims) {
        return switch (kind) {
            case TAG -> claims.tags().stream().map(tag -> tag.name() + "=" + tag.value());
            case CONFIGURATION_SET -> Stream.ofNullable(claims.configurationSet());
            case IDENTITY -> Stream.ofNullable(claims.from()).flatMap(OwnerRules::identities);
            case STRIPE_ACCOUNT -> Stream.ofNullable(claims.stripeAccount());
            case TOPIC -> Stream.ofNullable(claims.carrier().topicArn());
            case QUEUE -> Stream.ofNullable(claims.carrier().queueArn());
            case EVENT_SOURCE -> Stream.ofNullable(claims.carrier().eventSource());
        };
    }

    /** The address, its domain, and the domains above it: SES lets an identity's subdomains send. */
    private static Stream<String> identities(String from) {
        return Address.of(from).stream()
                .flatMap(address -> Stream.concat(
                        Stream.of(address.value()),
                        Stream.iterate(address.domain(), domain -> !domain.isEmpty(), OwnerRules::parent)));
    }

    /** The domain above, empty where there is none. */
    private static String parent(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? "" : domain.substring(dot + 1);
    }

    private Map<Kind, Map<String, AppId>> rules() {
        Known now = known;
        if (!clock.instant().isBefore(now.until())) {
            now = new Known(clock.instant().plus(KNOWN_FOR), byKind(store.list()));
            known = now;
        }
        return now.rules();
    }

    private static Map<Kind, Map<String, AppId>> byKind(List<OwnerRule> rules) {
        Map<Kind, Map<String, AppId>> byKind = new EnumMap<>(Kind.class);
        for (OwnerRule rule : rules) {
            byKind.computeIfAbsent(rule.kind(), _ -> new HashMap<>()).put(rule.value(), rule.app());
        }
        return byKind;
    }
}
