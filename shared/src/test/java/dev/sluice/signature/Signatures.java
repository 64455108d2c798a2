package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.signature.SigningResult.Signed;
import java.util.Map;

/** What tests ask of results. */
final class Signatures {

    private Signatures() {}

    static Map<String, String> headersOf(SigningResult result) {
        assertThat(result).isInstanceOf(Signed.class);
        return ((Signed) result).headers();
    }

    static String signatureOf(SigningResult result) {
        return headersOf(result).get("svix-signature");
    }
}
