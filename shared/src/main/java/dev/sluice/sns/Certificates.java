package dev.sluice.sns;

import java.net.URI;
import java.security.cert.X509Certificate;

/** Where SNS's signing certificates come from. Safe for use by many threads. */
@FunctionalInterface
public interface Certificates {

    /**
     * The certificate at an address.
     *
     * @param url one that was judged to be SNS's; nothing else may be fetched
     */
    Fetched get(URI url);

    /** What was there. */
    sealed interface Fetched {

        /** A certificate, not judged yet. */
        record Found(X509Certificate certificate) implements Fetched {}

        /** Something else than a certificate; to ask again would not help. */
        record NoCertificate(String problem) implements Fetched {}

        /** No answer, or none in time; it may be there later. */
        record Unavailable(String problem) implements Fetched {}
    }
}
