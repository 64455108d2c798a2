package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.configuration.Environment;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.signature.Opened.Cause;
import dev.sluice.signature.Opened.Readable;
import dev.sluice.signature.Opened.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealing under KMS, as the settings have it. */
final class DataKeySealerTest {

    private static final String ONE = "arn:aws:kms:eu-west-1:123456789012:key/one";
    private static final String TWO = "arn:aws:kms:eu-west-1:123456789012:key/two";
    private static final String FILE_KEY = "k1:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final SealContext OWNER = new SealContext("app_1", "ep_1");
    private static final Secret SECRET = Secret.generate(new Random(1));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T03:02:01Z"));
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final InMemoryKeyWrapper kms = new InMemoryKeyWrapper();

    private SecretSealer sealer(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put("SLUICE_SEALING_" + namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(variables);
    }

    private SecretSealer of(Map<String, String> variables) {
        return SealingSettings.sealer(new Environment(variables), store, () -> kms, clock, new Random(5));
    }

    @Test
    void opensWhatItSealedInAnotherContainer() {
        String envelope = sealer("KMS_KEY", ONE).seal(OWNER, SECRET);

        assertThat(envelope).startsWith("v1.dk_1.").doesNotContain(SECRET.reveal());
        assertThat(sealer("KMS_KEY", ONE).open(OWNER, envelope)).isEqualTo(new Readable(SECRET));
    }

    @Test
    void asksNobodyBeforeSomethingIsSealedOrOpened() {
        SecretSealer sealer = sealer("KMS_KEY", ONE);

        assertThat(sealer.currentKeyId()).isEmpty();

        assertThat(kms.made() + kms.unwrapped()).isZero();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void asksOnceForEachDataKeyHoweverManyAskAtOnce() throws Exception {
        String envelope = sealer("KMS_KEY", ONE).seal(OWNER, SECRET);
        SecretSealer container = sealer("KMS_KEY", ONE);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Opened>> opens = IntStream.range(0, 50)
                    .<Callable<Opened>>mapToObj(_ -> () -> container.open(OWNER, envelope))
                    .toList();
            assertThat(threads.invokeAll(opens)).extracting(Future::resultNow).containsOnly(new Readable(SECRET));
        }
        container.seal(OWNER, SECRET);

        assertThat(kms.unwrapped()).isEqualTo(1);
        assertThat(kms.made()).isEqualTo(1);
    }

    @Test
    void containersThatStartAtOnceUseOneDataKey() throws Exception {
        List<SecretSealer> containers =
                IntStream.range(0, 8).mapToObj(_ -> sealer("KMS_KEY", ONE)).toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> seals = containers.stream()
                    .<Callable<String>>map(container -> () -> container.seal(OWNER, SECRET))
                    .toList();
            for (Future<String> envelope : threads.invokeAll(seals)) {
                assertThat(sealer("KMS_KEY", ONE).open(OWNER, envelope.resultNow()))
                        .isEqualTo(new Readable(SECRET));
            }
        }

        assertThat(store.list()).hasSize(1);
    }

    @Test
    void aPeriodHasItsDataKey() {
        SecretSealer sealer = sealer("KMS_KEY", ONE, "DATA_KEY_PERIOD", "30d");
        String first = sealer.seal(OWNER, SECRET);
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        String last = sealer.seal(OWNER, SECRET);
        assertThat(sealer.currentKeyId()).contains("dk_1");

        clock.advance(Duration.ofSeconds(1));

        assertThat(sealer.currentKeyId()).isEmpty();
        assertThat(Envelope.keyId(sealer.seal(OWNER, SECRET))).contains("dk_2");
        assertThat(Envelope.keyId(last)).contains("dk_1");
        assertThat(sealer.open(OWNER, first)).isEqualTo(new Readable(SECRET));
    }

    @Test
    void theCurrentKeyIsKnownWithoutReadingEachTime() {
        sealer("KMS_KEY", ONE).seal(OWNER, SECRET);
        SecretSealer container = sealer("KMS_KEY", ONE);
        int before = store.lists();

        for (int i = 0; i < 10; i++) {
            assertThat(container.currentKeyId()).contains("dk_1");
            container.seal(OWNER, SECRET);
        }

        assertThat(store.lists() - before).isEqualTo(1);
    }

