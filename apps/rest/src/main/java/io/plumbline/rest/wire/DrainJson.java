package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.controller.view.FlowImpact;

/** What a drain does, or would do. */
public record DrainJson(boolean done, boolean clear, ImmutableList<String> links, ImmutableList<ImpactJson> impacts) {

    /** What becomes of one direction of a guaranteed flow. */
    public record ImpactJson(
            String guaranteedFlow,
            String name,
            String direction,
            String fate,
            ImmutableList<String> path,
            ImmutableList<String> newPath,
            String reason) {
        static ImpactJson of(FlowImpact impact) {
            return new ImpactJson(
                    impact.flow(),
                    impact.name(),
                    impact.direction(),
                    impact.fate().name(),
                    impact.path(),
                    impact.newPath(),
                    impact.reason());
        }
    }

    public static DrainJson of(DrainAnswer.Decided decided) {
        return new DrainJson(
                decided.done(),
                decided.isClear(),
                decided.links(),
                decided.impacts().stream().map(ImpactJson::of).collect(ImmutableList.toImmutableList()));
    }
}
