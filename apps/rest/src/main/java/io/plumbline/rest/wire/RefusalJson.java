package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.Refusal;
import org.jspecify.annotations.Nullable;

/** What a refusal says beside its code and detail: what binds, and what would fit instead. */
public final class RefusalJson {
    private RefusalJson() {}

    /** The inequality, or the other flow, that binds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Constraint(
            @Nullable String link,
            String name,
            @JsonProperty("class") @Nullable String className,
            String quantity,
            long asked,
            long available,
            long shortfall,
            String unit,
            @Nullable String at,
            @Nullable String conflictsWith) {
        static Constraint of(Refusal.Constraint constraint) {
            return new Constraint(
                    orNull(constraint.link()),
                    constraint.name(),
                    orNull(constraint.className()),
                    constraint.quantity(),
                    constraint.asked(),
                    constraint.available(),
                    constraint.shortfall(),
                    constraint.unit(),
                    constraint.at().map(Object::toString).orElse(null),
                    orNull(constraint.conflictsWith()));
        }
    }

    /** A request that fits; POST it as it is. */
    public record Alternative(String kind, GuaranteedFlowJson request, String why) {}

    static @Nullable Constraint constraint(Refusal refusal) {
        return refusal.constraint().map(Constraint::of).orElse(null);
    }

    static ImmutableList<Alternative> alternatives(Refusal refusal) {
        return refusal.alternatives().stream()
                .map(other -> new Alternative(other.kind(), GuaranteedFlowJson.of(other.request()), other.why()))
                .collect(ImmutableList.toImmutableList());
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
