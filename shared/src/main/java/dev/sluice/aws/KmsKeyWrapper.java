package dev.sluice.aws;

import dev.sluice.signature.KeyWrapper;
import dev.sluice.signature.KeysUnavailable;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Data keys by KMS.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html">GenerateDataKey</a>
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html">Decrypt</a>
 */
public final class KmsKeyWrapper implements KeyWrapper {

    /** What asking again does not get past. Whatever else there is may pass, and is waited for. */
    private static final Set<String> REFUSALS = Set.of(
            "AccessDeniedException",
            "DisabledException",
            "IncorrectKeyException",
            "InvalidCiphertextException",
            "InvalidKeyUsageException",
            "KMSInvalidStateException", // to be deleted, or its key material is gone
            "NotFoundException");

    private final KmsClient kms;

    public KmsKeyWrapper(KmsClient kms) {
        this.kms = kms;
    }

    @Override
    public Made make(String kmsKey, Map<String, String> context) {
        try {
            GenerateDataKeyResponse made = kms.generateDataKey(request ->
                    request.keyId(kmsKey).keySpec(DataKeySpec.AES_256).encryptionContext(context));
            return new Made(
                    key(made.plaintext()),
                    Base64.getEncoder().encodeToString(made.ciphertextBlob().asByteArrayUnsafe()));
        } catch (SdkException e) {
            throw new KeysUnavailable("KMS did not make a data key", e);
        }
    }

    @Override
    public Unwrapped unwrap(String kmsKey, String wrapped, Map<String, String> context) {
        SdkBytes blob = SdkBytes.fromByteArray(Base64.getDecoder().decode(wrapped));
        try {
            DecryptResponse answer = kms.decrypt(
                    request -> request.keyId(kmsKey).ciphertextBlob(blob).encryptionContext(context));
            return new Unwrapped.Key(key(answer.plaintext()));
        } catch (KmsException e) {
            if (e.awsErrorDetails() != null
                    && REFUSALS.contains(e.awsErrorDetails().errorCode())) {
                return new Unwrapped.Refused();
            }
            throw new KeysUnavailable("KMS did not unwrap a data key", e);
        } catch (SdkException e) {
            throw new KeysUnavailable("KMS did not answer", e);
        }
    }

    private static SecretKey key(SdkBytes plaintext) {
        byte[] bytes = plaintext.asByteArray();
        try {
            return new SecretKeySpec(bytes, "AES");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
