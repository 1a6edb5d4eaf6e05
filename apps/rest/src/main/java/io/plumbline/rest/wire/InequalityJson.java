package io.plumbline.rest.wire;

import io.plumbline.pce.certificate.Certificate;

/** {@code left <= right}, at the instant at which the slack is least. */
public record InequalityJson(String name, long left, long right, long slack, String unit, long atNanos) {
    static InequalityJson of(Certificate.Inequality inequality) {
        return new InequalityJson(
                inequality.name(),
                inequality.left(),
                inequality.right(),
                inequality.slack(),
                inequality.unit(),
                inequality.atNanos());
    }
}
