package dev.sluice.dispatcher;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.WebhookBody;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.signature.KeysUnavailable;
import dev.sluice.signature.Opened;
import dev.sluice.signature.Reason;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.SigningResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the signed request of a delivery. Safe for use by many threads. */
final class Webhooks {

    private final Remembered<Sealed, Opened> opened;
    private final Duration defaultTimeout;

    /** @param defaultTimeout of attempts at endpoints that have none of their own */
    Webhooks(SecretSealer sealer, Duration defaultTimeout) {
        // A key may come back, so what did not open is tried again.
        this.opened = new Remembered<>(
                secret -> sealer.open(secret.context(), secret.envelope()), Opened.Readable.class::isInstance);
        this.defaultTimeout = defaultTimeout;
    }

    /** What came of making a request. */
    sealed interface Made {

        /** It may be sent. */
        record Signed(WebhookRequest request) implements Made {}

        /**
         * It may not.
         *
         * @param hold whether only somebody can mend that, or time may
         * @param why a stable code
         */
        record Unsigned(HoldReason hold, String why) implements Made {}
    }

    /**
     * The request for an attempt at {@code now}; none if one of the secrets that sign then or of the endpoint's own headers cannot be
     * opened, there is no secret, or the current one is not valid for its scheme. Nothing is ever signed, or sent, with less.
     *
     * @param left until the function has to record what came of it
     */
    Made request(MessageId id, AcceptedEvent event, Endpoint endpoint, Instant now, Duration left) {
        EndpointSettings settings = endpoint.settings();
        List<String> signing = endpoint.signing().secretsAt(now);
        List<String> envelopes = Stream.concat(
                        signing.stream(), settings.headers().stream().map(CustomHeader::envelope))
                .toList();
        List<Secret> secrets = new ArrayList<>();
        try {
            for (String envelope : envelopes) {
                switch (open(endpoint, envelope)) {
                    case Opened.Readable(Secret secret) -> secrets.add(secret);
                    case Opened.Unreadable(Opened.Cause cause) -> {
                        return new Made.Unsigned(HoldReason.SECRET, cause.code());
                    }
                }
            }
        } catch (KeysUnavailable e) {
            return new Made.Unsigned(HoldReason.KMS, "kms_unavailable");
        }
        byte[] body = WebhookBody.of(id, event.event(), settings.payload());
        SigningForm form = endpoint.signing().form();
        List<Secret> keys = secrets.subList(0, signing.size());
        return switch (form.sign(keys, id.toString(), event.event().type(), now, body)) {
            case SigningResult.Unusable(Reason reason, var _) -> new Made.Unsigned(HoldReason.SECRET, reason.code());
            case SigningResult.Signed(Map<String, String> signature) ->
                new Made.Signed(new WebhookRequest(
                        settings.url(),
                        headers(settings.headers(), secrets.subList(signing.size(), secrets.size()), signature),
                        body,
                        deadline(settings.timeout(), defaultTimeout, left)));
        };
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

    private Opened open(Endpoint endpoint, String envelope) {
        return opened.of(new Sealed(Endpoint.sealContext(endpoint.app(), endpoint.id()), envelope));
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
