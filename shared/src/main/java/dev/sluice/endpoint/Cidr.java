package dev.sluice.endpoint;

import java.util.Arrays;

/** A block of IPv4 or IPv6 addresses. Immutable. */
final class Cidr {

    private final String text;
    private final byte[] network;
    private final int bits;

    private Cidr(String text, byte[] network, int bits) {
        this.text = text;
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code address/bits}.
     *
     * @throws IllegalArgumentException naming the text
     */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            String address = text.substring(0, slash);
            byte[] network = Host.literalBytes(address);
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > network.length * Byte.SIZE) {
                throw new IllegalArgumentException("prefix length out of range");
            }
            return new Cidr(text, network, bits);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a block of addresses, address/bits: " + text, e);
        }
    }

    /** Whether an address, as 4 or 16 bytes, lies in this block; never across the two families. */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - rest);
        return rest == 0 || ((address[whole] ^ network[whole]) & mask & 0xff) == 0;
    }

    /** The prefix length. */
    int bits() {
        return bits;
    }

    /** The first address, as 4 or 16 bytes. */
    byte[] network() {
        return network.clone();
    }

    @Override
    public String toString() {
        return text;
    }
}
