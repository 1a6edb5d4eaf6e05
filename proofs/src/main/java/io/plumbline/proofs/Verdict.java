package io.plumbline.proofs;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.certificate.CheckResult.Violation;

/**
 * What came of proving a file again.
 *
 * @param subject what was proven, e.g. {@code ledger version 12: 3 reservations on 7 links}
 * @param violations inequalities that do not hold
 * @param unproven what could not be looked at: neither right nor wrong, and so not proven
 */
public record Verdict(String subject, ImmutableList<Violation> violations, ImmutableList<String> unproven) {

    /** Everything was looked at, and everything holds. */
    public boolean isProven() {
        return violations.isEmpty() && unproven.isEmpty();
    }
}
