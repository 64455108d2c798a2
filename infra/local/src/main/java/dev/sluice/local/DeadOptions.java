package dev.sluice.local;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead deliveries are meant, by their endpoint and cause. */
final class DeadOptions {

    @Option(names = "--endpoint", paramLabel = "ID", description = "Only those for this endpoint.")
    private @Nullable String endpoint;

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            description = "Only those dead for this reason, such as retries_exhausted.")
    private @Nullable String reason;

    @Option(
            names = "--failure",
            paramLabel = "CLASS",
            description = "Only those whose last attempt failed so, such as status or connect.")
    private @Nullable String failure;

    @Option(names = "--status", paramLabel = "NUMBER", description = "Only those that were last answered this status.")
    private @Nullable Integer status;

    /** The one endpoint whose deliveries are meant, if it is one. */
    Optional<String> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    boolean isEmpty() {
        return Stream.of(endpoint, reason, failure, status).allMatch(each -> each == null);
    }

    /** As parameters. */
    ApiRequest asked(ApiRequest request) {
        return request.asking("endpoint", endpoint)
                .asking("reason", reason)
                .asking("failure", failure)
                .asking("status", status == null ? null : status.toString());
    }

    /** As fields of the body. */
    ApiRequest said(ApiRequest request) {
        return request.saying("endpoint", endpoint)
                .saying("reason", reason)
                .saying("failure", failure)
                .saying("status", status);
    }
}
