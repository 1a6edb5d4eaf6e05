package io.plumbline.rest;

import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Virtual threads wait here for the controller: so many at once, so long each. */
final class Waiting {
    private final Duration longest;
    private final Semaphore places;

    Waiting(Duration longest, int places) {
        this.longest = longest;
        this.places = new Semaphore(places);
    }

    /** A place among those that may wait long; closing gives it back. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a place, or ends the request: nothing was asked of the controller yet. */
    Place enter() {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    Problem.of(Code.UNAVAILABLE, "too many requests are waiting; nothing was done"), 1);
        }
        return places::release;
    }

    /** What the controller answers; empty when it takes too long. */
    <T> Optional<T> await(CompletionStage<T> stage) {
        try {
            return Optional.of(stage.toCompletableFuture().get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException tooLong) {
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(Code.UNAVAILABLE, "the controller is closing"), 1);
        }
    }

    /** What the controller answers at once; when it does not, the request ends. */
    <T> T now(CompletionStage<T> stage) {
        return await(stage)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(
                                Code.UNAVAILABLE, "no answer from the controller within " + longest.toSeconds() + " s"),
                        1));
    }
}
