package dev.sluice.dispatcher;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.sun.management.OperatingSystemMXBean;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.HostResolver;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.VettedResolver;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.signature.FileKeySealer;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.SealingKeys;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.InMemoryStores;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * What a delivery costs beside the POST that it is: the process's CPU time for deliveries by the real handler, over loopback HTTP with the twins
 * in the place of table and queues and its log lines written to the standard output, against the same client posting the same signed bytes one after
 * another. A program, not a test: {@code infra/prove/delivery/cpu.py} runs it.
 */
final class CpuPerDelivery {

    private static final int BATCH = 10;
    private static final int WARM_UP = 60_000; // until the compiler is done
    private static final int ROUND = 20_000;
    private static final int ROUNDS = 5;
    private static final String DATA = "{\"pad\":\"" + "x".repeat(800) + "\"}"; // with the rest, 0.9 KB

    private static final PrintStream OUT = System.err; // the log lines go to the standard output

    private final InstantSource clock = InstantSource.system();
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final Random random = new Random(1);
    private final AppId app = Samples.app();
    private final UrlPolicy urls;
    private final DispatcherPorts ports;
    private final DispatchHandler handler;
    private final Endpoint endpoint;
    private final CloseableHttpClient client;

    private CpuPerDelivery(URI receiver) throws Exception {
        AddressPolicy allowed = AddressPolicy.allowing(List.of(receiver.getHost() + ":" + receiver.getPort()));
        urls = new UrlPolicy(false, new VettedResolver(allowed, HostResolver.system()));
        FileKeySealer sealer = new FileKeySealer(
                SealingKeys.parse("k", "k1:" + Base64.getEncoder().encodeToString(new byte[32])), random);
        EndpointId id = Samples.endpointId();
        Secret secret = Secret.generate(random);
        endpoint = Endpoint.create(
                id,
                app,
                Audience.CUSTOMER,
                EndpointSettings.of(receiver),
                Signing.of(SigningScheme.DEFAULT, sealer.seal(new SealContext(app.value(), id.value()), secret)),
                clock.instant());
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
        client = SendingClient.create(urls.resolver(), SSLContext.getDefault());
        Metrics metrics = new Metrics();
        Timer timer = new DaemonTimer();
        ports = new DispatcherPorts(
                stores.events(),
                stores.deliveries(),
                stores.endpoints(),
                stores.health(),
                stores.rates(),
                stores.held(),
                new InMemoryDispatchQueue(clock),
                new InMemoryDispatchQueue(clock),
                new InMemoryDeadLetterQueue(),
                sealer,
                new HttpSender(urls, timer),
                (message, wait) -> {},
                timer,
                RetrySchedule.DEFAULT,
                Duration.ofSeconds(15),
                DispatchListener.all(new DispatchLog(), new DispatchMetrics(metrics)),
                clock,
                random);
        handler = new DispatchHandler(ports, "slow", metrics);
    }

    private List<One> accept(int number) {
        List<One> messages = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Instant now = clock.instant();
            EventId id = EventId.create(now, random);
            Event event = Samples.event(app, id, now, "key", DATA);
            stores.events().put(event, now, List.of(endpoint.id()));
            messages.add(new One(app, id, endpoint.id(), 1));
        }
        return messages;
    }

    private void deliver(List<One> messages) {
        for (int from = 0; from < messages.size(); from += BATCH) {
            SQSEvent event = new SQSEvent();
            event.setRecords(messages.subList(from, from + BATCH).stream()
                    .map(CpuPerDelivery::record)
                    .toList());
            SQSBatchResponse answer =
                    handler.handleRequest(event, new InvocationContext("dispatcher", "r", Duration.ofMinutes(1)));
            if (!answer.getBatchItemFailures().isEmpty()) {
                throw new IllegalStateException("not delivered: " + answer.getBatchItemFailures());
            }
        }
    }

    private static SQSMessage record(One message) {
        SQSMessage record = new SQSMessage();
        record.setMessageId(message.event().value());
        record.setReceiptHandle("r");
        record.setBody(DispatchMessageText.write(message));
        record.setEventSourceArn("arn:aws:sqs:us-east-1:000000000000:dispatch");
        record.setAttributes(Map.of("ApproximateReceiveCount", "1"));
        return record;
    }

    private List<WebhookRequest> signed(List<One> messages) {
        Webhooks webhooks = new Webhooks(ports.sealer(), ports.attemptTimeout());
        return messages.stream()
                .map(message -> webhooks.request(
                        message.key().id(),
                        stores.events().find(message.key().event()).orElseThrow(),
                        endpoint,
                        clock.instant(),
                        Duration.ofMinutes(1)))
                .map(made -> ((Webhooks.Made.Signed) made).request())
                .toList();
    }

    private void post(List<WebhookRequest> requests) {
        for (WebhookRequest request : requests) {
            new Exchange(client, request.url(), request).run();
        }
    }

    private static double cpuMillisecondsEach(Runnable work, int number) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - before) / 1e6 / number;
    }

    private void measure() {
        List<One> warmUp = accept(WARM_UP);
        deliver(warmUp);
        post(signed(warmUp));
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<WebhookRequest> requests = signed(accept(ROUND));
            List<One> messages = accept(ROUND);
            double bare = cpuMillisecondsEach(() -> post(requests), ROUND);
            double delivered = cpuMillisecondsEach(() -> deliver(messages), ROUND);
            ratios.add(delivered / bare);
            OUT.printf(
                    "PROVE_NOTE|CPU per delivery %.3f ms, per bare POST of the same bytes %.3f ms: %.2f times%n",
                    delivered, bare, delivered / bare);
        }
        double median = ratios.stream().sorted().toList().get(ROUNDS / 2);
        OUT.printf(
                "PROVE_BETWEEN|CPU of a delivery x100 against the bare POST, median of %d rounds|50|160|%d%n",
                ROUNDS, Math.round(100 * median));
    }

    /** @param arguments the receiver's URL, on loopback */
    public static void main(String[] arguments) throws Exception {
        new CpuPerDelivery(URI.create(arguments[0])).measure();
        OUT.flush();
        System.exit(0); // whatever threads there are
    }
}
