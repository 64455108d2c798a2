package dev.sluice.endpoint;

import dev.sluice.endpoint.VettedResolver.Resolution;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Which URLs a webhook may be sent to. The same rule when an endpoint is saved, tested and sent to. Safe for use by many threads.
 */
public final class UrlPolicy {

    /** Longest URL, in characters. */
    public static final int MAX_LENGTH = 2048;

    private final boolean httpsOnly;
    private final VettedResolver resolver;

    /** @param httpsOnly whether http is refused too */
    public UrlPolicy(boolean httpsOnly, VettedResolver resolver) {
        this.httpsOnly = httpsOnly;
        this.resolver = resolver;
    }

    /** What is said of a URL. */
    public sealed interface Verdict {

        /**
         * May be sent to.
         *
         * @param url ASCII; scheme and host in lower case, addresses in their plain form, no default port, no empty path; its
         *     {@code getHost()} is never null
         */
        record Allowed(URI url) implements Verdict {}

        /**
         * May not.
         *
         * @param message for people; names what is wrong, never the whole URL
         */
        record Refused(Reason reason, String message) implements Verdict {}
    }

    /** Why a URL is refused. */
    public enum Reason {
        /** Not a URL, or too long. */
        INVALID("url_invalid"),
        /** Neither http nor https, or http where only https may be. */
        SCHEME("url_scheme"),
        /** A user name or password in it. */
        USERINFO("url_userinfo"),
        /** A fragment, which no server would see. */
        FRAGMENT("url_fragment"),
        /** No host, or one that is neither a name nor an address. */
        HOST("url_host"),
        /** Not 1 to 65535. */
        PORT("url_port"),
        /** It is, or one of its name's addresses is, none that a webhook may go to. */
        ADDRESS("address_refused"),
        /** Its name does not resolve now. */
        DNS("dns_failed");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** What connections are made through. */
    public VettedResolver resolver() {
        return resolver;
    }

    /**
     * Judges a URL as far as its text goes, addresses in any spelling included; asks no DNS.
     *
     * @return allowed, or refused for any reason but {@link Reason#DNS}
     */
    public Verdict judge(String url) {
        Verdict verdict = read(url);
        if (verdict instanceof Verdict.Allowed allowed
                && Host.parse(allowed.url().getHost()) instanceof Host.Literal) {
            return resolve(allowed);
        }
        return verdict;
    }

    /** Judges a URL and, now, every address of its name. Waits for the DNS. */
    public Verdict judgeResolved(String url) {
        Verdict verdict = read(url);
        return verdict instanceof Verdict.Allowed allowed ? resolve(allowed) : verdict;
    }

    private Verdict resolve(Verdict.Allowed allowed) {
        URI url = allowed.url();
        return switch (resolver.resolve(url.getHost(), portOf(url))) {
            case Resolution.Vetted vetted -> allowed;
            case Resolution.Refused refused -> new Verdict.Refused(Reason.ADDRESS, refused.message());
            case Resolution.Unresolved unresolved -> new Verdict.Refused(Reason.DNS, unresolved.message());
        };
    }

    /** The port a normalized URL is connected to. */
    private static int portOf(URI url) {
        return url.getPort() >= 0 ? url.getPort() : defaultPort(url.getScheme());
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private Verdict read(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Verdict.Refused(Reason.INVALID, "url is longer than " + MAX_LENGTH + " characters");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return new Verdict.Refused(Reason.INVALID, "url is not valid: " + lowerFirst(e.getReason()));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return new Verdict.Refused(Reason.SCHEME, "url does not begin with https:// or http://");
        }
        if (httpsOnly && scheme.equals("http")) {
            return new Verdict.Refused(
                    Reason.SCHEME, "url does not begin with https://, and only https is allowed here");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            return new Verdict.Refused(Reason.HOST, "url has no host");
        }
        if (authority.contains("@")) {
            return new Verdict.Refused(Reason.USERINFO, "url has a user name or password in it");
        }
        if (uri.getRawFragment() != null) {
            return new Verdict.Refused(Reason.FRAGMENT, "url has a fragment");
        }
        return read(scheme, authority, uri);
    }

    /** The authority is taken apart here and not by {@link URI}, which leaves the host out where it does not know its form. */
    private static Verdict read(String scheme, String authority, URI uri) {
        int colon = authority.indexOf(':', Math.max(authority.lastIndexOf(']'), 0));
        String hostText = colon < 0 ? authority : authority.substring(0, colon);
        String portText = colon < 0 ? "" : authority.substring(colon + 1);
        if (hostText.isEmpty()) {
            return new Verdict.Refused(Reason.HOST, "url has no host");
        }
        if (!portText.isEmpty() && !isPort(portText)) {
            return new Verdict.Refused(Reason.PORT, "url has a port that is not 1 to 65535");
        }
        int port = portText.isEmpty() ? defaultPort(scheme) : Integer.parseInt(portText);
        return switch (Host.parse(hostText)) {
            case Host.Name name -> normalized(scheme, name.ascii(), port, uri);
            case Host.Literal literal -> normalized(scheme, literalText(literal), port, uri);
            case Host.Invalid invalid -> new Verdict.Refused(Reason.HOST, "url has a host that " + invalid.why());
        };
    }

    private static Verdict normalized(String scheme, String host, int port, URI uri) {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        String text = scheme + "://" + host
                + (port == defaultPort(scheme) ? "" : ":" + port)
                + (path == null || path.isEmpty() ? "/" : path)
                + (query == null ? "" : "?" + query);
        URI url = URI.create(URI.create(text).toASCIIString());
        if (!host.equals(url.getHost())) {
            return new Verdict.Refused(Reason.HOST, "url has a host that is neither a name nor an address");
        }
        if (url.toString().length() > MAX_LENGTH) {
            return new Verdict.Refused(Reason.INVALID, "url is longer than " + MAX_LENGTH + " characters when encoded");
        }
        return new Verdict.Allowed(url);
    }

    private static String literalText(Host.Literal literal) {
        String address = literal.address().getHostAddress();
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
