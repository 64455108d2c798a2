package dev.sluice.local;

import dev.sluice.configuration.Environment;
import dev.sluice.emulators.kms.KmsEmulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The KMS of a local system, whose keys are made of a file of its own: with it, what was sealed in an earlier run opens. */
final class LocalKms {

    /** In the local system's directory. */
    static final String FILE = "kms.root";

    /** The key that seals, unless {@code SLUICE_SEALING_KMS_KEY} names another; the stand-in has every one. */
    static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/local";

    private static final String KMS_KEY = "SLUICE_SEALING_KMS_KEY";
    private static final String OLD_KMS_KEYS = "SLUICE_SEALING_OLD_KMS_KEYS";
    private static final int ROOT_BYTES = 32;

    private LocalKms() {}

    static KmsEmulator start(InetSocketAddress address, Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] root = new byte[ROOT_BYTES];
            new SecureRandom().nextBytes(root);
            OwnersFile.write(file, Base64.getEncoder().encodeToString(root));
        }
        return KmsEmulator.start(
                address, Base64.getDecoder().decode(Files.readString(file).strip()));
    }

    /**
     * The functions' variables.
     *
     * @param given the process's own, which may name other keys
     */
    static Map<String, String> variables(URI kms, LocalOptions.Sealing sealing, Environment given) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_ENDPOINT_URL_KMS", kms.toString());
        switch (sealing) {
            case KMS -> {
                variables.put(KMS_KEY, given.text(KMS_KEY).orElse(KEY));
                given.text(OLD_KMS_KEYS).ifPresent(keys -> variables.put(OLD_KMS_KEYS, keys));
            }
            case FILE -> variables.put(OLD_KMS_KEYS, given.text(OLD_KMS_KEYS).orElse(KEY));
        }
        return variables;
    }
}
