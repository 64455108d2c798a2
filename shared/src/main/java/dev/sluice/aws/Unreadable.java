package dev.sluice.aws;

import dev.sluice.telemetry.LogLine;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rows that this release cannot read, such as those of a newer one. Where many rows are looked at, one of them must not stop the
 * others: it is left out, and said.
 */
final class Unreadable {

    private Unreadable() {}

    /** What the row says; empty if it cannot be read. */
    static <T> Optional<T> leftOut(Keys.Key key, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException e) {
            LogLine.error("unreadable_row")
                    .with("pk", key.pk())
                    .with("sk", key.sk())
                    .with(e)
                    .print();
            return Optional.empty();
        }
    }
}
