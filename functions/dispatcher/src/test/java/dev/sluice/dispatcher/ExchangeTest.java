package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.Test;

/** A deadline between two steps that nothing outside can meet. */
class ExchangeTest {

    @Test
    void anAnswerThatCameWholeCountsThoughTheTimeWasUpAsItEnded() {
        AtomicReference<Exchange> exchange = new AtomicReference<>();
        InputStream ending = new InputStream() {
            @Override
            public int read() {
                exchange.get().abandon();
                return -1;
            }
        };
        exchange.set(new Exchange(
                new Answering(ending),
                URI.create("https://receiver.test:443/"),
                Sending.request("https://receiver.test/")));

        assertThat(Sending.answered(exchange.get().run()).status()).isEqualTo(204);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static final class Answering extends CloseableHttpClient {
        private final InputStream body;

        Answering(InputStream body) {
            this.body = body;
        }

        @Override
        public ClassicHttpResponse executeOpen(HttpHost target, ClassicHttpRequest request, HttpContext context) {
            BasicClassicHttpResponse response = new BasicClassicHttpResponse(204);
            response.setEntity(new InputStreamEntity(body, null));
            return response;
        }

        @Override
        protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}

        @Override
        public void close(CloseMode mode) {}
    }
}
