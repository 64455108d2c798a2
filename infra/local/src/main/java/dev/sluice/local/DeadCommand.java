package dev.sluice.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice dead …}, over the HTTP API. */
@Command(
        name = "dead",
        aliases = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Dead deliveries: why there are any, send them once more, let them go.",
            "What is interrupted has done what it said; once more, it does the rest.",
            "Ends with 1 if what was named is not there or cannot be redriven, with 2",
            "if the API did not do it."
        })
final class DeadCommand extends ApiCommands {

    private static final String DEAD = "/v1/dead-letters";
    private static final String DRY_RUN = "dry_run";
    private static final String EXPIRED = "payload_expired";

    private final InstantSource clock = InstantSource.system();

    @Command(
            name = "causes",
            mixinStandardHelpOptions = true,
            description = "How many, by endpoint and cause, the most first: one JSON object a line.")
    int causes(@Mixin ApiOptions api, @Mixin DeadOptions meant, @Mixin PeriodOptions period) {
        try (ApiClient client = api.client()) {
            Tallies causes = new Tallies("count", "endpoint", "cause");
            client.pages(period.asked(meant.asked(ApiRequest.get(DEAD)), clock.instant()), causes);
            causes.rows().forEach(out()::println);
        }
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Each of them, endpoint by endpoint: one JSON object a line.",
                "sluice deliveries show has their attempts."
            })
    int list(@Mixin ApiOptions api, @Mixin DeadOptions meant, @Mixin PeriodOptions period) {
        try (ApiClient client = api.client()) {
            client.rows(
                    period.asked(meant.asked(ApiRequest.get(DEAD + "/deliveries")), clock.instant()), out()::println);
        }
        return 0;
    }

    @Command(
            name = "redrive",
            mixinStandardHelpOptions = true,
            description = {
                "Sends dead deliveries once more, on the ramp.",
                "Those that are named, those that the options mean, or all. Prints each",
                "that is named, or the sums. Ends with 1 if the event of any is not kept",
                "any more.",
                "sluice held says what is left to be sent, and calls it off."
            })
    int redrive(
            @Mixin ApiOptions api,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "Deliveries, msg_…") @Nullable
                    List<String> ids,
            @Mixin DeadOptions meant,
            @Mixin PeriodOptions period,
            @Option(names = "--all", description = "Every one of the application's.") boolean all,
            @Option(names = "--dry-run", description = "Only count them.") boolean isDry) {
        boolean isFiltered = !meant.isEmpty() || !period.isEmpty();
        if (ids != null && !ids.isEmpty()) {
            if (isFiltered || all || isDry) {
                throw wrongUsage("redrive takes ids alone, or options that say which are meant");
            }
            try (ApiClient client = api.client()) {
                return forEach(client, ids, id -> ApiRequest.post(ApiPath.DELIVERY.of(id) + "/redrive"), (_, it) -> it);
            }
        }
        if (isFiltered == all) {
            throw wrongUsage("redrive takes one of three: ids, options that say which are meant, or --all");
        }
        ApiRequest request = ApiRequest.post(DEAD + "/redrive").saying(DRY_RUN, isDry);
        try (ApiClient client = api.client()) {
            Sums sums = new Sums(err(), List.of("matched", "redriven", EXPIRED));
            client.pages(period.said(meant.said(request), clock.instant()), sums);
            out().println(sums.line(isDry));
            meant.endpoint().ifPresent(id -> StandingStill.tell(client, id, err()));
            return sums.of(EXPIRED) > 0 ? Sluice.SOME_REJECTED : 0;
        }
    }

    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            description = {
                "Lets go of those that died before a time, and says how many.",
                "They can be replayed for as long as their events are kept."
            })
    int purge(
            @Mixin ApiOptions api,
            @Option(names = "--before", required = true, paramLabel = "TIME", description = TimeText.FORM)
                    String before,
            @Mixin DeadOptions meant,
            @Option(names = "--dry-run", description = "Only count them.") boolean isDry) {
        Instant now = clock.instant();
        String time = TimeText.read(before, now);
        try (ApiClient client = api.client()) {
            out().println(JsonNodeFactory.instance
                    .objectNode()
                    .put(DRY_RUN, isDry)
                    .put(
                            isDry ? "matched" : "purged",
                            isDry ? count(client, meant, time) : purge(client, meant, time)));
        }
        return 0;
    }

    /** What a list until then has is what a purge before then takes. */
    private static long count(ApiClient client, DeadOptions meant, @Nullable String until) {
        Tallies causes = new Tallies("count", "endpoint", "cause");
        client.pages(meant.asked(ApiRequest.get(DEAD)).asking("until", until), causes);
        return causes.count();
    }

    private long purge(ApiClient client, DeadOptions meant, @Nullable String before) {
        Sums sums = new Sums(err(), List.of("purged"));
        client.pages(meant.asked(ApiRequest.delete(DEAD)).asking("before", before), sums);
        return sums.of("purged");
    }
}
