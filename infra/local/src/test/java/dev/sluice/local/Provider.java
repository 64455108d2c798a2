package dev.sluice.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who posts to a source as Stripe does, and posts the same bytes under the same signature again where the answer is not 2xx. */
final class Provider implements Entrance, AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI source;
    private final String secret;

    Provider(URI source, String secret) {
        this.source = source;
        this.secret = secret;
    }

    @Override
    public long handOver(int events) throws Exception {
        long now = Instant.now().getEpochSecond();
        return Insistence.givenUp(
                IntStream.range(0, events).mapToObj(i -> event(i, now)).toList());
    }

    private Callable<Boolean> event(int number, long now) {
        String body = """
                {"id":"evt_%1$d","object":"event","type":"customer.created","created":%2$d,"livemode":false,
                 "api_version":"2026-02-25.clover","data":{"object":{"id":"cus_%1$d","object":"customer","balance":0}}}
                """.formatted(number, now);
        HttpRequest request = HttpRequest.newBuilder(source)
                .header("Stripe-Signature", "t=" + now + ",v1=" + hmac(now + "." + body))
                .POST(BodyPublishers.ofString(body))
                .build();
        return () -> isTaken(request);
    }

    private boolean isTaken(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
    }

    private String hmac(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
