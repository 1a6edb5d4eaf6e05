package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;

/** The answer to draining a link or a switch, or to asking what that would do. */
public sealed interface DrainAnswer {
    /**
     * What becomes of every direction of a guaranteed flow that is hit, in the order of the decisions.
     *
     * @param links names of the links that are drained
     * @param done whether it was carried out; otherwise nothing was touched
     */
    record Decided(ImmutableList<String> links, boolean done, ImmutableList<FlowImpact> impacts)
            implements DrainAnswer {
        /** Whether no flow is left on what is drained. */
        public boolean isClear() {
            return impacts.stream().allMatch(impact -> impact.fate() == FlowImpact.Fate.MOVED);
        }
    }

    /** No such link or switch. */
    record Unknown(String name) implements DrainAnswer {}

    /** The journal does not write: nothing was changed. */
    record Unavailable(String reason, int retryAfterSeconds) implements DrainAnswer {}
}
