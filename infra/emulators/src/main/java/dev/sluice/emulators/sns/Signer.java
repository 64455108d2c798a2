package dev.sluice.emulators.sns;

import dev.sluice.emulators.certificate.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages as SNS does, with a test key.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">Verifying the signatures of
 *     Amazon SNS messages</a>
 */
final class Signer {

    private final Identity identity;
    private final String certificateUrl;

    Signer(Identity identity, String certificateUrl) {
        this.identity = identity;
        this.certificateUrl = certificateUrl;
    }

    String certificateUrl() {
        return certificateUrl;
    }

    /**
     * Signs fields that are given in the byte order of their names; a field without a value is not signed.
     *
     * @return standard base64
     */
    String sign(SignatureVersion version, Map<String, @Nullable String> fields) {
        StringBuilder signed = new StringBuilder();
        fields.forEach((name, value) -> {
            if (value != null) {
                signed.append(name).append('\n').append(value).append('\n');
            }
        });
        try {
            Signature signature = Signature.getInstance(version.algorithm());
            signature.initSign(identity.key());
            signature.update(signed.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with " + version.algorithm(), e);
        }
    }
}
