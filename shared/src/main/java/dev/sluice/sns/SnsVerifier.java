package dev.sluice.sns;

import dev.sluice.sns.Certificates.Fetched;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges what was posted, the cheap questions first: nothing is fetched for a message that is malformed, of a topic that is not ours, or
 * whose certificate is said to be elsewhere than at SNS. Safe for use by many threads.
 */
public final class SnsVerifier {

    /** How far SNS's clock may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final SnsSettings settings;
    private final Certificates certificates;

    public SnsVerifier(SnsSettings settings, Certificates certificates) {
        this.settings = settings;
        this.certificates = certificates;
    }

    /** What was found. */
    public sealed interface Judgement {

        /** SNS sent it, lately, and it is of a topic of ours. */
        record Genuine(SnsEnvelope envelope) implements Judgement {}

        /** It is not to be believed. */
        record Refused(SnsRefusal refusal) implements Judgement {}
    }

    /**
     * Judges a body.
     *
     * @param body byte for byte as it was posted
     * @param typeHeader {@code x-amz-sns-message-type}, where it is given
     * @param at the time of receipt
     */
    public Judgement judge(byte[] body, Optional<String> typeHeader, Instant at) {
        return switch (SnsEnvelopeReader.read(body)) {
            case SnsEnvelopeReader.Result.Refused(SnsRefusal refusal) -> new Judgement.Refused(refusal);
            case SnsEnvelopeReader.Result.Unverified(SnsEnvelope envelope) ->
                refuseKind(envelope, typeHeader)
                        .or(() -> refuseSender(envelope, at))
                        .or(() -> refuseTime(envelope, at))
                        .<Judgement>map(Judgement.Refused::new)
                        .orElseGet(() -> new Judgement.Genuine(envelope));
        };
    }

    /**
     * Why a message is not from SNS, whatever its topic and age; nothing if it is.
     *
     * @param at the time of receipt
     */
    public Optional<SnsRefusal> refuseSender(SnsEnvelope envelope, Instant at) {
        String url = envelope.certificateUrl();
        if (!isCertificateUrl(url)) {
            return Optional.of(
                    SnsReason.CERTIFICATE_URL.of("SigningCertURL", "is not where SNS keeps its certificates"));
        }
        if (envelope.type() == SnsType.SUBSCRIPTION_CONFIRMATION && !isSubscribeUrl(envelope)) {
            return Optional.of(SnsReason.INVALID_FIELD.of("SubscribeURL", "does not lead to SNS"));
        }
        return SnsSignature.refuseVersion(envelope).or(() -> switch (certificates.get(URI.create(url))) {
            case Fetched.Found(var certificate) -> SnsSignature.verify(envelope, certificate, at);
            case Fetched.NoCertificate(String problem) ->
                Optional.of(SnsReason.CERTIFICATE_INVALID.of("SigningCertURL", "has no certificate: " + problem));
            case Fetched.Unavailable(String problem) ->
                Optional.of(SnsReason.CERTIFICATE_UNAVAILABLE.of("SigningCertURL", "gave none: " + problem));
        });
    }

    private Optional<SnsRefusal> refuseKind(SnsEnvelope envelope, Optional<String> typeHeader) {
        if (typeHeader.isPresent() && !typeHeader.get().equals(envelope.type().text())) {
            return Optional.of(SnsReason.TYPE_MISMATCH.of("Type", "is another than the header x-amz-sns-message-type"));
        }
        return settings.topics().contains(envelope.topicArn())
                ? Optional.empty()
                : Optional.of(SnsReason.TOPIC_NOT_ALLOWED.of("TopicArn", "is no topic that is taken here"));
    }

    private Optional<SnsRefusal> refuseTime(SnsEnvelope envelope, Instant at) {
        if (envelope.sentAt().isBefore(at.minus(settings.freshness()))) {
            return Optional.of(SnsReason.TOO_OLD.of("Timestamp", "is more than " + settings.freshness() + " ago"));
        }
        return envelope.sentAt().isAfter(at.plus(AHEAD))
                ? Optional.of(SnsReason.TOO_NEW.of("Timestamp", "is more than " + AHEAD + " ahead"))
                : Optional.empty();
    }

    private boolean isCertificateUrl(String url) {
        return SnsHosts.isCertificateUrl(url)
                || settings.standIn()
                        .filter(standIn -> standIn.isCertificateUrl(url))
                        .isPresent();
    }

    private boolean isSubscribeUrl(SnsEnvelope envelope) {
        String url = String.valueOf(envelope.subscribeUrl());
        return SnsHosts.isSubscribeUrl(url)
                || settings.standIn()
                        .filter(standIn -> standIn.isSubscribeUrl(url))
                        .isPresent();
    }
}
