package dev.sluice.sns;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A stand-in for SNS on this machine or beside it, whose certificate and confirmation addresses are taken besides SNS's own.
 *
 * @param origin {@code http://host:port}, as the stand-in writes it into its messages
 */
public record StandIn(String origin) {

    private static final Pattern FORM = Pattern.compile("http://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}");

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException with what is wrong, if it is not an origin or its host not all loopback and private addresses
     */
    public static StandIn parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not http://host:port");
        }
        for (InetAddress address : addresses(URI.create(text).getHost())) {
            if (!isNear(address)) {
                throw new IllegalArgumentException("the host is no loopback or private address");
            }
        }
        return new StandIn(text);
    }

    boolean isCertificateUrl(String url) {
        return url.startsWith(origin) && SnsHosts.isCertificatePath(url.substring(origin.length()));
    }

    boolean isSubscribeUrl(String url) {
        return url.startsWith(origin) && SnsHosts.isSubscribeQuery(url.substring(origin.length()));
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host has no address", e);
        }
    }

    /** Loopback, any address of this machine, 10/8, 172.16/12, 192.168/16 or fc00::/7. Not link-local: metadata services live there. */
    private static boolean isNear(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
    }
}
