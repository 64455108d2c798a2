package dev.sluice.api;

/**
 * Ends a request with a problem. Thrown and not returned, since it comes from any depth of reading a request and one place answers
 * all of them; it has no stack trace, being no bug.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    static Refusal of(Reason reason, String detail) {
        return new Refusal(new Problem(reason, detail));
    }

    /** @param detail begins with the field's name */
    static Refusal of(Reason reason, String field, String detail) {
        return new Refusal(new Problem(reason, detail).field(field));
    }

    /** A row that does not exist, or is another tenant's: the two answer alike. */
    static Refusal notFound(String what) {
        return of(Reason.NOT_FOUND, "there is no such " + what);
    }
}
