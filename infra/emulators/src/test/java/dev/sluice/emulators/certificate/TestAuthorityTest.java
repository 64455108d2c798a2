package dev.sluice.emulators.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TestAuthority authority = new TestAuthority(NOW);

    @Test
    void issuedCertificateIsSignedByTheAuthorityForItsNames() throws Exception {
        Identity identity = authority.issue(List.of("localhost", "127.0.0.1", "::1"));

        identity.certificate().verify(authority.certificate().getPublicKey());
        identity.certificate().checkValidity(Date.from(NOW));
        assertThat(identity.certificate().getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void expiredCertificateIsExpired() {
        Identity identity = authority.issueExpired(List.of("localhost"));

        assertThatThrownBy(() -> identity.certificate().checkValidity(Date.from(NOW)))
                .isInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void pemReadsBackAsTheCertificate() throws Exception {
        Identity identity = TestAuthority.selfSignedRsa(List.of("sns.local"), NOW);

        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(identity.pem().getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(identity.certificate());
        identity.certificate().verify(identity.certificate().getPublicKey());
    }

    @Test
    void textFormDoesNotTellTheKey() {
        Identity identity = TestAuthority.selfSigned(List.of("localhost"), NOW);

        assertThat(identity.toString()).isEqualTo("Identity[CN=localhost]");
    }
}
