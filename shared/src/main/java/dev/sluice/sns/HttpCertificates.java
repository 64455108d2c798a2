package dev.sluice.sns;

import dev.sluice.sns.BoundedGet.Got;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;

/** Certificates over HTTPS, or from a stand-in over HTTP. Safe for use by many threads. */
public final class HttpCertificates implements Certificates {

    private static final int OK = 200;
    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private final BoundedGet http;

    HttpCertificates(BoundedGet http) {
        this.http = http;
    }

    /** With a cache in front. */
    public static Certificates cached(InstantSource clock) {
        return new CachedCertificates(new HttpCertificates(new BoundedGet()), clock);
    }

    @Override
    public Fetched get(URI url) {
        return switch (http.get(url)) {
            case Got.Failure(String problem) -> new Fetched.Unavailable(problem);
            case Got.Answer(int status, byte[] _) when status != OK -> new Fetched.Unavailable("status " + status);
            case Got.Answer(int _, byte[] body) -> read(body);
        };
    }

    /** The certificate in a PEM file; of a chain the first, which is the leaf (RFC 8446, section 4.4.2, writes chains so too). */
    public static Fetched read(byte[] pem) {
        if (!new String(pem, StandardCharsets.ISO_8859_1).contains(PEM)) {
            return new Fetched.NoCertificate("it is not PEM");
        }
        try {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            return chain.stream()
                    .findFirst()
                    .map(X509Certificate.class::cast)
                    .<Fetched>map(Fetched.Found::new)
                    .orElseGet(() -> new Fetched.NoCertificate("it is empty"));
        } catch (CertificateException e) {
            return new Fetched.NoCertificate("it is no X.509 certificate");
        }
    }
}
