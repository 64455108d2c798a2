package dev.sluice.signature;

import dev.sluice.signature.Opened.Cause;
import dev.sluice.signature.Opened.Unreadable;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Seals {@linkplain Envelope envelopes} under keys of a file or a variable. */
public final class FileKeySealer implements SecretSealer {

    private final SealingKeys keys;
    private final RandomGenerator random;

    /** @param random for nonces; a {@link java.security.SecureRandom} outside of tests, and safe for many threads */
    public FileKeySealer(SealingKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public String seal(SealContext context, Secret secret) {
        String id = keys.currentId();
        return Envelope.seal(id, keys.find(id).orElseThrow(), context, secret, random)
                .toString();
    }

    @Override
    public Opened open(SealContext context, String envelope) {
        return Envelope.parse(envelope)
                .map(parsed -> keys.find(parsed.keyId())
                        .map(key -> parsed.open(key, context))
                        .orElse(new Unreadable(Cause.UNKNOWN_KEY)))
                .orElse(new Unreadable(Cause.FORMAT));
    }

    @Override
    public Optional<String> currentKeyId() {
        return Optional.of(keys.currentId());
    }

    /** Its keys came with the configuration; there are none to fetch again. */
    @Override
    public void forget() {}
}
