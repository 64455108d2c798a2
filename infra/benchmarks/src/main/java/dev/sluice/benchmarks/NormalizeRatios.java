package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures {@link NormalizeBenchmark} fork by fork and states the ratio for each document, then {@link VerifyBenchmark}'s figures, as
 * {@code infra/prove/lib.sh} reads facts.
 * The two that are compared run one right after the other, so that a machine that grows slower or busier slows both.
 */
final class NormalizeRatios {

    private static final String BENCHMARK = NormalizeBenchmark.class.getName() + ".";
    private static final int HIGHEST_PERCENT = 200;

    private NormalizeRatios() {}

    /** @param args the number of forks */
    public static void main(String[] args) throws RunnerException {
        int forks = Integer.parseInt(args[0]);
        for (String document : List.of("bounce", "click")) {
            ratio(document, forks);
            note("SNS over HTTP", "normalizeSnsHttp", document);
            note("SNS to a function", "normalizeSnsLambda", document);
        }
        for (String scheme : List.of("stripe", "sns 1", "sns 2")) {
            verifications(scheme);
        }
    }

    private static void verifications(String scheme) throws RunnerException {
        double perSecond = fork(VerifyBenchmark.class.getName() + ".verify", "scheme", scheme)
                .getMax();
        System.out.printf(Locale.ROOT, "PROVE_NOTE|verify %s: %.0f a second%n", scheme, perSecond);
    }

    private static void ratio(String document, int forks) throws RunnerException {
        List<Double> events = new ArrayList<>();
        List<Double> trees = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int fork = 0; fork < forks; fork++) {
            events.add(nanoseconds("normalize", document));
            trees.add(nanoseconds("readTree", document));
            ratios.add(events.getLast() / trees.getLast());
        }
        System.out.printf(
                Locale.ROOT,
                "PROVE_NOTE|SES %s: %.0f ns to an event, %.0f ns to a tree; ratio of %d forks: median %.2f, lowest %.2f, highest %.2f%n",
                document,
                Median.of(events),
                Median.of(trees),
                forks,
                Median.of(ratios),
                ratios.stream().min(Double::compare).orElseThrow(),
                ratios.stream().max(Double::compare).orElseThrow());
        System.out.printf(
                Locale.ROOT,
                "PROVE_BETWEEN|ratio x100, SES %s: bytes to Event against readTree|1|%d|%d%n",
                document,
                HIGHEST_PERCENT,
                Math.round(Median.of(ratios) * 100));
    }

    private static void note(String envelope, String benchmark, String document) throws RunnerException {
        System.out.printf(
                Locale.ROOT,
                "PROVE_NOTE|SES %s in %s: %.0f ns to an event%n",
                document,
                envelope,
                nanoseconds(benchmark, document));
    }

    private static double nanoseconds(String benchmark, String document) throws RunnerException {
        return fork(BENCHMARK + benchmark, "document", document).getMin();
    }

    /** One fork's iterations. The best counts, since whatever else the machine does can only make one worse. */
    private static Statistics fork(String benchmark, String parameter, String value) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(benchmark + "$")
                        .param(parameter, value)
                        .forks(1)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getStatistics();
    }
}
