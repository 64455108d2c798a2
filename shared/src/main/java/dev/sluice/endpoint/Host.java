package dev.sluice.endpoint;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the host part of a URL stands for. Every spelling of an address becomes the address itself, so that nothing later reads
 * the text a second time and differently.
 */
sealed interface Host {

    /** An address. */
    record Literal(InetAddress address) implements Host {}

    /** A name for the DNS: ASCII, lower case, without the final dot. */
    record Name(String ascii) implements Host {}

    /** Neither. */
    record Invalid(String why) implements Host {}

    /** RFC 1035 section 2.3.4, less the final dot's length octet. */
    int MAX_NAME_LENGTH = 253;

    /** A label that makes the whole host an IPv4 address, by the rule of the URL standard ("ends in a number"). */
    Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    /** Of {@link Inet6Address#getByAddress(String, byte[], int)}, the one factory that leaves a mapped address IPv6. */
    int NO_SCOPE = -1;

    Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]+");

    /**
     * Reads a host: a name in any script, IPv6 with or without brackets, IPv4 in every form that {@code inet_aton} takes.
     *
     * @param text as it stands in a URL, not percent-decoded
     */
    static Host parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        if (bracketed || text.contains(":")) {
            return ipv6(bracketed ? text.substring(1, text.length() - 1) : text);
        }
        String ascii;
        try {
            // Full-width digits, ideographic full stops and the like become ASCII here.
            ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return new Invalid("is not a host name of letters, digits, hyphens and dots");
        }
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        if (ascii.isEmpty() || ascii.startsWith(".") || ascii.endsWith(".") || ascii.contains("..")) {
            return new Invalid("has an empty label");
        }
        if (ascii.length() > MAX_NAME_LENGTH) {
            return new Invalid("is longer than " + MAX_NAME_LENGTH + " characters");
        }
        String last = ascii.substring(ascii.lastIndexOf('.') + 1);
        return NUMBER.matcher(last).matches() ? ipv4(ascii) : new Name(ascii);
    }

    private static Host ipv4(String text) {
        try {
            return new Literal(Inet4Address.ofPosixLiteral(text));
        } catch (IllegalArgumentException e) {
            return new Invalid("ends in a number but is not an IPv4 address");
        }
    }

    private static Host ipv6(String text) {
        // The pattern keeps zone ids out: "%eth0" names an interface of this machine.
        if (!IPV6.matcher(text).matches()) {
            return new Invalid("is not an IPv6 address without a zone");
        }
        try {
            return new Literal(Inet6Address.getByAddress(null, literalBytes(text), NO_SCOPE));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return new Invalid("is not an IPv6 address");
        }
    }

    /**
     * An address as it is written. Java reads {@code ::ffff:1.2.3.4} as the IPv4 address in it; here it stays 16 bytes, so that it
     * can be told apart.
     *
     * @throws IllegalArgumentException when it is not four decimal numbers and not IPv6
     */
    static byte[] literalBytes(String text) {
        byte[] bytes = InetAddress.ofLiteral(text).getAddress();
        if (bytes.length == 16 || !text.contains(":")) {
            return bytes;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return mapped;
    }
}
