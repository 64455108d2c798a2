package dev.sluice.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks the DNS. Asked for names only; what a literal address stands for is not a question. */
@FunctionalInterface
public interface HostResolver {

    /**
     * Every address of a name, in the order to try them.
     *
     * @param host ASCII, lower case, without a final dot
     * @throws UnknownHostException when there is no answer, for whatever reason
     */
    InetAddress[] resolve(String host) throws UnknownHostException;

    /** This machine's resolver, with Java's cache (30 s for answers, 10 s for failures). Cannot be interrupted. */
    static HostResolver system() {
        return InetAddress::getAllByName;
    }
}
