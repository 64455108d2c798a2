package dev.sluice.api;

import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Changes of rows that somebody else may change at the same time. */
final class Changes {

    private static final int ATTEMPTS = 5;

    private Changes() {}

    /**
     * Replaces a row by what a change makes of it; where somebody else was faster, by what the same change makes of what is there now.
     *
     * @param kind of the row, for the refusal
     * @param found the row as it was just read
     * @param again reads it once more
     * @param replace false if the row is no longer the first of the two
     * @return the row as it is stored
     * @throws Refusal if others change it all the time
     */
    static <T> T make(String kind, T found, Supplier<T> again, UnaryOperator<T> change, BiPredicate<T, T> replace) {
        T before = found;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            T after = change.apply(before);
            if (replace.test(before, after)) {
                return after;
            }
            before = again.get();
        }
        throw Refusal.of(Reason.UNAVAILABLE, "the " + kind + " is being changed by others; try again");
    }
}
