package dev.sluice.api;

import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.signature.Opened;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import java.util.Optional;

/** Seals and opens what is one endpoint's. */
record EndpointSeal(SecretSealer sealer, AppId app, EndpointId endpoint) {

    String seal(Secret secret) {
        return sealer.seal(context(), secret);
    }

    /** Nothing if it cannot be opened. */
    Optional<Secret> open(String envelope) {
        return sealer.open(context(), envelope) instanceof Opened.Readable(Secret secret)
                ? Optional.of(secret)
                : Optional.empty();
    }

    private SealContext context() {
        return Endpoint.sealContext(app, endpoint);
    }
}
