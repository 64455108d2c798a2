package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.dynamodb.Units;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a delivery costs, counted where the requests arrive: posted by API, delivered to one endpoint at the first attempt, audited. Facts
 * for {@code infra/prove/delivery.sh cost}, and the figures that its dollars are made of.
 */
final class CostIT {

    private static final int EVENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Path FIGURES = Path.of("target", "prove", "cost.csv");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private static final List<String> FIGURED = new ArrayList<>();

    @AfterAll
    static void keepFigures() throws Exception {
        Path file = EventFiles.root().resolve(FIGURES);
        Files.createDirectories(file.getParent());
        FIGURED.addFirst("kilobytes,batch,per,writes,reads,sqs,functions,http");
        Files.write(file, FIGURED);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 10", "4, 10", "64, 10", "0.9, 1", "4, 1", "64, 1"})
    void aDeliveryCosts(double kilobytes, int batch) throws Exception {
        String name = kilobytes(kilobytes) + " KB, batches of " + batch;
        Random random = new Random(5);
        List<String> events = IntStream.range(0, EVENTS)
                .mapToObj(i ->
                        "{\"type\":\"order.paid\",\"data\":" + data((int) Math.round(kilobytes * 1024), random) + "}")
                .toList();
        try (MeteredPipeline pipeline = new MeteredPipeline(DYNAMO_DB)) {
            Instant now = Instant.now();
            pipeline.tick(now); // a deployment's first tick: from then on every window is audited
            Units before = pipeline.table();

            Prove.expect(name + ": events accepted", EVENTS, pipeline.post(events));
            pipeline.deliver(batch, () -> await().atMost(PATIENCE).until(() -> pipeline.attempts() == EVENTS));
            Units delivering = pipeline.table().since(before);
            MeteredPipeline.Queue queue = pipeline.queue();
            pipeline.tick(now.plus(Duration.ofMinutes(25)));
            Units all = pipeline.table().since(before);

            Prove.expect(name + ": webhooks", EVENTS, pipeline.webhooks());
            Prove.expect(name + ": operations whose cost is not known", Map.of(), pipeline.unknown());
            Prove.between(
                    name + ": write units x100 per delivery", 200, mostWrites(kilobytes), hundredths(all.writes()));
            Prove.between(
                    name + ": read units x100 per delivery, the audit's too",
                    300,
                    mostReads(kilobytes),
                    hundredths(all.reads()));
            Prove.between(
                    name + ": SQS requests x100 per delivery", 100, 105 + 200L / batch, hundredths(queue.requests()));
            Prove.note("of these: " + delivering.writes() + " write units and " + delivering.reads()
                    + " read units until all were delivered; " + all.refused() + " conditions did not hold; "
                    + all.requests()
                    + "; SQS " + queue.byAction() + ", apart from them " + queue.emptyReceives()
                    + " receives that came back empty; " + pipeline.invocations() + " invocations of the dispatcher");
            figure(
                    kilobytes(kilobytes) + "," + batch + ",delivery",
                    (double) all.writes() / EVENTS,
                    all.reads() / EVENTS,
                    (double) queue.requests() / EVENTS,
                    1 + (double) pipeline.invocations() / EVENTS,
                    1);
        }
    }

    @Test
    void aTickWithNothingToDoCosts() throws Exception {
        try (MeteredPipeline pipeline = new MeteredPipeline(DYNAMO_DB)) {
            Instant now = Instant.now();
            pipeline.tick(now);
            Units before = pipeline.table();
            long requests = pipeline.queue().requests();
            int ticks = 5; // five minutes, in which one window is audited
            for (int i = 1; i <= ticks; i++) {
                pipeline.tick(now.plus(Duration.ofMinutes(i)));
            }
            Units idle = pipeline.table().since(before);

            Prove.expect("idle ticks: operations whose cost is not known", Map.of(), pipeline.unknown());
            Prove.note("an idle tick with one application: " + (double) idle.writes() / ticks + " write units, "
                    + idle.reads() / ticks + " read units, "
                    + (double) (pipeline.queue().requests() - requests) / ticks + " SQS requests; " + idle.requests()
                    + " in " + ticks);
            figure(
                    ",,tick",
                    (double) idle.writes() / ticks,
                    idle.reads() / ticks,
                    (double) (pipeline.queue().requests() - requests) / ticks,
                    1,
                    0);
        }
    }

    /** JSON of so many bytes that is as hard to deflate as ASCII can be. */
    private static String data(int bytes, Random random) {
        String around = "{\"text\":\"\"}";
        StringBuilder text = new StringBuilder(bytes);
        random.ints(bytes - around.length(), 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return "{\"text\":\"" + text + "\"}";
    }

    /** The event by the kilobyte, the delivery's row, and a tenth for what is not by the event. */
    private static long mostWrites(double kilobytes) {
        return 100L * (long) Math.ceil(kilobytes) + 110;
    }

    /**
     * The application's row, the event by four kilobytes, the delivery that has no row yet; both again in the audit at half the price, small
     * events by the page; and a half for endpoints, which each container reads once a second.
     */
    private static long mostReads(double kilobytes) {
        return kilobytes < 1 ? 420 : 300 + 150L * (long) Math.ceil(kilobytes / 4);
    }

    private static void figure(String row, double... values) {
        StringBuilder line = new StringBuilder(row);
        for (double value : values) {
            line.append(',').append(String.format(Locale.ROOT, "%.4f", value));
        }
        FIGURED.add(line.toString());
    }

    private static long hundredths(double sum) {
        return Math.round(100 * sum / EVENTS);
    }

    private static String kilobytes(double kilobytes) {
        return kilobytes < 1 ? Double.toString(kilobytes) : Long.toString(Math.round(kilobytes));
    }
}
