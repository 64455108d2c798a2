package dev.sluice.dispatcher;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.WebhookBody;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.SigningResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the signed request of a delivery. Safe for use by many threads. */
final class Webhooks {

    private final Remembered<Sealed, Opened> opened;
    private final Duration defaultTimeout;

    /** @param defaultTimeout of attempts at endpoints that have none of their own */
    Webhooks(SecretSealer sealer, Duration defaultTimeout) {
        this.opened = new Remembered<>(secret -> sealer.open(secret.context(), secret.envelope()));
        this.defaultTimeout = defaultTimeout;
    }

    /**
     * The request for an attempt at {@code now}; empty if one of the secrets that sign then or of the endpoint's own headers cannot be
     * opened, there is no secret, or the current one is not valid for its scheme. Nothing is ever signed, or sent, with less.
     *
     * @param left until the function has to record what came of it
     */
    Optional<WebhookRequest> request(MessageId id, AcceptedEvent event, Endpoint endpoint, Instant now, Duration left) {
        EndpointSettings settings = endpoint.settings();
        Optional<List<Secret>> secrets = open(endpoint, endpoint.signing().secretsAt(now));
        Optional<List<Secret>> values = open(
                endpoint,
                settings.headers().stream().map(CustomHeader::envelope).toList());
        if (secrets.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        byte[] body = WebhookBody.of(id, event.event(), settings.payload());
        SigningResult signed = endpoint.signing()
                .form()
                .sign(secrets.get(), id.toString(), event.event().type(), now, body);
        return signed instanceof SigningResult.Signed(Map<String, String> signature)
                ? Optional.of(new WebhookRequest(
                        settings.url(),
                        headers(settings.headers(), values.get(), signature),
                        body,
                        deadline(settings.timeout(), defaultTimeout, left)))
                : Optional.empty();
    }

    /**
     * How long an attempt may take. A function with less time than its endpoint's timeout must not leave an attempt without a record; one
     * without time for the usual attempt takes none.
     */
    static Duration deadline(@Nullable Duration own, Duration usual, Duration left) {
        if (own == null || own.compareTo(usual) <= 0) {
            return own == null ? usual : own;
        }
        Duration possible = left.compareTo(usual) > 0 ? left : usual;
        return own.compareTo(possible) < 0 ? own : possible;
    }

    /** A secret as it is kept, and what it is bound to. */
    private record Sealed(SealContext context, String envelope) {}

    /** All of them; nothing if one cannot be opened. */
    private Optional<List<Secret>> open(Endpoint endpoint, List<String> envelopes) {
        SealContext context =
                new SealContext(endpoint.app().value(), endpoint.id().value());
        List<Secret> secrets = new ArrayList<>();
        for (String envelope : envelopes) {
            if (!(opened.of(new Sealed(context, envelope)) instanceof Opened.Readable(Secret secret))) {
                return Optional.empty();
            }
            secrets.add(secret);
        }
        return Optional.of(secrets);
    }

    /** The customer's, then ours over them: whatever a row has, no signature is another's. */
    private static Map<String, String> headers(
            List<CustomHeader> customs, List<Secret> values, Map<String, String> signature) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < customs.size(); i++) {
            headers.put(customs.get(i).name(), values.get(i).reveal());
        }
        headers.putAll(signature);
        headers.put("Content-Type", "application/json");
        return headers;
    }
}
