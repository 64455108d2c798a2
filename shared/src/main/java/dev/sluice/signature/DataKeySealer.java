package dev.sluice.signature;

import dev.sluice.signature.Opened.Cause;
import dev.sluice.signature.Opened.Unreadable;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Seals {@linkplain Envelope envelopes} under data keys that are kept wrapped. Nothing is unwrapped before something is sealed or opened. */
final class DataKeySealer implements SecretSealer {

    private final DataKeys keys;
    private final RandomGenerator random;

    /** @param random for nonces; a {@link java.security.SecureRandom} outside of tests, and safe for many threads */
    DataKeySealer(DataKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public String seal(SealContext context, Secret secret) {
        DataKeys.Named current = keys.current();
        return Envelope.seal(current.id(), current.key(), context, secret, random)
                .toString();
    }

    @Override
    public Opened open(SealContext context, String text) {
        Optional<Envelope> envelope = Envelope.parse(text);
        if (envelope.isEmpty()) {
            return new Unreadable(Cause.FORMAT);
        }
        return switch (keys.find(envelope.get().keyId())) {
            case DataKeys.Found.Key(var key) -> envelope.get().open(key, context);
            case DataKeys.Found.Missing(Cause cause) -> new Unreadable(cause);
        };
    }

    @Override
    public Optional<String> currentKeyId() {
        return keys.currentId();
    }

    @Override
    public void forget() {
        keys.forget();
    }
}
