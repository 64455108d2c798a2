package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.configuration.Environment;
import dev.sluice.emulators.kms.KmsEmulator;
import dev.sluice.emulators.kms.KmsError;
import dev.sluice.signature.KeyWrapper;
import dev.sluice.signature.KeyWrapperContract;
import dev.sluice.signature.KeysUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the function's own client, over HTTP. */
class KmsKeyWrapperTest extends KeyWrapperContract {

    private final KmsEmulator kms;

    KmsKeyWrapperTest() throws IOException {
        kms = KmsEmulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new byte[32]);
    }

    @AfterEach
    void stop() {
        kms.close();
    }

    @Override
    protected KeyWrapper wrapper() {
        return new KmsKeyWrapper(new AwsClients(new Environment(Map.of(
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "local",
                        "AWS_SECRET_ACCESS_KEY", "local",
                        "AWS_ENDPOINT_URL_KMS", kms.endpoint().toString())))
                .kms());
    }

    @Override
    protected void refuse(String kmsKey) {
        kms.fail(KmsError.DISABLED, kmsKey);
    }

    @Override
    protected void stopAnswering() {
        kms.stopAnswering();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ACCESS_DENIED", "DISABLED", "INCORRECT_KEY", "INVALID_CIPHERTEXT", "INVALID_STATE", "NOT_FOUND"})
    void isRefusedByWhatSomebodyHasToMend(KmsError error) {
        KeyWrapper wrapper = wrapper();
        String wrapped = wrapper.make(ONE, CONTEXT).wrapped();
        kms.fail(error);

        assertThat(wrapper.unwrap(ONE, wrapped, CONTEXT)).isEqualTo(new KeyWrapper.Unwrapped.Refused());
        assertThat(kms.calls("Decrypt")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEPENDENCY_TIMEOUT", "INTERNAL", "THROTTLED", "UNAVAILABLE"})
    void triesAgainAndThenSaysThatNobodyAnswersWhereItMayPass(KmsError error) {
        KeyWrapper wrapper = wrapper();
        String wrapped = wrapper.make(ONE, CONTEXT).wrapped();
        kms.fail(error);

        assertThatThrownBy(() -> wrapper.unwrap(ONE, wrapped, CONTEXT)).isInstanceOf(KeysUnavailable.class);
        assertThat(kms.calls("Decrypt")).isGreaterThan(1);
    }
}
