package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.application.Application;
import dev.sluice.application.ApplicationStore;
import dev.sluice.event.AppId;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** {@code /v1/applications}. */
final class Applications {

    private final ApplicationStore store;
    private final InstantSource clock;
    private final RandomGenerator random;

    Applications(ApplicationStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    Answer create(Request request) {
        String name = Fields.of(request.body(), Set.of("name")).requiredText("name");
        Instant now = clock.instant();
        AppId id = AppId.create(now.toEpochMilli(), random);
        Application application = Fields.read("name", name, text -> new Application(id, text, now));
        if (!store.create(application)) {
            throw new IllegalStateException("a new application's id is taken: 80 random bits came twice");
        }
        return Answer.json(201, out -> write(out, application));
    }

    Answer list(Request request) {
        Paging paging = Paging.of(request, "application", AppId::isValid);
        String after = paging.after();
        return paging.answer(
                store.list(after == null ? null : new AppId(after), paging.reading()),
                application -> application.id().value(),
                Applications::write);
    }

    Answer get(Request request) {
        Application found = Optional.of(request.id())
                .filter(AppId::isValid)
                .flatMap(id -> store.find(new AppId(id)))
                .orElseThrow(() -> Refusal.notFound("application"));
        return Answer.json(200, out -> write(out, found));
    }

    private static void write(JsonGenerator out, Application application) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", application.id().value());
        out.writeStringField("name", application.name());
        out.writeStringField("created_at", Timestamps.format(application.createdAt()));
        out.writeEndObject();
    }
}
