package io.plumbline.pce.admission;

import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;

/** How large a rate would fit. Nothing is booked. */
public sealed interface RateAnswer {

    /**
     * That rate fits.
     *
     * @param request as it has to be asked for to get it
     * @param admitted what admission would answer to it now
     */
    record Found(long rateBitsPerSecond, PathRequest request, Admitted admitted) implements RateAnswer {}

    /**
     * Not even the least rate fits.
     *
     * @param refusal what admission would answer to it
     */
    record None(Rejected refusal) implements RateAnswer {}
}
