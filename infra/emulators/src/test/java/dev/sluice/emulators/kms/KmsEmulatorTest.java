package dev.sluice.emulators.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulators.Sdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsInternalException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** As the SDK sees it. */
class KmsEmulatorTest {

    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/one";
    private static final String OTHER = "arn:aws:kms:us-east-1:000000000000:key/other";
    private static final Map<String, String> CONTEXT = Map.of("a", "1", "b", "2");
    private static final byte[] ROOT = new byte[32];

    private KmsEmulator kms;
    private KmsClient client;

    @BeforeEach
    void start() throws IOException {
        start(ROOT);
    }

    private void start(byte[] root) throws IOException {
        kms = KmsEmulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), root);
        client = Sdk.client(KmsClient.builder(), kms.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        kms.close();
    }

    @Test
    void unwrapsWhatItMadeAlsoInALaterRun() throws IOException {
        GenerateDataKeyResponse made = generate(KEY);
        stop();
        start(ROOT);

        assertThat(made.keyId()).isEqualTo(KEY);
        assertThat(made.plaintext().asByteArray()).hasSize(32);
        assertThat(made.ciphertextBlob().asByteArray())
                .isNotEqualTo(made.plaintext().asByteArray());
        assertThat(decrypt(KEY, made.ciphertextBlob(), CONTEXT)).isEqualTo(made.plaintext());
        assertThat(decrypt(null, made.ciphertextBlob(), CONTEXT)).isEqualTo(made.plaintext());
    }

    @Test
    void enforcesTheEncryptionContextAndTheKey() {
        SdkBytes blob = generate(KEY).ciphertextBlob();

        for (Map<String, String> context : java.util.List.of(
                Map.<String, String>of(), Map.of("a", "1"), Map.of("a", "1", "b", "3"), Map.of("a", "2", "b", "1"))) {
            assertThatThrownBy(() -> decrypt(KEY, blob, context)).isInstanceOf(InvalidCiphertextException.class);
        }
        assertThatThrownBy(() -> decrypt(OTHER, blob, CONTEXT)).isInstanceOf(IncorrectKeyException.class);
        assertThatThrownBy(() -> decrypt(KEY, SdkBytes.fromUtf8String("nonsense"), CONTEXT))
                .isInstanceOf(InvalidCiphertextException.class);
        assertThatThrownBy(() -> generate("alias/one")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void unwrapsNothingOfAnotherRoot() throws IOException {
        SdkBytes blob = generate(KEY).ciphertextBlob();
        stop();
        start(new byte[] {1});

        assertThatThrownBy(() -> decrypt(KEY, blob, CONTEXT)).isInstanceOf(InvalidCiphertextException.class);
    }

    @Test
    void failsAsItIsTold() {
        SdkBytes blob = generate(KEY).ciphertextBlob();
        kms.fail(KmsError.DISABLED, KEY);
        assertThatThrownBy(() -> decrypt(KEY, blob, CONTEXT)).isInstanceOf(DisabledException.class);
        assertThat(generate(OTHER).keyId()).isEqualTo(OTHER);

        kms.fail(KmsError.INTERNAL);
        assertThatThrownBy(() -> generate(OTHER)).isInstanceOf(KmsInternalException.class);

        kms.stopAnswering();
        assertThatThrownBy(() -> generate(OTHER)).isInstanceOf(SdkClientException.class);

        kms.recover();
        assertThat(decrypt(KEY, blob, CONTEXT).asByteArray()).hasSize(32);
    }

    @Test
    void isToldAndAskedByHttpToo() throws Exception {
        generate(KEY);
        assertThat(http("POST", "/__failure", "{\"error\":\"DisabledException\",\"key\":\"" + KEY + "\"}"))
                .isEqualTo("204 ");
        assertThatThrownBy(() -> generate(KEY)).isInstanceOf(DisabledException.class);
        assertThat(http("DELETE", "/__failure", "")).isEqualTo("204 ");
        generate(KEY);

        assertThat(http("GET", "/__calls", "")).isEqualTo("200 {\"GenerateDataKey\":3}");
        assertThat(http("POST", "/__failure", "{\"error\":\"Oops\"}")).isEqualTo("400 unknown error: Oops\n");
        assertThat(kms.calls("GenerateDataKey")).isEqualTo(3);
        assertThat(kms.calls("Decrypt")).isZero();
    }

    private String http(String method, String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(kms.endpoint() + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private GenerateDataKeyResponse generate(String key) {
        return client.generateDataKey(
                request -> request.keyId(key).keySpec("AES_256").encryptionContext(CONTEXT));
    }

    private SdkBytes decrypt(
            @org.jspecify.annotations.Nullable String key, SdkBytes blob, Map<String, String> context) {
        return client.decrypt(request -> request.keyId(key).ciphertextBlob(blob).encryptionContext(context))
                .plaintext();
    }
}
