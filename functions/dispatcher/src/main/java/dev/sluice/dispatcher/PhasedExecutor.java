package dev.sluice.dispatcher;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Tells the exchange when its request begins to leave and when the answer's headers are there. The client calls this with a
 * connection that stands, TLS included, before the first byte is written.
 */
final class PhasedExecutor extends HttpRequestExecutor {

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        Exchange exchange = Exchange.of(context);
        exchange.advance(Exchange.Phase.SENT);
        ClassicHttpResponse response = super.execute(request, connection, informationCallback, context);
        exchange.advance(Exchange.Phase.ANSWERING);
        return response;
    }
}
