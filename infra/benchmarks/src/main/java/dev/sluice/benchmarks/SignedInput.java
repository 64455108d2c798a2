package dev.sluice.benchmarks;

import dev.sluice.signature.Secret;
import dev.sluice.sns.Certificates;
import dev.sluice.sns.Certificates.Fetched;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import dev.sluice.source.SignatureVerdict;
import dev.sluice.source.StripeSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is posted and signed, with what is known when it comes: the same body of 2 KB by Stripe's scheme and by SNS's two. SNS's were signed
 * once, by a key that nobody has any more.
 */
final class SignedInput {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:harbour-events";
    private static final Instant AT = Instant.parse("2026-11-25T18:05:00Z");
    private static final String SECRET = "whsec_of_the_benchmark";

    private SignedInput() {}

    /** A question that is asked again and again. */
    @FunctionalInterface
    interface Question {
        /** The verdict: of a kind that a caller can tell from the others. */
        Object ask();
    }

    /** Whether Stripe signed a body, asked from the header on. */
    static Question stripe() throws IOException, GeneralSecurityException {
        byte[] body = SesInput.named("bounce").bare();
        List<Secret> secrets = List.of(Secret.of(SECRET));
        String header = "t=" + AT.getEpochSecond() + ",v1=" + stripeSignature(body) + ",v0=" + "0".repeat(64);
        return () -> StripeSignature.verify(header, secrets, body, Duration.ofMinutes(5), AT);
    }

    /**
     * Whether SNS sent a body, asked from its bytes on, the certificate being known already.
     *
     * @param version {@code 1} or {@code 2}
     */
    static Question sns(String version) throws IOException, GeneralSecurityException {
        byte[] body = resource("sns-" + version + ".json");
        Fetched certificate = new Fetched.Found(certificate());
        Certificates known = _ -> certificate;
        SnsVerifier verifier =
                new SnsVerifier(new SnsSettings(Set.of(TOPIC), Duration.ofHours(1), Optional.empty()), known);
        return () -> verifier.judge(body, Optional.empty(), AT);
    }

    /** Whether a verdict is that it is genuine. */
    static boolean isGenuine(Object verdict) {
        return verdict instanceof SignatureVerdict.Genuine || verdict instanceof SnsVerifier.Judgement.Genuine;
    }

    private static String stripeSignature(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((AT.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static X509Certificate certificate() throws IOException, GeneralSecurityException {
        try (InputStream file = SignedInput.class.getResourceAsStream("sns-certificate.pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = SignedInput.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return file.readAllBytes();
        }
    }
}
