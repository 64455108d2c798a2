package dev.sluice.emulators.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.AutoCreateQueuesConfig;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.List$;
import scala.util.Either;
import scalikejdbc.ConnectionPool;
import scalikejdbc.ConnectionPoolSettings;

/**
 * ElasticMQ with the limits of SQS, on a loopback port of its own. It is put together here rather than by its own server class,
 * which answers requests before the queues of the last run are back and, when closed, waits for every long poll.
 */
final class ElasticMq implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** ElasticMQ keeps its database in a variable of the JVM. */
    private static final AtomicBoolean DATABASE_IN_USE = new AtomicBoolean();

    private static final Config CONFIG =
            ConfigFactory.parseString("""
                    pekko.loglevel = WARNING
                    pekko.daemonic = on
                    pekko.jvm-exit-on-fatal-error = off
                    pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    pekko.http.server.max-connections = 4096
                    pekko.http.server.request-timeout = 25 s
                    """).withFallback(ConfigFactory.load(ElasticMq.class.getClassLoader()));

    private final ActorSystem system;
    private final boolean durable;
    private final int port;

    private ElasticMq(ActorSystem system, boolean durable, int port) {
        this.system = system;
        this.durable = durable;
        this.port = port;
    }

    /**
     * Starts ElasticMQ and, with a data directory, brings back the queues and messages that stand there.
     *
     * @param visible host and port that queue URLs show
     * @param data where queues and messages are kept, created if absent; null keeps them in memory
     * @throws IllegalStateException when another one in this JVM keeps data
     */
    static ElasticMq start(NodeAddress visible, String region, String account, @Nullable Path data) throws IOException {
        if (data == null) {
            return start(visible, region, account, ActorSystem.create("sqs", CONFIG), Option.empty());
        }
        if (!DATABASE_IN_USE.compareAndSet(false, true)) {
            throw new IllegalStateException("only one durable SQS emulator at a time can run in one JVM");
        }
        try {
            SqlQueuePersistenceConfig database = openDatabase(data);
            ActorSystem system = ActorSystem.create("sqs", CONFIG);
            ActorRef keeper = system.actorOf(Props.create(
                    SqlQueuePersistenceActor.class,
                    () -> new SqlQueuePersistenceActor(database, List$.MODULE$.empty())));
            return start(visible, region, account, system, Option.apply(keeper));
        } catch (IOException | RuntimeException e) {
            closeDatabase();
            throw e;
        }
    }

    private static ElasticMq start(
            NodeAddress visible, String region, String account, ActorSystem system, Option<ActorRef> keeper)
            throws IOException {
        try {
            ActorRef queues = system.actorOf(Props.create(
                    QueueManagerActor.class,
                    () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, keeper)));
            if (keeper.isDefined()) {
                restore(keeper.get(), queues);
            }
            int port = new TheSQSRestServerBuilder(
                            Option.apply(system),
                            Option.apply(queues),
                            "127.0.0.1",
                            0,
                            visible,
                            false,
                            StrictSQSLimits$.MODULE$,
                            region,
                            account,
                            keeper,
                            AutoCreateQueuesConfig.disabled())
                    .start()
                    .waitUntilStarted()
                    .localAddress()
                    .getPort();
            return new ElasticMq(system, keeper.isDefined(), port);
        } catch (IOException | RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        system.terminate();
        try {
            await(system.getWhenTerminated());
        } catch (IOException e) {
            throw new IllegalStateException("ElasticMQ does not stop", e);
        } finally {
            if (durable) {
                closeDatabase();
            }
        }
    }

    private static SqlQueuePersistenceConfig openDatabase(Path data) throws IOException {
        Files.createDirectories(data);
        // Without WRITE_DELAY=0 H2 answers up to half a second before it writes, and kill -9 loses what it
        // acknowledged.
        String uri = "jdbc:h2:file:" + data.toAbsolutePath().resolve("sqs") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        // ElasticMQ opens its pool once in the life of a JVM; from the second start on, only this line does.
        ConnectionPoolSettings settings = ConnectionPool.singleton$default$4();
        ConnectionPool.singleton(uri, "", "", settings, ConnectionPool.singleton$default$5(uri, "", "", settings));
        return new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false);
    }

    private static void closeDatabase() {
        ConnectionPool.closeAll();
        DATABASE_IN_USE.set(false);
    }

    private static void restore(ActorRef keeper, ActorRef queues) throws IOException {
        Object result = await(Patterns.ask(keeper, new QueueEvent.Restore(queues), PATIENCE));
        if (result instanceof Either<?, ?> either && either.isLeft()) {
            throw new IOException(
                    "the stored queues cannot be restored: " + either.left().get());
        }
    }

    private static Object await(CompletionStage<?> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("ElasticMQ: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for ElasticMQ", e);
        }
    }
}
