package dev.sluice.emulators.sns;

import dev.sluice.emulators.certificate.Identity;
import dev.sluice.emulators.certificate.TestAuthority;
import dev.sluice.emulators.disk.DurableDirectory;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for SNS: one account, one region, standard topics; functions and HTTP endpoints subscribe.
 *
 * <p>{@code Publish} answers 200 once the notification is safe: on disk, where a directory was given, or else handed to each
 * subscribed function once. A handler that throws does not change the answer; it is invoked again, as Lambda does with an
 * asynchronous invocation. What is on disk is delivered again after a restart, so a subscriber sees duplicates after a crash.
 *
 * <p>Not there: filter policies, FIFO topics, raw delivery, {@code MessageStructure}, other protocols, credentials.
 */
public final class SnsEmulator implements AutoCloseable {

    /** A message of 256 KiB whose every byte is percent-encoded, and what stands around it. */
    private static final int MAX_FORM_BYTES = 4 * Notification.MAX_BYTES;

    private static final Reply.Answer TOO_LARGE = Reply.of(413, "text/plain", "Request Entity Too Large");

    private final LoopbackServer server;
    private final Deliveries deliveries;
    private final Publisher publisher;
    private final HttpSender sender;
    private final Identity identity;
    private final @Nullable ScheduledExecutorService ownScheduler;

    private SnsEmulator(
            LoopbackServer server,
            Deliveries deliveries,
            Publisher publisher,
            HttpSender sender,
            Identity identity,
            @Nullable ScheduledExecutorService ownScheduler) {
        this.server = server;
        this.deliveries = deliveries;
        this.publisher = publisher;
        this.sender = sender;
        this.identity = identity;
        this.ownScheduler = ownScheduler;
    }

    /** A stand-in on a free port of 127.0.0.1, without topics, a directory or subscribers. */
    public static Builder builder() {
        return new Builder();
    }

    /** The ARN that a topic of this name has. */
    public static String topicArn(String name) {
        return Topics.arn(name);
    }

    /** Where clients publish. */
    public URI endpoint() {
        return server.uri();
    }

    /** The certificate whose key signs; served at the envelopes' {@code SigningCertURL}. */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** How many notifications some subscriber is not done with yet. */
    public int pending() {
        return publisher.pending();
    }

    /**
     * Delivers a published notification once more under its message id, as SNS may at any time, and waits for the first
     * attempt at each function.
     *
     * @return false if it is not among the last 1,000
     */
    public boolean redeliver(String messageId) throws InterruptedException {
        return publisher.redeliver(messageId);
    }

    /** Stops at once. Running handlers are interrupted and count as not run; what is on disk stays there. */
    @Override
    public void close() {
        server.close();
        deliveries.close();
        sender.close();
        if (ownScheduler != null) {
            ownScheduler.shutdownNow();
        }
    }

    /** Settings of an {@link SnsEmulator}; not thread-safe. */
    public static final class Builder {

        private interface Step {
            void apply(Topics topics, Subscriptions subscriptions) throws SnsException;
        }

        private final List<Step> steps = new ArrayList<>();
        private InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        private InstantSource clock = InstantSource.system();
        private @Nullable Path directory;
        private @Nullable ScheduledExecutorService scheduler;
        private @Nullable SSLContext tls;

        private Builder() {}

        /** Where to listen; port 0 for any free one. */
        public Builder address(InetSocketAddress address) {
            this.address = address;
            return this;
        }

