package dev.sluice.dispatcher;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.WebhookBody;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.Signer;
import dev.sluice.signature.SigningResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the signed request of a delivery. Safe for use by many threads. */
final class Webhooks {

    private final SecretSealer sealer;
    private final Duration deadline;

    /** @param deadline of each attempt */
    Webhooks(SecretSealer sealer, Duration deadline) {
        this.sealer = sealer;
        this.deadline = deadline;
    }

    /**
     * The request for an attempt at {@code now}; empty if one of the secrets that sign then cannot be opened, there is none, or the
     * current one is not valid for its scheme. Nothing is ever signed with less.
     */
    Optional<WebhookRequest> request(MessageId id, AcceptedEvent event, Endpoint endpoint, Instant now) {
        SealContext context =
                new SealContext(endpoint.app().value(), endpoint.id().value());
        List<Secret> secrets = new ArrayList<>();
        for (String envelope : endpoint.signing().secretsAt(now)) {
            if (!(sealer.open(context, envelope) instanceof Opened.Readable(Secret secret))) {
                return Optional.empty();
            }
            secrets.add(secret);
        }
        byte[] body = WebhookBody.of(id, event.event());
        SigningResult signed =
                Signer.sign(endpoint.signing().scheme(), HeaderStyle.SVIX, secrets, id.toString(), now, body);
        return signed instanceof SigningResult.Signed(Map<String, String> signature)
                ? Optional.of(new WebhookRequest(endpoint.settings().url(), headers(signature), body, deadline))
                : Optional.empty();
    }

    private static Map<String, String> headers(Map<String, String> signature) {
        Map<String, String> headers = new TreeMap<>(signature);
        headers.put("Content-Type", "application/json");
        return headers;
    }
}
