package dev.sluice.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
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

/** How many signatures of what is posted one thread verifies in a second. Run by {@code infra/benchmarks/normalize.sh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow"})
public class VerifyBenchmark {

    /** Whose signature: Stripe's, or SNS's of a SignatureVersion. */
    @Param({"stripe", "sns 1", "sns 2"})
    public String scheme = "";

    private SignedInput.Question question = () -> "";

    /** Reads what is posted, and makes sure that it is genuine: to refuse may be cheaper. */
    @Setup
    public void read() throws IOException, GeneralSecurityException {
        question = scheme.equals("stripe") ? SignedInput.stripe() : SignedInput.sns(scheme.substring("sns ".length()));
        if (!SignedInput.isGenuine(question.ask())) {
            throw new IllegalStateException("not genuine: " + question.ask());
        }
    }

    /** From what is posted to the verdict. */
    @Benchmark
    public Object verify() {
        return question.ask();
    }
}
