package dev.sluice.signature;

import dev.sluice.signature.Opened.Cause;
import dev.sluice.signature.Opened.Unreadable;
import java.util.Optional;

/**
 * Two kinds of keys at once, while secrets move from one to the other.
 *
 * @param current seals
 * @param other only opens; no key of its has an id of the current one's
 */
record TwoSealers(SecretSealer current, SecretSealer other) implements SecretSealer {

    @Override
    public String seal(SealContext context, Secret secret) {
        return current.seal(context, secret);
    }

    @Override
    public Opened open(SealContext context, String envelope) {
        Opened opened = current.open(context, envelope);
        return opened instanceof Unreadable(Cause cause) && cause == Cause.UNKNOWN_KEY
                ? other.open(context, envelope)
                : opened;
    }

    @Override
    public Optional<String> currentKeyId() {
        return current.currentKeyId();
    }

    @Override
    public void forget() {
        current.forget();
        other.forget();
    }
}
