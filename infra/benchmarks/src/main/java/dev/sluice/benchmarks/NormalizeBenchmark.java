package dev.sluice.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.AppId;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.input.Normalizer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is the way from SES's bytes to an event with its id and data, measured by what Jackson needs to read the same bytes into a
 * tree? One thread; owners that know the answer, so no table is asked. Run by {@code infra/benchmarks/normalize.sh}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
// Short, so that some fall between what else the machine does; each holds several collections of garbage.
@Measurement(iterations = 15, time = 250, timeUnit = TimeUnit.MILLISECONDS)
// The collector that the functions run with; a heap of one size, so that growing it is no part of the measure.
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow"})
public class NormalizeBenchmark {

    private static final Owners OWNERS = Owners.always(new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    /** As it comes, without any setting of ours. */
    private static final ObjectMapper PLAIN = new ObjectMapper();

    /** Which document. */
    @Param({"bounce", "click"})
    public String document = "";

    private byte[] bare = {};
    private byte[] snsHttp = {};
    private byte[] snsLambda = {};

    /** Reads the document. */
    @Setup
    public void read() throws IOException {
        SesInput input = SesInput.named(document);
        bare = input.bare();
        snsHttp = input.snsHttp();
        snsLambda = input.snsLambda();
    }

    /** The document alone, as an event. */
    @Benchmark
    public List<Outcome> normalize() {
        return Normalizer.normalize(bare, OWNERS, NOW);
    }

    /** What {@link #normalize} is measured by. */
    @Benchmark
    public JsonNode readTree() throws IOException {
        return PLAIN.readTree(bare);
    }

    /** The document as SNS posts it, as an event. */
    @Benchmark
    public List<Outcome> normalizeSnsHttp() {
        return Normalizer.normalize(snsHttp, OWNERS, NOW);
    }

    /** The document as SNS hands it to a function, as an event. */
    @Benchmark
    public List<Outcome> normalizeSnsLambda() {
        return Normalizer.normalize(snsLambda, OWNERS, NOW);
    }
}
