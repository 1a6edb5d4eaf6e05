package io.plumbline.rest.wire;

import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.topology.Failure;
import org.jspecify.annotations.Nullable;

/**
 * {@code left <= right}, at the instant, and in the failure, at which the slack is least.
 *
 * @param failure null when nothing has failed then, or it does not depend on that
 */
public record InequalityJson(
        String name,
        long left,
        long right,
        long slack,
        String unit,
        long atNanos,
        @Nullable FailureJson failure) {

    /** What has failed. */
    public record FailureJson(String kind, String id) {
        static FailureJson of(Failure failure) {
            return new FailureJson(failure.kind().name(), failure.id());
        }
    }

    static InequalityJson of(Certificate.Inequality inequality) {
        return new InequalityJson(
                inequality.name(),
                inequality.left(),
                inequality.right(),
                inequality.slack(),
                inequality.unit(),
                inequality.atNanos(),
                inequality.failure().map(FailureJson::of).orElse(null));
    }
}