    @Test
    void anotherKmsKeyHasADataKeyOfItsOwn() {
        String under1 = sealer("KMS_KEY", ONE).seal(OWNER, SECRET);
        String under2 = sealer("KMS_KEY", TWO).seal(OWNER, SECRET);
        String again = sealer("KMS_KEY", ONE).seal(OWNER, SECRET);

        assertThat(List.of(under1, under2, again))
                .extracting(envelope -> Envelope.keyId(envelope).orElseThrow())
                .containsExactly("dk_1", "dk_2", "dk_1");
        assertThat(store.list()).extracting(DataKey::kmsKey).containsExactly(ONE, TWO);
    }

    @Test
    void whatAnOldKmsKeySealedOpensAsLongAsItIsConfigured() {
        String envelope = sealer("KMS_KEY", ONE).seal(OWNER, SECRET);

        assertThat(sealer("KMS_KEY", TWO, "OLD_KMS_KEYS", ONE).open(OWNER, envelope))
                .isEqualTo(new Readable(SECRET));
        assertThat(sealer("KMS_KEY", TWO).open(OWNER, envelope)).isEqualTo(new Unreadable(Cause.UNKNOWN_KEY));
        assertThat(kms.unwrapped()).isEqualTo(1);
    }

    @Test
    void secretsMoveFromAFileToKmsAndBack() {
        SecretSealer file = sealer("KEYS", FILE_KEY);
        SecretSealer movingThere = sealer("KMS_KEY", ONE, "KEYS", FILE_KEY);
        SecretSealer movingBack = sealer("OLD_KMS_KEYS", ONE, "KEYS", FILE_KEY);
        String byFile = file.seal(OWNER, SECRET);
        String byKms = movingThere.seal(OWNER, SECRET);

        assertThat(Envelope.keyId(byFile)).contains("k1");
        assertThat(Envelope.keyId(byKms)).contains("dk_1");
        for (SecretSealer both : List.of(movingThere, movingBack)) {
            assertThat(both.open(OWNER, byFile)).isEqualTo(new Readable(SECRET));
            assertThat(both.open(OWNER, byKms)).isEqualTo(new Readable(SECRET));
        }
        assertThat(movingThere.currentKeyId()).contains("dk_1");
        assertThat(movingBack.currentKeyId()).contains("k1");
        assertThat(file.open(OWNER, byKms)).isEqualTo(new Unreadable(Cause.UNKNOWN_KEY));
        assertThat(sealer("KMS_KEY", ONE).open(OWNER, byFile)).isEqualTo(new Unreadable(Cause.UNKNOWN_KEY));
    }

    @Test
    void aKeyThatKmsRefusesIsToldApartFromOneThatIsNotThereNow() {
        SecretSealer sealer = sealer("KMS_KEY", ONE);
        String envelope = sealer.seal(OWNER, SECRET);
        sealer.forget();

        kms.stopAnswering();
        assertThatThrownBy(() -> sealer.open(OWNER, envelope)).isInstanceOf(KeysUnavailable.class);
        assertThatThrownBy(() -> sealer("KMS_KEY", TWO).seal(OWNER, SECRET)).isInstanceOf(KeysUnavailable.class);

        kms.answer();
        kms.refuse(ONE);
        clock.advance(DataKeys.FAILURE_KNOWN_FOR);
        assertThat(sealer.open(OWNER, envelope)).isEqualTo(new Unreadable(Cause.KEY_REFUSED));
        assertThatThrownBy(() -> sealer.seal(OWNER, SECRET)).isInstanceOf(KeysUnavailable.class);

        kms.permit(ONE);
        clock.advance(DataKeys.FAILURE_KNOWN_FOR);
        assertThat(sealer.open(OWNER, envelope)).isEqualTo(new Readable(SECRET));
    }

