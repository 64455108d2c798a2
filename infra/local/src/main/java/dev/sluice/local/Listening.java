package dev.sluice.local;

import dev.sluice.local.LocalOptions.Part;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks at all addresses before anything starts: a taken port is told at once, and in words, not by whoever meets it. */
final class Listening {

    private Listening() {}

    /** @throws IOException naming the first address that cannot be listened on, and what it is for */
    static void check(LocalOptions options) throws IOException {
        for (Part part : options.parts()) {
            InetSocketAddress address = options.address(part);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address);
            } catch (IOException e) {
                throw new IOException(
                        "cannot listen on " + options.host() + ":" + address.getPort() + " for " + part + ": "
                                + e.getMessage() + " (--port and --host choose others)",
                        e);
            }
        }
    }
}
