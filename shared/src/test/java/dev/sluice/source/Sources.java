package dev.sluice.source;

import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import dev.sluice.signature.HmacForm;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.source.WebhookSource.SealedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Sources to test with. */
public final class Sources {

    private static final Random RANDOM = new Random(20260303);

    private Sources() {}

    /** A source whose secret no sealer opens. */
    public static WebhookSource stripe(AppId app, Instant now) {
        return source(app, SourceKind.STRIPE, null, now);
    }

    /** A source with everything that may be absent. */
    public static WebhookSource full(AppId app, Instant now) {
        HmacForm form = new HmacForm(
                "X-Signature",
                HmacForm.Algorithm.SHA512,
                HmacForm.Encoding.BASE64,
                "v0=",
                List.of(HmacForm.Part.ID, HmacForm.Part.TIMESTAMP, HmacForm.Part.BODY),
                ":",
                "X-Timestamp",
                "X-Id");
        HmacSettings settings = new HmacSettings(form, new TypeRule.InBody("event.name"), "acme.");
        return source(app, SourceKind.HMAC, settings, now).withSecret("sealed-2", now);
    }

    /** A source with this secret, sealed. */
    public static WebhookSource sealed(
            SourceKind kind, @Nullable HmacSettings settings, Secret secret, SecretSealer sealer) {
        WebhookSource source = source(Samples.app(), kind, settings, Samples.NOON);
        return new WebhookSource(
                source.id(),
                source.app(),
                source.name(),
                kind,
                List.of(new SealedSecret(sealer.seal(SourceSignature.context(source), secret), null)),
                settings,
                source.tolerance(),
                source.createdAt(),
                source.updatedAt());
    }

    private static WebhookSource source(AppId app, SourceKind kind, @Nullable HmacSettings settings, Instant now) {
        return new WebhookSource(
                SourceId.create(now.toEpochMilli(), RANDOM),
                app,
                "Žižkov",
                kind,
                List.of(new SealedSecret("sealed-1", null)),
                settings,
                WebhookSource.DEFAULT_TOLERANCE,
                now,
                now);
    }
}
