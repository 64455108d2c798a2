package dev.sluice.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that was built. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream("version")) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: version");
            }
            return new String[] {"Sluice " + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()};
        }
    }
}
