package dev.sluice.dispatcher;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer's head only when it is whole. The library's parser reads a connection that ends between two headers as the end
 * of the headers, so that a receiver that dies after its status line would have said 200; and the client's default one skips
 * what is not a status line. One instance serves one connection.
 */
final class CompleteHeadParser extends DefaultHttpResponseParser {

    private boolean statusLineRead;
    private @Nullable SessionInputBuffer read;

    CompleteHeadParser(Http1Config limits) {
        super(limits);
    }

    @Override
    protected ClassicHttpResponse createMessage(CharArrayBuffer buffer) throws IOException, HttpException {
        ClassicHttpResponse response = super.createMessage(buffer);
        statusLineRead = true;
        return response;
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        statusLineRead = false;
        read = buffer;
        EndNoticing noticing = new EndNoticing(in);
        ClassicHttpResponse response;
        try {
            response = super.parse(buffer, noticing);
        } catch (HttpException e) {
            if (noticing.ended && statusLineRead) {
                throw new ConnectionClosedException("ended inside a header");
            }
            throw e;
        }
        // A whole head never asks for a byte beyond itself.
        if (noticing.ended) {
            throw new ConnectionClosedException("ended before the end of the headers");
        }
        return response;
    }

    /** Whether more was read than the last answer. */
    boolean hasMore() {
        SessionInputBuffer buffer = read;
        return buffer != null && buffer.length() > 0;
    }

    private static final class EndNoticing extends FilterInputStream {

        private boolean ended;

        private EndNoticing(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return notice(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return notice(super.read(bytes, offset, length));
        }

        private int notice(int read) {
            ended |= read < 0;
            return read;
        }
    }
}
