package dev.sluice.dispatcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of this test run's own and what it signed, made by the JDK's keytool under target/. */
final class TestCertificates {

    private static final char[] PASSWORD = "only-for-tests".toCharArray();

    private final KeyStore store;

    private TestCertificates(KeyStore store) {
        this.store = store;
    }

    static TestCertificates issue() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "certificates")
                .resolve("store.p12");
        generate(file, "authority", "-ext", "bc:c=ca:true");
        generate(file, "good", "-signer", "authority", "-ext", "san=dns:receiver.test,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1");
        generate(file, "wrong-name", "-signer", "authority", "-ext", "san=dns:somebody-else.test");
        generate(
                file,
                "expired",
                "-signer",
                "authority",
                "-ext",
                "san=dns:receiver.test",
                "-startdate",
                "-10d",
                "-validity",
                "1");
        generate(file, "self-signed", "-ext", "san=dns:receiver.test");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestCertificates(store);
    }

    private static void generate(Path file, String alias, String... further) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1"));
        command.addAll(List.of(further));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed for " + alias + ": " + said);
        }
    }

    /** Trusts the authority and nobody else. */
    SSLContext trust() {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, PASSWORD);
            anchors.setCertificateEntry("authority", store.getCertificate("authority"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows the certificate with this alias. */
    SSLContext server(String alias) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        own.setKeyEntry(alias, store.getKey(alias, PASSWORD), PASSWORD, store.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
