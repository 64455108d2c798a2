package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Facts that a test proves and {@code infra/prove} reports: each is asserted, and printed as a line for {@code prove_it} of
 * {@code lib.sh}. Values are compared as texts, as {@code expect} does it there.
 */
final class Prove {

    private Prove() {}

    /**
     * States a fact.
     *
     * @param name one line, without the sign {@code |}; as the report shows it
     * @param expected as {@code name}
     */
    static void expect(String name, Object expected, Object measured) {
        String found = String.valueOf(measured).replace("\n", "\\n").replace("\r", "\\r");
        System.out.println("PROVE|" + field(name) + "|" + field(String.valueOf(expected)) + "|" + found);
        assertThat(found).as(name).isEqualTo(String.valueOf(expected));
    }

    /**
     * States a whole number that is in a range.
     *
     * @param low the smallest that will do
     * @param high the largest
     */
    static void between(String name, long low, long high, long measured) {
        System.out.println("PROVE_BETWEEN|" + field(name) + "|" + low + "|" + high + "|" + measured);
        assertThat(measured).as(name).isBetween(low, high);
    }

    /** For people; asserts nothing. */
    static void note(String text) {
        System.out.println("PROVE_NOTE|" + field(text));
    }

    /** What cannot be tried here, and why: the test ends as skipped. */
    static void notRun(String name, String reason) {
        System.out.println("PROVE_NOT_RUN|" + field(name) + "|" + field(reason));
        abort(reason);
    }

    private static String field(String text) {
        if (text.indexOf('|') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a line break or | in: " + text);
        }
        return text;
    }
}
