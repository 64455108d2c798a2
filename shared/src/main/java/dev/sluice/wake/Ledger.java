package dev.sluice.wake;

import dev.sluice.delivery.Status;
import java.time.Instant;

/**
 * What became of a window's events: matched pairs of event and endpoint, by state. {@code missing} had no row and were put into the
 * queue again; they are the ledger's gap until then.
 *
 * @param from the window's first instant
 * @param to behind its last
 */
public record Ledger(
        Instant from,
        Instant to,
        long events,
        long pairs,
        long delivered,
        long pending,
        long held,
        long dead,
        long canceled,
        long missing) {

    static Ledger empty(Instant from, Instant to) {
        return new Ledger(from, to, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    Ledger withEvent() {
        return new Ledger(from, to, events + 1, pairs, delivered, pending, held, dead, canceled, missing);
    }

    Ledger withMissing() {
        return new Ledger(from, to, events, pairs + 1, delivered, pending, held, dead, canceled, missing + 1);
    }

    Ledger with(Status status) {
        return switch (status) {
            case Status.Delivered _ ->
                new Ledger(from, to, events, pairs + 1, delivered + 1, pending, held, dead, canceled, missing);
            case Status.Pending _ ->
                new Ledger(from, to, events, pairs + 1, delivered, pending + 1, held, dead, canceled, missing);
            case Status.Held _ ->
                new Ledger(from, to, events, pairs + 1, delivered, pending, held + 1, dead, canceled, missing);
            case Status.Dead _ ->
                new Ledger(from, to, events, pairs + 1, delivered, pending, held, dead + 1, canceled, missing);
            case Status.Canceled _ ->
                new Ledger(from, to, events, pairs + 1, delivered, pending, held, dead, canceled + 1, missing);
        };
    }
}
