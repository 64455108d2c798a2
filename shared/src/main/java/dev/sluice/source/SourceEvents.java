package dev.sluice.source;

import dev.sluice.event.Outcome;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.webhook.WebhookFacts;
import dev.sluice.event.webhook.WebhookParser;
import dev.sluice.signature.PresentedHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a source's webhooks become, and what of a request has to be kept to say it again. */
public final class SourceEvents {

    /** Under which name the context has the source's id. No header of a source's settings is called so. */
    public static final String SOURCE = "source";

    private static final String WEBHOOK_ID = "webhook-id";
    private static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";

    private SourceEvents() {}

    /**
     * The outcome of a body whose signature has been verified. A pure function of its arguments that throws for no body: a replay says
     * the same.
     *
     * @param headers the request's, or the {@link #context} that was kept of it; names in any case
     * @param receivedAt when it came in first
     */
    public static Outcome parse(WebhookSource source, Map<String, String> headers, byte[] body, Instant receivedAt) {
        // What was kept, and no more: so that a replay cannot say anything else than the first time.
        PostedHeaders known = new PostedHeaders(context(source, headers));
        return switch (source.kind()) {
            case STRIPE -> Normalizer.normalizeStripe(body, source.app(), receivedAt);
            case STANDARD_WEBHOOKS -> WebhookParser.parse(body, standard(source, known), source.app(), receivedAt);
            case HMAC -> WebhookParser.parse(body, facts(source, settings(source), known), source.app(), receivedAt);
        };
    }

    /**
     * What a replay has to know besides the body: the source under {@link #SOURCE}, and the headers that say something of the event, by
     * their names in lower case. Signatures are not among them. The context of a context is itself.
     */
    public static Map<String, String> context(WebhookSource source, Map<String, String> headers) {
        Map<String, String> context = new HashMap<>();
        switch (source.kind()) {
            case STRIPE -> {
                // Everything stands in the body.
            }
            case STANDARD_WEBHOOKS ->
                // The names under which the request was verified, if it had both.
                PresentedHeaders.of(headers)
                        .ifPresentOrElse(
                                presented -> {
                                    context.put(WEBHOOK_ID, presented.id());
                                    context.put(WEBHOOK_TIMESTAMP, presented.timestamp());
                                },
                                () -> keep(context, headers, Stream.of(WEBHOOK_ID, WEBHOOK_TIMESTAMP)));
            case HMAC -> keep(context, headers, settings(source).headersOfAnEvent());
        }
        context.put(SOURCE, source.id().value());
        return context;
    }

    private static void keep(Map<String, String> context, Map<String, String> headers, Stream<String> names) {
        PostedHeaders posted = new PostedHeaders(headers);
        names.forEach(name -> {
            String value = posted.value(name);
            if (value != null) {
                context.put(name.toLowerCase(Locale.ROOT), value);
            }
        });
    }

    private static HmacSettings settings(WebhookSource source) {
        return Objects.requireNonNull(source.settings(), "an hmac source has settings");
    }

    private static WebhookFacts standard(WebhookSource source, PostedHeaders known) {
        String timestamp = known.value(WEBHOOK_TIMESTAMP);
        return WebhookFacts.standard(
                source.id().value(), known.value(WEBHOOK_ID), timestamp == null ? null : PostedHeaders.time(timestamp));
    }

    private static WebhookFacts facts(WebhookSource source, HmacSettings settings, PostedHeaders known) {
        return new WebhookFacts(
                source.id().value(),
                settings.type() instanceof TypeRule.InHeader(String name) ? known.value(name) : null,
                settings.type() instanceof TypeRule.InBody(String path) ? path : null,
                settings.type() instanceof TypeRule.Fixed(String type) ? type : null,
                settings.typePrefix(),
                known.value(settings.form().idHeader()),
                known.signedAt(settings.form()),
                false);
    }
}
