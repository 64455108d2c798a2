package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.application.ApplicationStore;
import dev.sluice.application.OwnerRule;
import dev.sluice.application.OwnerRule.Kind;
import dev.sluice.application.OwnerRuleStore;
import dev.sluice.event.AppId;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /v1/owners}: which application an input belongs to. */
final class OwnerRuleRoutes {

    private static final String KIND = "kind";
    private static final String VALUE = "value";
    private static final String APPLICATION = "application";
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::code).collect(Collectors.joining(", "));

    private final OwnerRuleStore store;
    private final ApplicationStore applications;
    private final InstantSource clock;

    OwnerRuleRoutes(Tenants tenants, InstantSource clock) {
        this.store = tenants.ownerRules();
        this.applications = tenants.applications();
        this.clock = clock;
    }

    Answer list(Request request) {
        Paging paging = Paging.of(request, "owner", text -> text.indexOf('#') > 0);
        return paging.answerOfAll(store.list(), OwnerRuleRoutes::key, OwnerRuleRoutes::write);
    }

    Answer put(Request request) {
        Fields fields = Fields.of(request.body(), Set.of(KIND, VALUE, APPLICATION));
        Kind kind = kind(fields.requiredText(KIND));
        String value = value(kind, fields.requiredText(VALUE));
        AppId app = application(fields.requiredText(APPLICATION));
        OwnerRule rule = Fields.read(VALUE, value, text -> new OwnerRule(kind, text, app, clock.instant()));
        Optional<OwnerRule> same = store.put(rule);
        return Answer.json(same.isPresent() ? 200 : 201, out -> write(out, same.orElse(rule)));
    }

    Answer delete(Request request) {
        Kind kind = kind(request.requiredParameter(KIND));
        String value = value(kind, request.requiredParameter(VALUE));
        if (!OwnerRule.isValue(value) || !store.delete(kind, value)) {
            throw Refusal.notFound("rule");
        }
        return Answer.noContent();
    }

    private static Kind kind(String text) {
        return Kind.ofCode(text).orElseThrow(() -> Fields.invalid(KIND, "is none of " + KINDS));
    }

    /** As inputs are looked up by it. */
    private static String value(Kind kind, String text) {
        if (kind == Kind.TAG && text.indexOf('=') < 1) {
            throw Fields.invalid(VALUE, "is not a message tag of the form name=value");
        }
        return kind == Kind.IDENTITY ? text.strip().toLowerCase(Locale.ROOT) : text;
    }

    private AppId application(String text) {
        return Optional.of(text)
                .filter(AppId::isValid)
                .map(AppId::new)
                .filter(app -> applications.find(app).isPresent())
                .orElseThrow(() -> Fields.invalid(APPLICATION, "is not the id of an application that exists"));
    }

    private static String key(OwnerRule rule) {
        return rule.kind().code() + "#" + rule.value();
    }

    private static void write(JsonGenerator out, OwnerRule rule) throws IOException {
        out.writeStartObject();
        out.writeStringField(KIND, rule.kind().code());
        out.writeStringField(VALUE, rule.value());
        out.writeStringField(APPLICATION, rule.app().value());
        out.writeStringField("created_at", Timestamps.format(rule.createdAt()));
        out.writeEndObject();
    }
}
