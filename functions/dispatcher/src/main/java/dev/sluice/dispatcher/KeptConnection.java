package dev.sluice.dispatcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.jspecify.annotations.Nullable;

/**
 * A connection that says at once whether the receiver has closed it: the client's own look waits a millisecond for what may come. Between
 * two exchanges nothing may come, so whatever is there is a reason not to use it again: its end, or an answer that nobody asked for, which
 * would pass for the next one's. Used by one thread at a time.
 */
final class KeptConnection extends DefaultManagedHttpClientConnection {

    private final CompleteHeadParser answers;
    private @Nullable SocketChannel channel;
    private @Nullable InputStream decrypted; // null without TLS

    KeptConnection(Http1Config limits) {
        CompleteHeadParser parser = new CompleteHeadParser(limits);
        super("webhook", null, null, limits, null, null, null, _ -> parser);
        this.answers = parser;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        super.bind(socket);
        channel = socket.getChannel();
    }

    /** @param plain what TLS runs over */
    @Override
    public void bind(SSLSocket tls, Socket plain) throws IOException {
        super.bind(tls, plain);
        channel = plain.getChannel();
        decrypted = tls.getInputStream();
    }

    @Override
    public boolean isStale() throws IOException {
        SocketChannel open = channel;
        return !isOpen() || open == null || answers.hasMore() || hasRestOfRecord() || !isSilent(open);
    }

    /** Whether TLS has taken more from the network than was read: it does so record by record. */
    private boolean hasRestOfRecord() throws IOException {
        InputStream stream = decrypted;
        return stream != null && stream.available() > 0;
    }

    /** Takes a byte where there is one: whoever finds it closes the connection. */
    private static boolean isSilent(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
