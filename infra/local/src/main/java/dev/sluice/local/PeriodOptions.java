package dev.sluice.local;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When those that are meant died. */
final class PeriodOptions {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those that died then or later: " + TimeText.FORM)
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only those that died before.")
    private @Nullable String until;

    boolean isEmpty() {
        return since == null && until == null;
    }

    /** As parameters. */
    ApiRequest asked(ApiRequest request, Instant now) {
        return request.asking("since", TimeText.read(since, now)).asking("until", TimeText.read(until, now));
    }

    /** As fields of the body. */
    ApiRequest said(ApiRequest request, Instant now) {
        return request.saying("since", TimeText.read(since, now)).saying("until", TimeText.read(until, now));
    }
}
