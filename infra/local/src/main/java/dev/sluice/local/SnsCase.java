package dev.sluice.local;

import dev.sluice.event.json.Timestamps;
import dev.sluice.local.InputLine.BadLine;
import dev.sluice.signature.Utf8;
import dev.sluice.sns.Certificates.Fetched;
import dev.sluice.sns.HttpCertificates;
import dev.sluice.sns.SnsEnvelope;
import dev.sluice.sns.SnsEnvelopeReader;
import dev.sluice.sns.SnsRefusal;
import dev.sluice.sns.SnsSettings;
import dev.sluice.sns.SnsVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A recorded message from SNS: {@code kind "sns-signature", body|body_base64, cert_pem, verify_at}. The certificate stands for what is at
 * the address that the message names, once that address is judged to be SNS's; topic and age are the case's own.
 */
final class SnsCase {

    /** What {@code kind} says. */
    static final String KIND = "sns-signature";

    private SnsCase() {}

    /**
     * Verifies one case.
     *
     * @param file the name to answer with
     * @return {@code {"file","verdict":"valid|invalid","reason"}}
     * @throws BadLine if a field of the case is missing or not usable; what is wrong with the message in it is an answer
     */
    static LineResult verify(String file, InputLine input) throws BadLine {
        Instant at = Timestamps.parse(input.text("verify_at"));
        if (at == null) {
            throw InputLine.invalid("verify_at", "has to be a time, ISO 8601");
        }
        Fetched certificate = HttpCertificates.read(Utf8.encode(input.text("cert_pem")));
        return switch (SnsEnvelopeReader.read(input.body())) {
            case SnsEnvelopeReader.Result.Refused(SnsRefusal refusal) -> invalid(file, refusal);
            case SnsEnvelopeReader.Result.Unverified(SnsEnvelope envelope) ->
                verifier(certificate)
                        .refuseSender(envelope, at)
                        .map(refusal -> invalid(file, refusal))
                        .orElseGet(() -> SignatureCase.valid(file));
        };
    }

    private static SnsVerifier verifier(Fetched certificate) {
        return new SnsVerifier(new SnsSettings(Set.of(), Duration.ZERO, Optional.empty()), _ -> certificate);
    }

    private static LineResult invalid(String file, SnsRefusal refusal) {
        return SignatureCase.invalid(file, refusal.reason().code(), null);
    }
}
