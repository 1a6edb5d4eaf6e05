package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.FlowView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One guaranteed flow as it is now. */
public record FlowJson(
        String id,
        @Nullable String name,
        String state,
        @Nullable String reason,
        GuaranteedFlowJson request,
        String admittedAt,
        String start,
        @Nullable String end,
        @Nullable Lease lease,
        @Nullable String capacityReturnsAt,
        ImmutableList<DirectionJson> directions,
        Timing timing,
        Links links) {

    public record Lease(@Nullable Long seconds, String expires) {}

    /** How long each step took; null for a step that has not happened. */
    public record Timing(
            @Nullable Long admissionMicroseconds,
            @Nullable Long journalMicroseconds,
            @Nullable Long installMicroseconds,
            @Nullable Long verifyMicroseconds,
            @Nullable Long totalMicroseconds) {
        static Timing of(FlowView.Timing timing) {
            return new Timing(
                    Micros.measured(timing.admission()),
                    Micros.measured(timing.journal()),
                    Micros.measured(timing.install()),
                    Micros.measured(timing.verify()),
                    Micros.measured(timing.total()));
        }
    }

    public record Links(String self, String explain, String evidence, String certificate) {}

    public static FlowJson of(FlowView flow) {
        return new FlowJson(
                flow.id(),
                flow.request().name().isEmpty() ? null : flow.request().name(),
                flow.state().name(),
                flow.reason().isEmpty() ? null : flow.reason(),
                GuaranteedFlowJson.of(flow.request()),
                flow.admittedAt().toString(),
                flow.start().toString(),
                flow.end().map(Object::toString).orElse(null),
                flow.leaseExpires()
                        .map(expires -> new Lease(
                                flow.request().lease().map(Duration::toSeconds).orElse(null), expires.toString()))
                        .orElse(null),
                flow.capacityReturnsAt().map(Object::toString).orElse(null),
                DirectionJson.all(flow.directions()),
                Timing.of(flow.timing()),
                links(flow.id()));
    }

    /** Where the flow is found. */
    public static String path(String id) {
        return "/v1/guaranteed-flows/" + id;
    }

    private static Links links(String id) {
        String self = path(id);
        return new Links(self, self + "/explain", self + "/evidence", self + "/certificate");
    }

    /** All flows. */
    public record FlowsJson(ImmutableList<FlowJson> guaranteedFlows) {}
}
