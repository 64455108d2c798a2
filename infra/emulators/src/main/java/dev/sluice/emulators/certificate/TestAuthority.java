package dev.sluice.emulators.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as its process: good, expired, misnamed and self-signed certificates for tests. */
public final class TestAuthority {

    private static final Duration LIFE = Duration.ofDays(30);

    private final KeyPair key = ellipticKey();
    private final X509Certificate certificate;
    private final Instant now;

    /** @param now the middle of the validity of everything that is not expired */
    public TestAuthority(Instant now) {
        this.now = now;
        X500Principal name = new X500Principal("CN=Sluice test authority");
        this.certificate = certificate(
                new Subject(name, key.getPublic(), List.of(), true),
                name,
                key.getPrivate(),
                now.minus(LIFE),
                now.plus(LIFE));
    }

    /** The certificate that a client has to trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A TLS context for a client that trusts this authority and nobody else. */
    public SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context from a certificate of our own", e);
        }
    }

    /** A valid certificate for these DNS names and IP address literals. */
    public Identity issue(List<String> names) {
        return issue(names, now.minus(LIFE), now.plus(LIFE));
    }

    /** A certificate that is over since yesterday. */
    public Identity issueExpired(List<String> names) {
        return issue(names, now.minus(LIFE), now.minus(Duration.ofDays(1)));
    }

    private Identity issue(List<String> names, Instant notBefore, Instant notAfter) {
        KeyPair pair = ellipticKey();
        X500Principal subject = new X500Principal("CN=" + names.getFirst());
        X509Certificate issued = certificate(
                new Subject(subject, pair.getPublic(), names, false),
                certificate.getSubjectX500Principal(),
                key.getPrivate(),
                notBefore,
                notAfter);
        return new Identity(pair.getPrivate(), List.of(issued, certificate));
    }

    /** A certificate for these names that only vouches for itself, with an elliptic key. */
    public static Identity selfSigned(List<String> names, Instant now) {
        return selfSigned(ellipticKey(), names, now);
    }

    /** As {@link #selfSigned}, with an RSA key of 2,048 bits. */
    public static Identity selfSignedRsa(List<String> names, Instant now) {
        return selfSigned(key("RSA", 2048), names, now);
    }

    private static Identity selfSigned(KeyPair pair, List<String> names, Instant now) {
        X500Principal name = new X500Principal("CN=" + names.getFirst());
        X509Certificate made = certificate(
                new Subject(name, pair.getPublic(), names, false),
                name,
                pair.getPrivate(),
                now.minus(LIFE),
                now.plus(LIFE));
        return new Identity(pair.getPrivate(), List.of(made));
    }

    private record Subject(X500Principal name, PublicKey key, List<String> alternatives, boolean authority) {}

    private static X509Certificate certificate(
            Subject subject, X500Principal issuer, PrivateKey issuerKey, Instant notBefore, Instant notAfter) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(64, new SecureRandom()).setBit(0),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject.name(),
                    subject.key());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.authority()));
            if (!subject.alternatives().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(subject.alternatives()));
            }
            String algorithm = issuerKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKey)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate for " + subject.name(), e);
        }
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private static KeyPair ellipticKey() {
        return key("EC", 256);
    }

    private static KeyPair key(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys of " + algorithm, e);
        }
    }
}
