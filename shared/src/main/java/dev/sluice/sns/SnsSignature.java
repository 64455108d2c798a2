package dev.sluice.sns;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whether a certificate is SNS's, and whether its key signed an envelope. Pure. */
public final class SnsSignature {

    /** AWS's have 2,048 bits; fewer than these are broken for money. */
    private static final int LEAST_KEY_BITS = 2048;

    private static final int DNS_NAME = 2; // X509Certificate.getSubjectAlternativeNames

    private SnsSignature() {}

    /**
     * Verifies an envelope. The certificate's issuers are not looked at: it stands alone at its address, and what vouches for it is that it
     * was fetched from SNS over TLS.
     *
     * @param certificate the one at the envelope's address
     * @param at the time of receipt
     * @return why not; nothing if it is SNS's
     */
    public static Optional<SnsRefusal> verify(SnsEnvelope envelope, X509Certificate certificate, Instant at) {
        Optional<SnsRefusal> version = refuseVersion(envelope);
        if (version.isPresent()) {
            return version;
        }
        return judge(certificate, at)
                .map(SnsReason.CERTIFICATE_INVALID::because)
                .or(() -> isSigned(envelope, certificate)
                        ? Optional.empty()
                        : Optional.of(SnsReason.SIGNATURE.of("Signature", "is not of this message")));
    }

    /** Of a version that nobody knows nothing need be fetched. */
    static Optional<SnsRefusal> refuseVersion(SnsEnvelope envelope) {
        return algorithm(envelope.signatureVersion()).isPresent()
                ? Optional.empty()
                : Optional.of(SnsReason.SIGNATURE_VERSION.of("SignatureVersion", "is neither 1 nor 2"));
    }

    private static Optional<String> algorithm(String version) {
        return switch (version) {
            case "1" -> Optional.of("SHA1withRSA");
            case "2" -> Optional.of("SHA256withRSA");
            default -> Optional.empty();
        };
    }

    /** What is wrong with a certificate; nothing if it is one that SNS signs with. */
    private static Optional<String> judge(X509Certificate certificate, Instant at) {
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                || key.getModulus().bitLength() < LEAST_KEY_BITS) {
            return Optional.of("the certificate's key is not RSA of " + LEAST_KEY_BITS + " bits or more");
        }
        if (names(certificate).noneMatch(SnsHosts::isCertificateName)) {
            return Optional.of("the certificate is not SNS's by its name");
        }
        try {
            certificate.checkValidity(Date.from(at));
            return Optional.empty();
        } catch (CertificateExpiredException e) {
            return Optional.of("the certificate had expired at receipt");
        } catch (CertificateNotYetValidException e) {
            return Optional.of("the certificate was not valid yet at receipt");
        }
    }

    private static Stream<String> names(X509Certificate certificate) {
        return Stream.concat(commonNames(certificate), alternativeNames(certificate));
    }

    private static Stream<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue().toString());
        } catch (InvalidNameException e) {
            return Stream.empty();
        }
    }

    private static Stream<String> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Stream.empty()
                    : names.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)));
        } catch (CertificateParsingException e) {
            return Stream.empty();
        }
    }

    private static boolean isSigned(SnsEnvelope envelope, X509Certificate certificate) {
        try {
            Signature signature =
                    Signature.getInstance(algorithm(envelope.signatureVersion()).orElseThrow());
            signature.initVerify(certificate.getPublicKey());
            signature.update(envelope.signedBytes());
            return signature.verify(Base64.getDecoder().decode(envelope.signature()));
        } catch (SignatureException e) {
            return false; // of another length than the key's, for one
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK verifies RSA signatures", e);
        }
    }
}
