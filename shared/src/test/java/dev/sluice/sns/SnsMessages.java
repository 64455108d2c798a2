package dev.sluice.sns;

import dev.sluice.emulators.certificate.Identity;
import dev.sluice.emulators.certificate.TestAuthority;
import dev.sluice.event.json.Json;
import dev.sluice.sns.Certificates.Fetched;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as SNS posts it, with fields to change before and after it is signed. Signing is written down here a second time, from AWS's
 * page: the names in the order of their bytes.
 */
public final class SnsMessages {

    public static final Instant NOW = Instant.parse("2026-05-04T03:02:01.123Z");
    public static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:ses-events";
    public static final String CERTIFICATE_URL =
            "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
    public static final String SUBSCRIBE_URL =
            "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=2336";

    /** Whose key signs unless another is named. */
    public static final Identity SNS = TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW);

    /** The certificate of {@link #SNS}, wherever it is looked for. */
    public static final Certificates CERTIFICATES = _ -> new Fetched.Found(SNS.certificate());

    private static final List<String> OF_NOTIFICATIONS =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> OF_CONFIRMATIONS =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private SnsMessages(String type, String message) {
        with("Type", type);
        with("MessageId", "e2857e84-192d-54ff-9477-277db1208553");
        with("TopicArn", TOPIC);
        with("Message", message);
        with("Timestamp", "2026-05-04T03:02:00.120Z");
        with("SignatureVersion", "1");
        with("SigningCertURL", CERTIFICATE_URL);
    }

    public static SnsMessages notification(String message) {
        return new SnsMessages("Notification", message).with("UnsubscribeURL", SUBSCRIBE_URL);
    }

    public static SnsMessages confirmation(String type) {
        return new SnsMessages(type, "You have chosen …").with("Token", "2336").with("SubscribeURL", SUBSCRIBE_URL);
    }

    /** This message with another value of a field; null for JSON's null. */
    public SnsMessages with(String field, @Nullable Object value) {
        fields.put(field, value);
        return this;
    }

    public SnsMessages without(String field) {
        fields.remove(field);
        return this;
    }

    public SnsMessages signed() {
        return signedBy(SNS);
    }

    public SnsMessages signedBy(Identity identity) {
        StringBuilder text = new StringBuilder();
        for (String name : "Notification".equals(fields.get("Type")) ? OF_NOTIFICATIONS : OF_CONFIRMATIONS) {
            if (fields.get(name) != null) {
                text.append(name).append('\n').append(fields.get(name)).append('\n');
            }
        }
        try {
            String digest = "2".equals(fields.get("SignatureVersion")) ? "SHA256" : "SHA1";
            Signature signature = Signature.getInstance(
                    digest + "with" + identity.key().getAlgorithm().replace("EC", "ECDSA"));
            signature.initSign(identity.key());
            signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return with("Signature", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String json() {
        return Json.write(out -> out.writeObject(fields));
    }

    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    SnsEnvelope envelope() {
        return switch (SnsEnvelopeReader.read(bytes())) {
            case SnsEnvelopeReader.Result.Unverified(SnsEnvelope envelope) -> envelope;
            case SnsEnvelopeReader.Result.Refused(SnsRefusal refusal) -> throw new AssertionError(refusal);
        };
    }
}
