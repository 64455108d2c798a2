package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.AttemptResult.Answered;
import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.endpoint.BoundedResolver;
import dev.sluice.endpoint.HostResolver;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.VettedResolver;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** What the sender's tests have in common. */
final class Sending {

    static final byte[] BODY = "{\"id\":\"msg_1\",\"type\":\"email.bounced\"}".getBytes(StandardCharsets.UTF_8);

    static final Duration AMPLE = Duration.ofSeconds(60);

    private static final Timer TIMER = new DaemonTimer();

    private Sending() {}

    static HttpSender sender(UrlPolicy urls) {
        return new HttpSender(urls, TIMER);
    }

    static HttpSender sender(UrlPolicy urls, SSLContext tls) {
        return new HttpSender(urls, TIMER, tls);
    }

    /** A policy that lets loopback through, and a DNS in which every name under {@code .test} is 127.0.0.1. */
    static UrlPolicy loopback() {
        return policy(List.of("127.0.0.0/8", "::1/128"), Sending::everyTestName);
    }

    static UrlPolicy policy(List<String> exceptions, HostResolver dns) {
        HostResolver bounded = new BoundedResolver(dns, AMPLE);
        return new UrlPolicy(false, new VettedResolver(AddressPolicy.allowing(exceptions), bounded));
    }

    static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    private static InetAddress[] everyTestName(String host) throws UnknownHostException {
        if (!host.endsWith(".test")) {
            throw new UnknownHostException(host);
        }
        return addresses("127.0.0.1");
    }

    static WebhookRequest request(String url) {
        return request(url, AMPLE);
    }

    static WebhookRequest request(String url, Duration deadline) {
        return new WebhookRequest(
                URI.create(url), Map.of("Content-Type", "application/json", "svix-id", "msg_1"), BODY, deadline);
    }

    static Answered answered(AttemptResult result) {
        assertThat(result).isInstanceOf(Answered.class);
        return (Answered) result;
    }

    /** Asserts a failure; what it says names no more of the URL than the host. */
    static Failed failed(AttemptResult result, Kind kind, boolean mayHaveArrived) {
        assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.kind()).as(failed.detail()).isEqualTo(kind);
            assertThat(failed.mayHaveArrived()).as(failed.detail()).isEqualTo(mayHaveArrived);
            assertThat(failed.detail()).doesNotContain("secret", "\n").hasSizeBetween(10, 200);
        });
        return (Failed) result;
    }

    /** As native code waits. */
    static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
