package dev.sluice.event;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * The 26 characters behind every prefix: ULID-shaped, 48 bits of Unix milliseconds and then 80 bits, in Crockford base32
 * (upper case, no I, L, O, U), so that text order is time order.
 *
 * @see <a href="https://github.com/ulid/spec">the ULID specification</a>
 */
public final class SortableId {

    /** Characters of the encoded form. */
    public static final int LENGTH = 26;

    /** Bytes behind the time. */
    static final int TAIL_BYTES = 10;

    private SortableId() {}

    /**
     * Encodes a time and a tail.
     *
     * @param epochMillis 0 to 2^48 - 1
     * @param tail at least 10 bytes, of which the first 10 count
     */
    public static String of(long epochMillis, byte[] tail) {
        if (epochMillis < 0 || epochMillis >>> 48 != 0) {
            throw new IllegalArgumentException("epochMillis is outside 48 bits: " + epochMillis);
        }
        ByteBuffer bits = ByteBuffer.wrap(tail);
        return new Ulid(epochMillis << 16 | (bits.getShort() & 0xFFFF), bits.getLong()).toString();
    }

    /** A new id of the given time with 80 random bits. */
    public static String random(long epochMillis, RandomGenerator random) {
        byte[] tail = new byte[TAIL_BYTES];
        random.nextBytes(tail);
        return of(epochMillis, tail);
    }

    /** The time in the first 48 bits, in milliseconds since 1970; for ids without a usable time, hash bits. */
    public static long epochMillis(String id) {
        return Ulid.from(id).getTime();
    }

    /**
     * Checks the text after a prefix.
     *
     * @param prefix with its underscore, such as {@code evt_}
     * @return {@code value} itself
     * @throws IllegalArgumentException naming the prefix, never the whole value
     */
    public static String requirePrefixed(String prefix, String value) {
        if (!isPrefixed(prefix, value)) {
            throw new IllegalArgumentException("not an id of the form " + prefix + "…, " + prefix + " and " + LENGTH
                    + " characters of Crockford base32");
        }
        return value;
    }

    /** True for {@code prefix} followed by 26 canonical characters. */
    public static boolean isPrefixed(String prefix, String value) {
        if (value.length() != prefix.length() + LENGTH || !value.startsWith(prefix)) {
            return false;
        }
        if (value.charAt(prefix.length()) > '7') {
            return false; // 26 characters carry 130 bits; the first may use three of its five
        }
        for (int i = prefix.length(); i < value.length(); i++) {
            if (!isCrockford(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCrockford(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U');
    }
}
