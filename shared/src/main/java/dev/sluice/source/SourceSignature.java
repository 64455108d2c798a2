package dev.sluice.source;

import dev.sluice.event.AppId;
import dev.sluice.signature.KeysUnavailable;
import dev.sluice.signature.Opened;
import dev.sluice.signature.PresentedHeaders;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Verdict;
import dev.sluice.signature.Verifier;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Verifies what is posted to a source, as its kind has it. */
public final class SourceSignature {

    private SourceSignature() {}

    /**
     * Verifies one request with the secrets that count at {@code now}. Opens them each time: in memory they would outlive their row.
     *
     * @param headers names in any case
     * @param body the bytes as received
     * @throws KeysUnavailable if it does not verify under the secrets that open, and one could not be opened now under which it may
     */
    public static SignatureVerdict verify(
            WebhookSource source, SecretSealer sealer, Map<String, String> headers, byte[] body, Instant now) {
        List<Secret> secrets = new ArrayList<>();
        KeysUnavailable unknown = null;
        for (String envelope : source.verifyingSecrets(now)) {
            try {
                if (sealer.open(context(source), envelope) instanceof Opened.Readable(Secret secret)) {
                    secrets.add(secret);
                }
            } catch (KeysUnavailable e) {
                unknown = e;
            }
        }
        SignatureVerdict verdict = secrets.isEmpty()
                ? Refused.of(SignatureReason.SECRET_UNREADABLE)
                : verify(source, secrets, headers, body, now);
        if (unknown != null && verdict instanceof Refused) {
            throw unknown;
        }
        return verdict;
    }

    private static SignatureVerdict verify(
            WebhookSource source, List<Secret> secrets, Map<String, String> headers, byte[] body, Instant now) {
        return switch (source.kind()) {
            case STRIPE ->
                StripeSignature.verify(
                        new PostedHeaders(headers).value(StripeSignature.HEADER),
                        secrets,
                        body,
                        source.tolerance(),
                        now);
            case STANDARD_WEBHOOKS -> standardWebhooks(secrets, headers, body, source.tolerance(), now);
            case HMAC ->
                HmacSignature.verify(
                        Objects.requireNonNull(source.settings()), headers, secrets, body, source.tolerance(), now);
        };
    }

    /** The same of a source that is there. */
    public static SealContext context(WebhookSource source) {
        return context(source.app(), source.id());
    }

    /** What a source's secrets are sealed for. */
    public static SealContext context(AppId app, SourceId id) {
        return new SealContext(app.value(), id.value());
    }

    /** Verifies as Standard Webhooks has it; the key is the base64 behind {@code whsec_}. */
    public static SignatureVerdict standardWebhooks(
            List<Secret> secrets, Map<String, String> headers, byte[] body, Duration tolerance, Instant now) {
        return switch (Verifier.verify(SigningScheme.SVIX, secrets, headers, body, tolerance, now)) {
            case Verdict.Invalid(var reason, String message) -> new Refused(reason.code(), message);
            case Verdict.Valid() -> {
                PresentedHeaders presented = PresentedHeaders.of(headers).orElseThrow();
                yield new Genuine(presented.id(), presented.signedAt());
            }
        };
    }
}
