package io.plumbline.rest;

import io.plumbline.rest.wire.Problem;

/** Ends the handling of a request with a problem; caught in one place, {@link RestServer}. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final int retryAfterSeconds;

    ProblemException(Problem problem) {
        this(problem, 0);
    }

    /** @param retryAfterSeconds 0: asking again is no use */
    ProblemException(Problem problem, int retryAfterSeconds) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    Problem problem() {
        return problem;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
