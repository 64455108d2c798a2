package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.email.Address;
import dev.sluice.email.Suppression;
import dev.sluice.email.SuppressionStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/suppressions}. */
final class Suppressions {

    private static final String EMAIL = "email";

    private final SuppressionStore store;
    private final InstantSource clock;

    Suppressions(SuppressionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** All of them, or the one of an address. */
    Answer list(AppId app, Request request) {
        Paging paging = Paging.of(
                request,
                "suppression",
                text -> Address.of(text)
                        .filter(address -> address.value().equals(text))
                        .isPresent());
        return paging.answer(
                find(app, paging, request.parameter(EMAIL)),
                suppression -> suppression.email().value(),
                Suppressions::write);
    }

    private List<Suppression> find(AppId app, Paging paging, Optional<String> email) {
        if (email.isPresent()) {
            return store.find(app, address(email.get())).stream().toList();
        }
        String after = paging.after();
        return store.list(app, after == null ? null : new Address(after), paging.reading());
    }

    Answer add(AppId app, Request request) {
        Address address = address(Fields.of(request.body(), Set.of(EMAIL)).requiredText(EMAIL));
        Suppression added = Suppression.manual(address, clock.instant());
        boolean isNew = store.put(app, added);
        Suppression kept = isNew ? added : store.find(app, address).orElse(added);
        return Answer.json(isNew ? 201 : 200, out -> write(out, kept));
    }

    Answer remove(AppId app, Request request) {
        if (!store.remove(app, address(request.requiredParameter(EMAIL)), clock.instant())) {
            throw Refusal.notFound("suppression");
        }
        return Answer.noContent();
    }

    private static Address address(String text) {
        return Address.of(text).orElseThrow(() -> Fields.invalid(EMAIL, "is not an address of the form name@domain"));
    }

    private static void write(JsonGenerator out, Suppression suppression) throws IOException {
        out.writeStartObject();
        out.writeStringField(EMAIL, suppression.email().value());
        out.writeStringField("reason", suppression.reason());
        out.writeStringField("created_at", Timestamps.format(suppression.createdAt()));
        out.writeStringField("updated_at", Timestamps.format(suppression.updatedAt()));
        EventId event = suppression.event();
        writeIfAny(out, "event", event == null ? null : event.value());
        writeIfAny(out, "sub_type", suppression.subType());
        writeIfAny(out, "feedback_type", suppression.feedbackType());
        writeIfAny(out, "message_id", suppression.messageId());
        out.writeEndObject();
    }

    private static void writeIfAny(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }
}