        /** Where notifications are kept until every subscriber is done with them; made if it is missing. */
        public Builder directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /** The time of timestamps; it does not drive the retries. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Measures the waits before retries; the caller's to shut down. By default one of its own. */
        public Builder scheduler(ScheduledExecutorService scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /** What HTTPS endpoints are trusted by; by default the JDK's authorities. */
        public Builder tls(SSLContext tls) {
            this.tls = tls;
            return this;
        }

        /** Makes a topic at the start; a second time changes nothing. */
        public Builder topic(String name) {
            steps.add((topics, _) -> topics.create(name));
            return this;
        }

        /** Subscribes a function to a topic, which is made if need be. */
        public Builder subscribe(String topicName, LambdaSubscriber subscriber) {
            steps.add((topics, subscriptions) -> subscriptions.add(topics.create(topicName), subscriber));
            return this;
        }

        /** Subscribes an endpoint to a topic, which is made if need be; it need not confirm. */
        public Builder subscribe(String topicName, HttpSubscriber subscriber) {
            steps.add((topics, subscriptions) -> subscriptions.add(topics.create(topicName), subscriber));
            return this;
        }

        /**
         * Starts, and delivers what an earlier process left in the directory.
         *
         * @throws IOException if the address cannot be bound or the directory not be used
         * @throws IllegalArgumentException if a topic's name is not one
         */
        public SnsEmulator start() throws IOException {
            Bound bound = bind();
            try {
                return bound.start();
            } catch (IOException | RuntimeException e) {
                bound.close();
                throw e;
            }
        }

        /**
         * Binds the address and no more, for subscribers that have to know it before they are there themselves. What is set on this
         * builder until the start counts.
         *
         * @throws IOException if the address cannot be bound
         */
        public Bound bind() throws IOException {
            return new Bound(this);
        }

        private static ScheduledExecutorService newScheduler() {
            return Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sns retries").factory());
        }
    }

    /** An address that is listened on: clients are answered 503 until the start. Closing it ends what was started too. */
    public static final class Bound implements AutoCloseable {

        private final Builder builder;
        private final Identity identity = TestAuthority.selfSignedRsa(
                List.of("sns.amazonaws.com"), InstantSource.system().instant());
        private final String certificatePath =
                "/SimpleNotificationService-" + UUID.randomUUID().toString().replace("-", "") + ".pem";
        private final AtomicReference<@Nullable QueryApi> api = new AtomicReference<>();
        private final AtomicReference<@Nullable SnsEmulator> started = new AtomicReference<>();
        private final LoopbackServer server;

        private Bound(Builder builder) throws IOException {
            this.builder = builder;
            this.server = LoopbackServer.start(builder.address, MAX_FORM_BYTES, TOO_LARGE, this::answer);
        }

        /** Where clients will publish, and what the envelopes' links begin with. */
        public URI endpoint() {
            return server.uri();
        }

        /**
         * Starts, once, and delivers what an earlier process left in the directory.
         *
         * @throws IOException if the directory cannot be used
         * @throws IllegalArgumentException if a topic's name is not one
         */
        public SnsEmulator start() throws IOException {
            DurableDirectory spool = builder.directory == null ? null : new DurableDirectory(builder.directory);
            ScheduledExecutorService given = builder.scheduler;
            ScheduledExecutorService waits = given == null ? Builder.newScheduler() : given;
            Deliveries deliveries = new Deliveries(waits);
            HttpSender sender = new HttpSender(builder.tls);
            Topics topics = new Topics();
            Publisher publisher = new Publisher(topics, deliveries, spool);
            Envelopes envelopes = new Envelopes(server.uri(), new Signer(identity, server.uri() + certificatePath));
            Subscriptions subscriptions = new Subscriptions(topics, deliveries, envelopes, sender, builder.clock);
            SnsEmulator emulator =
                    new SnsEmulator(server, deliveries, publisher, sender, identity, given == null ? waits : null);
            started.set(emulator);
            try {
                for (Builder.Step step : builder.steps) {
                    step.apply(topics, subscriptions);
                }
                publisher.deliverLeftovers();
            } catch (SnsException e) {
                emulator.close();
                throw new IllegalArgumentException(e.text(), e);
            } catch (IOException e) {
                emulator.close();
                throw e;
            }
            api.set(new QueryApi(topics, publisher, subscriptions, builder.clock));
            return emulator;
        }

        private Reply answer(Request request) throws InterruptedException {
            if (request.path().equals(certificatePath)) {
                return Reply.of(200, "application/x-pem-file", identity.pem());
            }
            QueryApi ready = api.get();
            return ready == null ? Reply.of(503, "text/plain", "not started yet") : ready.answer(request);
        }

        @Override
        public void close() {
            SnsEmulator emulator = started.get();
            if (emulator == null) {
                server.close();
            } else {
                emulator.close();
            }
        }
    }
}