    @Test
    void whoeverDoesNotAnswerIsAskedAgainAfterAMoment() {
        SecretSealer sealer = sealer("KMS_KEY", ONE);
        String envelope = sealer.seal(OWNER, SECRET);
        sealer.forget();
        kms.stopAnswering();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> sealer.open(OWNER, envelope)).isInstanceOf(KeysUnavailable.class);
        }
        assertThat(kms.unwrapped()).isEqualTo(1);

        clock.advance(DataKeys.FAILURE_KNOWN_FOR);
        kms.answer();
        assertThat(sealer.open(OWNER, envelope)).isEqualTo(new Readable(SECRET));
    }

    @Test
    void aDataKeyThatIsKnownNeedsNobody() {
        SecretSealer sealer = sealer("KMS_KEY", ONE);
        String envelope = sealer.seal(OWNER, SECRET);
        kms.stopAnswering();

        assertThat(sealer.open(OWNER, envelope)).isEqualTo(new Readable(SECRET));
        assertThat(sealer.open(OWNER, sealer.seal(OWNER, SECRET))).isEqualTo(new Readable(SECRET));
    }

    @Test
    void whatIsForgottenIsAskedForAgain() {
        SecretSealer sealer = sealer("KMS_KEY", ONE, "KEYS", FILE_KEY);
        String envelope = sealer.seal(OWNER, SECRET);

        sealer.forget();
        sealer.open(OWNER, envelope);

        assertThat(kms.unwrapped()).isEqualTo(1);
    }

    @Test
    void aWrappedKeyInAnotherRowOpensNothing() {
        String envelope = sealer("KMS_KEY", ONE).seal(OWNER, SECRET);
        DataKey row = store.list().getFirst();
        store.add(new DataKey(2, row.kmsKey(), row.wrapped(), row.createdAt()));

        assertThat(sealer("KMS_KEY", ONE).open(OWNER, envelope.replace("dk_1", "dk_2")))
                .isEqualTo(new Unreadable(Cause.KEY_REFUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dk_1", "dk_0", "dk_01", "dk_9999999", "dk_", "dk_x", "k1", ""})
    void aKeyThatNoRowHasIsUnknown(String id) {
        String envelope = sealer("KEYS", FILE_KEY).seal(OWNER, SECRET).replace("k1", id);

        assertThat(sealer("KMS_KEY", ONE).open(OWNER, envelope)).isEqualTo(new Unreadable(Cause.UNKNOWN_KEY));
    }

    @ParameterizedTest
    @CsvSource({
        "KMS_KEY, alias/sluice, SLUICE_SEALING_KMS_KEY is not usable: not the ARN of a KMS key",
        "KMS_KEY, arn:aws:kms:eu-west-1:123456789012:alias/sluice, SLUICE_SEALING_KMS_KEY is not usable",
        "OLD_KMS_KEYS, 'arn:aws:kms:eu-west-1:123456789012:key/one,', SLUICE_SEALING_OLD_KMS_KEYS is not usable",
        "DATA_KEY_PERIOD, 1h, SLUICE_SEALING_DATA_KEY_PERIOD is not usable",
        "KEYS, dk_1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, SLUICE_SEALING_KEYS is not usable",
        "OLD_KMS_KEYS, arn:aws:kms:eu-west-1:123456789012:key/one, 'none of SLUICE_SEALING_KEYS, SLUICE_SEALING_KEY_FILE, SLUICE_SEALING_KMS_KEY is set'",
        "X, x, 'none of SLUICE_SEALING_KEYS, SLUICE_SEALING_KEY_FILE, SLUICE_SEALING_KMS_KEY is set'",
    })
    void aSettingThatIsWrongIsNamed(String name, String value, String message) {
        assertThatThrownBy(() -> sealer(name, value))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aKeyOfAnotherRegionIsRefusedAtTheStart() {
        for (String name : List.of("SLUICE_SEALING_KMS_KEY", "SLUICE_SEALING_OLD_KMS_KEYS")) {
            assertThatThrownBy(() -> of(Map.of("AWS_REGION", "eu-central-1", name, Sealers.KMS_KEY)))
                    .isInstanceOf(Environment.Invalid.class)
                    .hasMessage(name + " is not usable: a key of eu-west-1, which KMS in eu-central-1 does not have");
        }
        assertThat(of(Map.of("AWS_REGION", "eu-west-1", "SLUICE_SEALING_KMS_KEY", Sealers.KMS_KEY)))
                .isNotNull();
        assertThat(of(Map.of(
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ENDPOINT_URL_KMS",
                        "http://127.0.0.1:1",
                        "SLUICE_SEALING_KMS_KEY",
                        Sealers.KMS_KEY)))
                .as("a stand-in has the keys of every Region")
                .isNotNull();
    }
}
