package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.FeasibilityAnswer.Feasible;
import io.plumbline.controller.view.Refusal;
import org.jspecify.annotations.Nullable;

/** Whether a request would be admitted now: the directions it would get, or what a refusal would say. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeasibilityJson(
        boolean feasible,
        @Nullable ImmutableList<DirectionJson> directions,
        @Nullable String code,
        @Nullable String detail,
        @Nullable String field,
        RefusalJson.@Nullable Constraint constraint,
        @Nullable ImmutableList<RefusalJson.Alternative> alternatives) {

    public static FeasibilityJson of(Feasible answer) {
        return new FeasibilityJson(true, DirectionJson.all(answer.directions()), null, null, null, null, null);
    }

    public static FeasibilityJson of(Refusal refusal) {
        return new FeasibilityJson(
                false,
                null,
                refusal.reason().name(),
                refusal.detail(),
                refusal.invalid().map(invalid -> invalid.field()).orElse(null),
                RefusalJson.constraint(refusal),
                RefusalJson.alternatives(refusal));
    }
}
