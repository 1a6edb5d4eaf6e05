package io.plumbline.pce.change;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;

/** Whether requests would have room if reservations of lower priority were displaced. Nothing is booked. */
public sealed interface PreemptionAnswer {

    /** They have room as it is. */
    record NotNeeded(Admitted admitted) implements PreemptionAnswer {}

    /**
     * They would have room from an instant on.
     *
     * @param victims ids of what would be displaced; none of them can be spared
     * @param stopByNanos by when their ingresses have to be confirmed to have stopped
     * @param startNanos when what they leave in queues is gone, and the requests can start
     * @param requests as they would be admitted: from then on
     */
    record Plan(
            ImmutableSortedSet<String> victims, long stopByNanos, long startNanos, ImmutableList<PathRequest> requests)
            implements PreemptionAnswer {}

    /** They would not, whatever of lower priority were displaced; nothing that is may. */
    record None(Rejected refusal) implements PreemptionAnswer {}
}
