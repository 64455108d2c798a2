package dev.sluice.sns;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What SNS posts, read but not verified. Texts are kept as they stand in the JSON, since they are what is signed.
 *
 * @param timestamp as SNS writes it; {@link #sentAt()} is the time it stands for
 * @param signature standard base64
 * @param certificateUrl of {@code SigningCertURL} or, as a function gets it, {@code SigningCertUrl}; anything at all
 * @param subject null where it is absent or null, which are the same here
 * @param subscribeUrl of a confirmation; null in a notification
 * @param token of a confirmation; null in a notification
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html">HTTP/HTTPS notification JSON format</a>
 */
public record SnsEnvelope(
        SnsType type,
        String messageId,
        String topicArn,
        String message,
        String timestamp,
        Instant sentAt,
        String signatureVersion,
        String signature,
        String certificateUrl,
        @Nullable String subject,
        @Nullable String subscribeUrl,
        @Nullable String token) {

    /**
     * What SNS signs: names and values in the order of the names' bytes, a line end behind each, UTF-8.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html">Verifying
     *     the signature of an Amazon SNS message</a>
     */
    byte[] signedBytes() {
        StringBuilder signed = new StringBuilder(message.length() + 512);
        append(signed, "Message", message);
        append(signed, "MessageId", messageId);
        if (type == SnsType.NOTIFICATION) {
            append(signed, "Subject", subject);
        } else {
            append(signed, "SubscribeURL", subscribeUrl);
        }
        append(signed, "Timestamp", timestamp);
        if (type != SnsType.NOTIFICATION) {
            append(signed, "Token", token);
        }
        append(signed, "TopicArn", topicArn);
        append(signed, "Type", type.text());
        return signed.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder signed, String name, @Nullable String value) {
        if (value != null) {
            signed.append(name).append('\n').append(value).append('\n');
        }
    }

    // The generated form would print the token, with which anybody confirms.
    @Override
    public String toString() {
        return "SnsEnvelope[" + type + ", " + messageId + ", " + topicArn + "]";
    }
}
