package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;

/** Whether a request would be admitted now. Nothing is booked. */
public sealed interface FeasibilityAnswer {
    record Feasible(ImmutableList<FlowView.DirectionView> directions) implements FeasibilityAnswer {}

    record Infeasible(Refusal refusal) implements FeasibilityAnswer {}
}
