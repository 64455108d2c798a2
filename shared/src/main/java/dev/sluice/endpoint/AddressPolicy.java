package dev.sluice.endpoint;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a webhook may be sent to: ordinary global unicast ones, and nothing else.
 *
 * <p>Everything in the IANA special-purpose registries is refused, the few blocks marked globally reachable too: they are anycast
 * services, identifiers and relays, and the nearest one may be the user's own. Beyond the registries: multicast, the addresses
 * by which a cloud talks to its own guests, and for IPv6 all but 2000::/3. IPv4 inside IPv6 is refused whatever it is (mapped,
 * compatible, local NAT64, 6to4, Teredo) but for NAT64's well-known prefix, by which an IPv6-only subnet reaches the IPv4
 * internet: there the address inside is judged. Immutable.
 */
public final class AddressPolicy {

    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96"); // RFC 6052 section 2.1
    private static final Cidr GLOBAL_UNICAST =
            Cidr.parse("2000::/3"); // RFC 4291 section 2.5.4, all that IANA assigns from

    /** Not in the special-purpose registries, and not a place for webhooks. */
    private static final List<SpecialPurposeRegistry.Entry> FURTHER = List.of(
            further("224.0.0.0/4", "Multicast"), // RFC 5771
            further("168.63.129.16/32", "Azure platform"), // learn.microsoft.com: what is IP address 168.63.129.16
            further("::/96", "IPv4-compatible"), // RFC 4291 section 2.5.5.1
            further("fec0::/10", "Site-local"), // RFC 3879
            further("ff00::/8", "Multicast")); // RFC 4291 section 2.7

    private final List<Cidr> allowedBlocks;
    private final Set<String> allowedHosts;

    private AddressPolicy(List<Cidr> allowedBlocks, Set<String> allowedHosts) {
        this.allowedBlocks = List.copyOf(allowedBlocks);
        this.allowedHosts = Set.copyOf(allowedHosts);
    }

    /** The policy without exceptions, the one for AWS. */
    public static AddressPolicy publicOnly() {
        return new AddressPolicy(List.of(), Set.of());
    }

    /**
     * The policy with exceptions, for the local runner and for tests.
     *
     * @param exceptions blocks ({@code 127.0.0.0/8}) and hosts with their port ({@code localhost:3028}, {@code [::1]:80}); a host
     *     is allowed whatever it resolves to
     * @throws IllegalArgumentException naming the entry that is neither
     */
    public static AddressPolicy allowing(Collection<String> exceptions) {
        List<Cidr> blocks = new ArrayList<>();
        Set<String> hosts = new HashSet<>();
        for (String entry : exceptions) {
            if (entry.contains("/")) {
                blocks.add(Cidr.parse(entry));
            } else {
                hosts.add(hostEntry(entry));
            }
        }
        return new AddressPolicy(blocks, hosts);
    }

    /**
     * Judges the address that a host stands for.
     *
     * @param host as it stands in the URL
     * @param port 1 to 65535
     * @return empty when it may be connected to; else what kind of address it is, for people
     */
    public Optional<String> refusal(String host, int port, InetAddress address) {
        if (!allowedHosts.isEmpty() && allowedHosts.contains(hostKey(Host.parse(host), port))) {
            return Optional.empty();
        }
        return refusal(address);
    }

    /** Judges an address by itself. */
    public Optional<String> refusal(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Cidr block : allowedBlocks) {
            if (block.contains(bytes)) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(kindRefused(bytes));
    }

    private static @Nullable String kindRefused(byte[] address) {
        if (NAT64.contains(address)) {
            return kindRefused(Arrays.copyOfRange(address, 12, 16));
        }
        SpecialPurposeRegistry.Entry special =
                SpecialPurposeRegistry.published().find(address);
        if (special != null) {
            return describe(special);
        }
        for (SpecialPurposeRegistry.Entry entry : FURTHER) {
            if (entry.block().contains(address)) {
                return describe(entry);
            }
        }
        boolean unassigned = address.length == 16 && !GLOBAL_UNICAST.contains(address);
        return unassigned ? "outside " + GLOBAL_UNICAST : null;
    }

    private static String describe(SpecialPurposeRegistry.Entry entry) {
        return entry.name() + ", " + entry.block() + (entry.reachable() ? ", globally reachable" : "");
    }

    private static SpecialPurposeRegistry.Entry further(String block, String name) {
        return new SpecialPurposeRegistry.Entry(Cidr.parse(block), name, false);
    }

    private static String hostEntry(String entry) {
        int colon = entry.lastIndexOf(':');
        String digits = entry.substring(colon + 1);
        Host host = Host.parse(colon < 0 ? "" : entry.substring(0, colon));
        if (host instanceof Host.Invalid || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
            throw new IllegalArgumentException("neither a block (address/bits) nor host:port: " + entry);
        }
        return hostKey(host, Integer.parseInt(digits));
    }

    private static String hostKey(Host host, int port) {
        return switch (host) {
            case Host.Name name -> name.ascii() + ":" + port;
            case Host.Literal literal -> literal.address().getHostAddress() + ":" + port;
            case Host.Invalid invalid -> "";
        };
    }
}
