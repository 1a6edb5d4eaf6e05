package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import java.util.Optional;

/** When requests could start within a window. Nothing is booked. */
public sealed interface StartAnswer {

    /**
     * They fit from that instant.
     *
     * @param requests as they have to be asked for to get it
     * @param admitted what admission would answer to them now
     * @param loadCost the price of their paths, for comparison with other starts
     */
    record Found(long startNanos, ImmutableList<PathRequest> requests, Admitted admitted, long loadCost)
            implements StartAnswer {}

    /**
     * They fit at no instant of the window.
     *
     * @param refusal what admission would answer at the first one
     */
    record None(Rejected refusal) implements StartAnswer {}

    /**
     * There are more instants to try than it was allowed to.
     *
     * @param best the best of those tried, if any of them fits; of the earliest start there is none
     * @param askedUntilNanos everything before this instant was decided, nothing from it on
     * @param refusal what admission would answer at the first instant, where it refuses
     */
    record GaveUp(Optional<Found> best, long askedUntilNanos, Optional<Rejected> refusal) implements StartAnswer {}
}
