package dev.sluice.signature;

import dev.sluice.configuration.Environment;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Random;

/** Sealers to test with. */
public final class Sealers {

    /** The KMS key that seals. */
    public static final String KMS_KEY = "arn:aws:kms:eu-west-1:123456789012:key/one";

    private Sealers() {}

    /** Under KMS alone. */
    public static SecretSealer byKms(DataKeyStore store, KeyWrapper kms, InstantSource clock) {
        return of(Map.of("SLUICE_SEALING_KMS_KEY", KMS_KEY), store, kms, clock);
    }

    /** Under KMS, while {@code k1} of zeros opens. */
    public static SecretSealer movingToKms(DataKeyStore store, KeyWrapper kms, InstantSource clock) {
        String zeros = "k1:" + Base64.getEncoder().encodeToString(new byte[32]);
        return of(Map.of("SLUICE_SEALING_KMS_KEY", KMS_KEY, "SLUICE_SEALING_KEYS", zeros), store, kms, clock);
    }

    private static SecretSealer of(
            Map<String, String> variables, DataKeyStore store, KeyWrapper kms, InstantSource clock) {
        return SealingSettings.sealer(new Environment(variables), store, () -> kms, clock, new Random(8));
    }
}
