package dev.sluice.benchmarks;

import java.util.List;

/** The value in the middle, which one disturbed fork does not move. */
final class Median {

    private Median() {}

    /** @param values at least one; of an even number the mean of the two in the middle */
    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
