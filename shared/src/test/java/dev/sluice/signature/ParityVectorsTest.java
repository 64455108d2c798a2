package dev.sluice.signature;

import static dev.sluice.signature.Signatures.signatureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.signature.SigningResult.Unusable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our signer beside OpenSend's formula and the official package, byte for byte. */
final class ParityVectorsTest {

    /** JavaScript's decoder overlooks a stray character at the end and an empty key; the official Java library refuses them too. */
    private static final Set<String> SIGNED_ONLY_IN_JAVASCRIPT = Set.of(
            "secret: only whsec_",
            "secret: one = too many",
            "secret: one character over whole groups",
            "secret: a newline at the end, no padding");

    @ParameterizedTest
    @MethodSource("vectors")
    void signsAsOpenSendDoes(SignatureVector vector) {
        SigningResult result = Signer.signAsGiven(
                SigningScheme.OPENSEND, vector.secret(), vector.id(), vector.timestamp(), vector.body());

        assertThat(signatureOf(result)).isEqualTo(vector.opensend());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void signsAsTheOfficialPackageDoesOrRefuses(SignatureVector vector) {
        SigningResult svix =
                Signer.signAsGiven(SigningScheme.SVIX, vector.secret(), vector.id(), vector.timestamp(), vector.body());
        SigningResult both = Signer.signAsGiven(
                SigningScheme.SVIX_OPENSEND, vector.secret(), vector.id(), vector.timestamp(), vector.body());

        if (vector.svix().isPresent() && !SIGNED_ONLY_IN_JAVASCRIPT.contains(vector.name())) {
            assertThat(signatureOf(svix)).isEqualTo(vector.svix().get());
            assertThat(signatureOf(both)).isEqualTo(vector.svix().get() + " " + vector.opensend());
        } else {
            assertThat(svix).isInstanceOf(Unusable.class);
            assertThat(both).isEqualTo(svix);
        }
    }

    @Test
    void knowsNoDifferenceThatIsNoneAnyMore() {
        assertThat(vectors())
                .filteredOn(vector -> vector.svix().isPresent())
                .extracting(SignatureVector::name)
                .containsAll(SIGNED_ONLY_IN_JAVASCRIPT);
    }

    static List<SignatureVector> vectors() {
        return SignatureVector.ofParity();
    }
}
