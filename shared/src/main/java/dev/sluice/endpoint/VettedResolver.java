package dev.sluice.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The one way from a host to addresses: asks once and judges every answer. Whoever connects, connects to the addresses returned
 * here and asks nobody else, so what is connected to is what was judged. Safe for use by many threads.
 */
public final class VettedResolver {

    private final AddressPolicy policy;
    private final HostResolver resolver;

    /**
     * @param policy judges every address
     * @param resolver asked for names
     */
    public VettedResolver(AddressPolicy policy, HostResolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /** What a host turned out to be. */
    public sealed interface Resolution {

        /** Every address may be connected to; at least one, in the order to try them. */
        record Vetted(List<InetAddress> addresses) implements Resolution {
            /** Copies the addresses. */
            public Vetted {
                addresses = List.copyOf(addresses);
            }
        }

        /**
         * At least one address, or the host's very spelling, is refused; none may be connected to.
         *
         * @param message names the host and the kind of address, not the address: what a name means inside the user's network
         *     is not for a tenant to read
         */
        record Refused(String message) implements Resolution {}

        /** The name has no address now. */
        record Unresolved(String message) implements Resolution {}
    }

    /**
     * Resolves and judges.
     *
     * @param host a name, or an address in any spelling, IPv6 with or without brackets
     * @param port the port that will be connected to
     */
    public Resolution resolve(String host, int port) {
        return switch (Host.parse(host)) {
            case Host.Literal literal -> judge(host, port, literal.address());
            case Host.Name name -> lookUp(name.ascii(), port);
            case Host.Invalid invalid -> new Resolution.Refused("the host " + invalid.why());
        };
    }

    private Resolution lookUp(String name, int port) {
        try {
            InetAddress[] answers = resolver.resolve(name);
            return answers.length == 0 ? unresolved(name) : judge(name, port, answers);
        } catch (UnknownHostException e) {
            return unresolved(name);
        }
    }

    private static Resolution unresolved(String name) {
        return new Resolution.Unresolved(name + " does not resolve to an address");
    }

    private Resolution judge(String host, int port, InetAddress... addresses) {
        for (InetAddress address : addresses) {
            Optional<String> refusal = policy.refusal(host, port, address);
            if (refusal.isPresent()) {
                return new Resolution.Refused(
                        host + " stands for an address that no webhook may go to (" + refusal.get() + ")");
            }
        }
        return new Resolution.Vetted(List.of(addresses));
    }
}
