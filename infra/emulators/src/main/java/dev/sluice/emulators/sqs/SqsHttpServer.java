package dev.sluice.emulators.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The socket in front of the guard, and the client behind it. A waiting long poll costs a virtual thread and nobody's time. */
final class SqsHttpServer implements AutoCloseable {
    private static final String TARGET = "X-Amz-Target";
    private static final String QUERY_ERROR = "x-amzn-query-error";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON_1_0 = "application/x-amz-json-1.0";

    /** Above the 1 MiB of a batch with every character escaped. */
    private static final int MOST_BYTES = 8 << 20;

    /** Above the 20 s of the longest long poll. */
    private static final Timeout UPSTREAM_TIMEOUT = Timeout.ofSeconds(30);

    /** More long polls than there are pollers. */
    private static final int MOST_CONNECTIONS = 2000;

    private final LoopbackServer server;
    private final CloseableHttpClient client = HttpClientBuilder.create()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(MOST_CONNECTIONS)
                    .setMaxConnTotal(MOST_CONNECTIONS)
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(UPSTREAM_TIMEOUT)
                            .setSocketTimeout(UPSTREAM_TIMEOUT)
                            .build())
                    .build())
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableRedirectHandling()
            .build();

    private volatile @Nullable SqsGuard guard;

    /** Takes the port, and answers that it is not there yet before {@link #serve}. */
    SqsHttpServer(InetSocketAddress address) throws IOException {
        server = LoopbackServer.start(
                address,
                MOST_BYTES,
                reply(SqsAnswer.error(
                        413, "RequestEntityTooLarge", "The body has more than " + MOST_BYTES + " bytes.")),
                this::answer);
    }

    URI uri() {
        return server.uri();
    }

    void serve(SqsGuard behind) {
        guard = behind;
    }

    /** Passes requests on to this address. */
    SqsGuard.Upstream upstream(URI elasticMq) {
        return (action, body) -> {
            HttpPost request = new HttpPost(elasticMq);
            request.setHeader(CONTENT_TYPE, JSON_1_0);
            request.setHeader(TARGET, "AmazonSQS." + action);
            request.setEntity(new ByteArrayEntity(body, null));
            return client.execute(request, SqsHttpServer::answer);
        };
    }

    private static SqsAnswer answer(ClassicHttpResponse response) throws IOException {
        Header queryError = response.getFirstHeader(QUERY_ERROR);
        byte[] body = EntityUtils.toByteArray(response.getEntity());
        return new SqsAnswer(
                response.getCode(), queryError == null ? "" : queryError.getValue(), body == null ? new byte[0] : body);
    }

    /** Drops what is under way: a client in a long poll sees its connection end. */
    @Override
    public void close() {
        server.close();
        client.close(CloseMode.IMMEDIATE);
    }

    private Reply answer(Request request) {
        return reply(answer(request.header(TARGET.toLowerCase(Locale.ROOT)), request.body()));
    }

    private static Reply.Answer reply(SqsAnswer answer) {
        Map<String, List<String>> headers = new HashMap<>(Map.of(CONTENT_TYPE, List.of(JSON_1_0)));
        if (!answer.queryError().isEmpty()) {
            headers.put(QUERY_ERROR, List.of(answer.queryError()));
        }
        return new Reply.Answer(answer.status(), headers, answer.body());
    }

    private SqsAnswer answer(@Nullable String target, byte[] body) {
        if (target == null) {
            return SqsAnswer.error(
                    400,
                    "InvalidAction",
                    "The header X-Amz-Target is missing: only the AWS JSON protocol is spoken here.");
        }
        SqsGuard behind = guard;
        if (behind == null) {
            return SqsAnswer.error(503, "ServiceUnavailable", "ElasticMQ is starting.");
        }
        try {
            return behind.answer(target.substring(target.lastIndexOf('.') + 1), body);
        } catch (JsonProcessingException e) {
            return SqsAnswer.error(400, "MalformedInput", "The body is not a JSON object.");
        } catch (IOException e) {
            return SqsAnswer.error(503, "ServiceUnavailable", "ElasticMQ does not answer: " + e);
        }
    }
}
