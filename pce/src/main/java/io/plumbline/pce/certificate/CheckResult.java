package io.plumbline.pce.certificate;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What the checker found.
 *
 * @param violations inequalities that do not hold, or that are stated wrongly
 * @param unproven what could not be looked at, because the topology does not know it: neither right nor wrong
 */
public record CheckResult(ImmutableList<Violation> violations, ImmutableList<String> unproven) {

    /** No violation. What could not be looked at does not count; see {@link #isComplete}. */
    public boolean isValid() {
        return violations.isEmpty();
    }

    /** Nothing was left out. */
    public boolean isComplete() {
        return unproven.isEmpty();
    }

    /**
     * {@code left <= right} was needed and is not so.
     *
     * @param where link id, or reservation id and link id
     * @param inequality its name, as in {@link Certificate.Inequality}, or {@code states ...} for a number that is not what its inputs give
     */
    public record Violation(String where, String inequality, BigInteger left, BigInteger right, long atNanos) {
        /** By how much. */
        public BigInteger excess() {
            return left.subtract(right);
        }

        @Override
        public String toString() {
            return where + " " + inequality + ": " + left + " > " + right + " by " + excess() + " at " + atNanos;
        }
    }

    /** Collects what is found on the way. */
    static final class Findings {
        private final List<Violation> violations = new ArrayList<>();
        private final List<String> unproven = new ArrayList<>();

        void need(String where, String inequality, BigInteger left, BigInteger right, long atNanos) {
            if (left.compareTo(right) > 0) {
                violations.add(new Violation(where, inequality, left, right, atNanos));
            }
        }

        void needEqual(String where, String what, long stated, BigInteger computed, long atNanos) {
            if (!BigInteger.valueOf(stated).equals(computed)) {
                violations.add(new Violation(where, "states " + what, BigInteger.valueOf(stated), computed, atNanos));
            }
        }

        void need(String where, String what, boolean holds, long atNanos) {
            need(where, what, holds ? BigInteger.ZERO : BigInteger.ONE, BigInteger.ZERO, atNanos);
        }

        void unproven(String what) {
            unproven.add(what);
        }

        CheckResult result() {
            return new CheckResult(ImmutableList.copyOf(violations), ImmutableList.copyOf(unproven));
        }
    }
}
