package dev.sluice.local;

import dev.sluice.endpoint.RetrySchedule;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen about a local system.
 *
 * @param port the API's; 0 for any free one
 * @param data where everything is kept, null for nowhere
 * @param allowed further addresses, {@code host:port}, that webhooks may be sent to
 * @param dispatchers containers of the dispatcher at once for each of its two queues, at least 2
 * @param demo whether there is a demo endpoint with a receiver
 * @param sealing under whose keys secrets are sealed
 */
record LocalOptions(
        String host,
        int port,
        @Nullable Path data,
        RetrySchedule schedule,
        List<String> allowed,
        int dispatchers,
        boolean demo,
        Sealing sealing) {

    LocalOptions {
        allowed = List.copyOf(allowed);
    }

    /** Whose keys seal. */
    enum Sealing {
        FILE,
        KMS
    }

    /** Who listens where: each part's distance from the API's port. */
    enum Part {
        API("the API"),
        SNS("SNS"),
        SQS("SQS"),
        DYNAMODB("DynamoDB"),
        SES("the SES outbox"),
        RECEIVER("the demo receiver"),
        LAMBDA("Lambda"),
        KMS("KMS");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What there is to start. */
    List<Part> parts() {
        return Stream.of(Part.values())
                .filter(part -> demo || part != Part.RECEIVER)
                .filter(part -> hasKms() || part != Part.KMS)
                .toList();
    }

    /** Whether there is a KMS: where it seals, or has sealed what is kept. */
    boolean hasKms() {
        return sealing == Sealing.KMS || data != null && Files.exists(data.resolve(LocalKms.FILE));
    }

    int port(Part part) {
        return port == 0 ? 0 : port + part.ordinal();
    }

    InetSocketAddress address(Part part) {
        return new InetSocketAddress(host, port(part));
    }
}
