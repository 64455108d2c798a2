package dev.sluice.dispatcher;

import dev.sluice.endpoint.VettedResolver;
import dev.sluice.endpoint.VettedResolver.Resolution;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives the client its addresses, judged. The client asks here for every new connection, literal addresses included, and
 * connects to what is returned.
 */
final class VettedDns implements DnsResolver {

    private final VettedResolver resolver;

    VettedDns(VettedResolver resolver) {
        this.resolver = resolver;
    }

    /** An address was refused. An {@link UnknownHostException}, because that is what the client passes through untouched. */
    static final class AddressRefused extends UnknownHostException {
        private final String why;

        private AddressRefused(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return switch (resolver.resolve(host, port)) {
            case Resolution.Vetted vetted ->
                vetted.addresses().stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
            case Resolution.Refused refused -> throw new AddressRefused(refused.message());
            case Resolution.Unresolved unresolved -> throw new UnknownHostException(unresolved.message());
        };
    }

    /** Never called by this client: an address is judged for its port. */
    @Override
    public InetAddress[] resolve(String host) {
        throw new UnsupportedOperationException("resolve(host, port) is the one way");
    }

    /** Never called by this client: it is for Kerberos. */
    @Override
    public String resolveCanonicalHostname(String host) {
        throw new UnsupportedOperationException("no reverse look-ups");
    }
}
