package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.pce.admission.Admission;
import java.time.Instant;
import java.util.Optional;

/**
 * A refusal: exactly one reason by precedence, what binds, and what would fit instead.
 *
 * @param invalid the field, for INVALID and UNKNOWN_ENDPOINT
 * @param alternatives each was checked against the same ledger and would be admitted now
 */
public record Refusal(
        Admission.Reason reason,
        String detail,
        Optional<InvalidField> invalid,
        Optional<Constraint> constraint,
        ImmutableList<Alternative> alternatives) {

    /**
     * What binds.
     *
     * @param link id; empty when it is no link
     * @param name the name a person knows: a link, a switch, or the whole path
     * @param className empty when it is not about a class
     * @param conflictsWith id of the flow whose classifier overlaps; empty otherwise
     */
    public record Constraint(
            String link,
            String name,
            String className,
            String quantity,
            long asked,
            long available,
            long shortfall,
            String unit,
            Optional<Instant> at,
            String conflictsWith) {}

    /** Something that fits. */
    public record Alternative(String kind, GuaranteedFlow request, String why) {}
}
