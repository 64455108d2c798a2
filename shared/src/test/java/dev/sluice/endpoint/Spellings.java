package dev.sluice.endpoint;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ways to write an address into a URL's host, and to hide an IPv4 address in an IPv6 one. */
final class Spellings {

    private Spellings() {}

    /** First, middle and last address of a block, as bytes. */
    static List<byte[]> edges(Cidr block) {
        byte[] network = block.network();
        BigInteger first = new BigInteger(1, network);
        BigInteger size = BigInteger.ONE.shiftLeft(network.length * 8 - block.bits());
        BigInteger last = first.add(size).subtract(BigInteger.ONE);
        BigInteger middle = first.add(size.shiftRight(1)).min(last);
        return List.of(bytes(first, network.length), bytes(middle, network.length), bytes(last, network.length));
    }

    static byte[] bytes(BigInteger value, int length) {
        byte[] bytes = new byte[length];
        byte[] magnitude = value.toByteArray();
        for (int i = 0; i < length && i < magnitude.length; i++) {
            bytes[length - 1 - i] = magnitude[magnitude.length - 1 - i];
        }
        return bytes;
    }

    static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == 4 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every spelling of an address as the host of a URL. */
    static List<String> of(byte[] address) {
        return address.length == 4 ? ipv4(address) : ipv6(address);
    }

    private static List<String> ipv4(byte[] address) {
        long a = address[0] & 0xff;
        long b = address[1] & 0xff;
        long c = address[2] & 0xff;
        long d = address[3] & 0xff;
        long number = new BigInteger(1, address).longValueExact();
        String plain = "%d.%d.%d.%d".formatted(a, b, c, d);
        List<String> spellings = new ArrayList<>(List.of(
                plain,
                plain + ".",
                "%d.%d.%d".formatted(a, b, c << 8 | d),
                "%d.%d".formatted(a, b << 16 | c << 8 | d),
                "%d".formatted(number),
                "0x%x".formatted(number),
                "0X%X".formatted(number),
                "0%o".formatted(number),
                "0x%x.0x%x.0x%x.0x%x".formatted(a, b, c, d),
                "0x%08x.%d".formatted(a, b << 16 | c << 8 | d),
                "0%o.0%o.0%o.0%o".formatted(a, b, c, d),
                "000%o.%d.0x%x".formatted(a, b, c << 8 | d),
                fullWidth(plain),
                plain.replace('.', '\u3002'),
                plain.replace('.', '\uff0e') + "\uff61",
                mathematical(plain)));
        for (byte[] carrier : embedded(address)) {
            spellings.addAll(ipv6(carrier));
        }
        return spellings;
    }

    private static List<String> ipv6(byte[] address) {
        StringBuilder groups = new StringBuilder();
        StringBuilder padded = new StringBuilder();
        for (int i = 0; i < 16; i += 2) {
            int group = (address[i] & 0xff) << 8 | address[i + 1] & 0xff;
            groups.append(i == 0 ? "" : ":").append("%x".formatted(group));
            padded.append(i == 0 ? "" : ":").append("%04X".formatted(group));
        }
        String full = groups.toString();
        String head = full.substring(0, full.lastIndexOf(':', full.lastIndexOf(':') - 1) + 1);
        String dotted = head
                + "%d.%d.%d.%d"
                        .formatted(address[12] & 0xff, address[13] & 0xff, address[14] & 0xff, address[15] & 0xff);
        String compressed = full.replaceFirst("(^|:)0(:0)+(:|$)", "::");
        return List.of(
                "[" + full + "]",
                "[" + padded + "]",
                "[" + compressed + "]",
                "[" + compressed.toUpperCase(Locale.ROOT) + "]",
                "[" + dotted + "]");
    }

    /** The IPv6 addresses that carry an IPv4 one: mapped, compatible, NAT64 (well-known and local), 6to4, Teredo. */
    static List<byte[]> embedded(byte[] v4) {
        byte[] obfuscated = {(byte) ~v4[0], (byte) ~v4[1], (byte) ~v4[2], (byte) ~v4[3]};
        return List.of(
                carry("::ffff:0:0", v4, 12),
                carry("::", v4, 12),
                carry("64:ff9b::", v4, 12),
                carry("64:ff9b:1::", v4, 12),
                carry("2002::", v4, 2),
                carry("2001:0:4136:e378:8000:63bf::", obfuscated, 12));
    }

    private static byte[] carry(String prefix, byte[] payload, int at) {
        byte[] bytes = Host.literalBytes(prefix);
        System.arraycopy(payload, 0, bytes, at, payload.length);
        return bytes;
    }

    private static String fullWidth(String text) {
        return text.chars()
                .map(c -> c == '.' ? '\uff0e' : c - '0' + '\uff10')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Digits of the mathematical bold alphabet, which normalize to ASCII too. */
    private static String mathematical(String text) {
        return text.chars()
                .map(c -> c == '.' ? '.' : c - '0' + 0x1d7ce)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
