package dev.sluice.api;

import dev.sluice.api.SealedRows.SealedRow;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.signature.Envelope;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.SecretSealer;
import dev.sluice.source.SourceSignature;
import dev.sluice.source.SourceStore;
import dev.sluice.source.WebhookSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Seals rows anew whose texts are not under the current key, and counts. A row is replaced only if it is as it was read: whoever changes it
 * at the same time wins, and the row is read again. Used by one thread.
 */
final class Resealer {

    private static final int ATTEMPTS = 5;

    private final EndpointStore endpoints;
    private final SourceStore sources;
    private final SecretSealer sealer;
    private final Instant now;

    private long resealed;
    private long unreadable;
    private long busy;

    Resealer(EndpointStore endpoints, SourceStore sources, SecretSealer sealer, Instant now) {
        this.endpoints = endpoints;
        this.sources = sources;
        this.sealer = sealer;
        this.now = now;
    }

    /** Texts that were sealed anew. */
    long resealed() {
        return resealed;
    }

    /** Texts that do not open, and are as they were. */
    long unreadable() {
        return unreadable;
    }

    /** Rows that others changed each time, and that are as those left them. */
    long busy() {
        return busy;
    }

    /** Deals with a row; whether it was changed. */
    boolean take(SealedRow row) {
        return switch (row) {
            case SealedRow.OfEndpoint(Endpoint found) ->
                take(
                        found,
                        Endpoint.sealContext(found.app(), found.id()),
                        Endpoint::envelopes,
                        (endpoint, change) -> endpoint.resealed(change, now),
                        () -> endpoints.find(found.app(), found.id()),
                        endpoints::replace);
            case SealedRow.OfSource(WebhookSource found) ->
                take(
                        found,
                        SourceSignature.context(found),
                        WebhookSource::envelopes,
                        (source, change) -> source.resealed(change, now),
                        () -> sources.find(found.app(), found.id()),
                        sources::replace);
        };
    }

    /** A row with each of its envelopes changed. */
    @FunctionalInterface
    private interface Change<T> {
        T apply(T row, UnaryOperator<String> envelope);
    }

    private <T> boolean take(
            T found,
            SealContext context,
            Function<T, List<String>> envelopes,
            Change<T> change,
            Supplier<Optional<T>> again,
            BiPredicate<T, T> replace) {
        Optional<T> before = Optional.of(found);
        for (int attempt = 1; attempt <= ATTEMPTS && before.isPresent(); attempt++) {
            Pass pass = new Pass(context);
            T after = change.apply(before.get(), pass::seal);
            boolean isChanged = !envelopes.apply(after).equals(envelopes.apply(before.get()));
            if (!isChanged || replace.test(before.get(), after)) {
                resealed += pass.resealed;
                unreadable += pass.unreadable;
                return isChanged;
            }
            before = again.get();
        }
        busy += before.isPresent() ? 1 : 0; // else it was deleted
        return false;
    }

    /** One go at a row. */
    private final class Pass {

        private final SealContext context;
        private int resealed;
        private int unreadable;

        Pass(SealContext context) {
            this.context = context;
        }

        String seal(String envelope) {
            if (isCurrent(envelope)) {
                return envelope;
            }
            return switch (sealer.open(context, envelope)) {
                case Opened.Readable(var secret) -> {
                    resealed++;
                    yield sealer.seal(context, secret);
                }
                case Opened.Unreadable _ -> {
                    unreadable++;
                    yield envelope;
                }
            };
        }

        private boolean isCurrent(String envelope) {
            Optional<String> current = sealer.currentKeyId();
            return current.isPresent() && Envelope.keyId(envelope).equals(current);
        }
    }
}
