package dev.sluice.event.ses;

/**
 * A value of another kind than its place asks for. It ends the writing of one document and is not seen outside of it; where it stood and
 * what is wrong is all that is wanted, so it has no stack.
 */
final class WrongField extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String problem;

    /** @param problem the value's path, as far as it is known, and what is wrong: {@code [3].emailAddress is missing} */
    WrongField(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    /** The same, seen from outside of the value at {@code path}. */
    WrongField in(String path) {
        return new WrongField(path + problem);
    }

    String problem() {
        return problem;
    }
}
