package dev.sluice.api;

import dev.sluice.application.Application;
import dev.sluice.application.ApplicationStore;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceStore;
import dev.sluice.source.WebhookSource;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Goes through all rows of all applications that hold something sealed, as far as one request may. */
final class SealedRows {

    private static final int AT_ONCE = 100; // applications of one read

    private final ApplicationStore applications;
    private final EndpointStore endpoints;
    private final SourceStore sources;
    private final InstantSource clock;

    SealedRows(ApplicationStore applications, EndpointStore endpoints, SourceStore sources, InstantSource clock) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.sources = sources;
        this.clock = clock;
    }

    /** A row that holds something sealed. */
    sealed interface SealedRow {

        AppId app();

        /** By which an application's rows are in order. */
        String id();

        List<String> envelopes();

        /** An endpoint. */
        record OfEndpoint(Endpoint endpoint) implements SealedRow {

            @Override
            public AppId app() {
                return endpoint.app();
            }

            @Override
            public String id() {
                return endpoint.id().value();
            }

            @Override
            public List<String> envelopes() {
                return endpoint.envelopes();
            }
        }

        /** A source. */
        record OfSource(WebhookSource source) implements SealedRow {

            @Override
            public AppId app() {
                return source.app();
            }

            @Override
            public String id() {
                return source.id().value();
            }

            @Override
            public List<String> envelopes() {
                return source.envelopes();
            }
        }
    }

    /**
     * Behind which row a walk goes on.
     *
     * @param row its id; empty for the application's beginning
     */
    record Cursor(AppId app, String row) {

        private static final String BETWEEN = "/";

        static boolean isValid(String text) {
            String[] parts = text.split(BETWEEN, -1);
            return parts.length == 2
                    && AppId.isValid(parts[0])
                    && (parts[1].isEmpty() || EndpointId.isValid(parts[1]) || SourceId.isValid(parts[1]));
        }

        static Cursor parse(String text) {
            String[] parts = text.split(BETWEEN, -1);
            return new Cursor(new AppId(parts[0]), parts[1]);
        }

        @Override
        public String toString() {
            return app.value() + BETWEEN + row;
        }
    }

    /** What is done with a row; whether it was changed. */
    @FunctionalInterface
    interface Step {
        boolean take(SealedRow row);
    }

    /**
     * Walks.
     *
     * @param from where to begin, null for the beginning
     * @return where to go on; null at the end
     */
    @Nullable
    Cursor through(@Nullable Cursor from, Step step) {
        Effort effort = new Effort(clock);
        Cursor stopped = from == null ? null : through(from, effort, step);
        AppId app = from == null ? null : from.app();
        List<Application> page = applications.list(app, AT_ONCE);
        while (stopped == null && !page.isEmpty()) {
            for (Application each : page) {
                if (stopped == null) {
                    stopped = through(new Cursor(each.id(), ""), effort, step);
                }
            }
            page = applications.list(page.getLast().id(), AT_ONCE);
        }
        return stopped;
    }

    /** The rest of one application. */
    private @Nullable Cursor through(Cursor from, Effort effort, Step step) {
        if (effort.isSpent()) {
            return from;
        }
        AppId app = from.app();
        String last = from.row();
        for (SealedRow row : rows(app)) {
            if (row.id().compareTo(last) <= 0) {
                continue;
            }
            if (effort.isSpent()) {
                return new Cursor(app, last);
            }
            effort.read(1);
            effort.moved(step.take(row) ? 1 : 0);
            last = row.id();
        }
        return null;
    }

    private List<SealedRow> rows(AppId app) {
        return Stream.concat(
                        endpoints.list(app).stream().<SealedRow>map(SealedRow.OfEndpoint::new),
                        sources.list(app).stream().map(SealedRow.OfSource::new))
                .sorted(Comparator.comparing(SealedRow::id))
                .toList();
    }
}
