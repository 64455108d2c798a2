package dev.sluice.application;

import dev.sluice.event.AppId;
import dev.sluice.event.Sha256;
import dev.sluice.event.SortableId;
import java.time.Instant;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: never the key, only its hash. Keys are random, so a plain SHA-256 does; there is nothing to guess.
 *
 * @param id {@code key_} and 26 characters
 * @param app whose key it is, null for an admin key
 * @param hash SHA-256 of the key, lower-case hexadecimal
 */
public record ApiKey(String id, @Nullable AppId app, String hash, Instant createdAt) {

    private static final String PREFIX = "key_";
    private static final int KEY_BYTES = 32;

    /** @throws IllegalArgumentException for an id of another form */
    public ApiKey {
        SortableId.requirePrefixed(PREFIX, id);
    }

    /** Whether {@code text} has the form of a key's id. */
    public static boolean isValidId(String text) {
        return SortableId.isPrefixed(PREFIX, text);
    }

    /** Whether this key may act for any application and manage applications. */
    public boolean isAdmin() {
        return app == null;
    }

    /** A new random key in clear text, {@code slk_} and 43 characters of base64url. */
    public static String generate(RandomGenerator random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return "slk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of a key. */
    public static ApiKey of(String key, @Nullable AppId app, Instant now, RandomGenerator random) {
        return new ApiKey(PREFIX + SortableId.random(now.toEpochMilli(), random), app, hash(key), now);
    }

    /** The hash by which a key is found. */
    public static String hash(String key) {
        return Sha256.hex(key);
    }
}
