package io.plumbline.pce.certificate;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What the checker found.
 *
 * @param violations inequalities that do not hold, numbers that are stated wrongly, and facts that are none
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

    /** One thing that had to be so and is not. */
    public sealed interface Violation {
        /** Link id, reservation id, or both; where something has to have failed for it, what. */
        String where();

        /**
         * What does not hold: the name of an inequality as in {@link Certificate.Inequality}; {@code residual[class]} where the classes
         * above take all of the capacity, so that there is no delay or backlog to compare; or a few words.
         */
        String inequality();

        /** The instant at which it does not hold, since the epoch. */
        long atNanos();

        /**
         * {@code left <= right} was needed.
         *
         * @param left exact, or rounded up where the model rounds up: never more than an integer above the true value
         * @param unit of both sides: {@code ns}, {@code bit} or {@code bit/s}
         */
        record Exceeded(String where, String inequality, BigInteger left, BigInteger right, String unit, long atNanos)
                implements Violation {
            /** By how much. */
            public BigInteger excess() {
                return left.subtract(right);
            }

            @Override
            public String toString() {
                return where + " " + inequality + ": " + left + " " + unit + " > " + right + " " + unit + " by "
                        + excess() + " " + unit + " at " + atNanos;
            }
        }

        /**
         * A number that is not what its inputs give.
         *
         * @param inequality {@code states ...}
         * @param unit of both: {@code ns}, {@code byte}, {@code bit} or {@code bit/s}
         */
        record Misstated(
                String where, String inequality, BigInteger stated, BigInteger computed, String unit, long atNanos)
                implements Violation {
            @Override
            public String toString() {
                return where + " " + inequality + ": " + stated + " instead of " + computed + " " + unit + " at "
                        + atNanos;
            }
        }

        /** Something that is so or not. */
        record Untrue(String where, String inequality, long atNanos) implements Violation {
            @Override
            public String toString() {
                return where + " " + inequality + ": not so at " + atNanos;
            }
        }
    }

    /** Collects what is found on the way. */
    static final class Findings {
        private final List<Violation> violations = new ArrayList<>();
        private final List<String> unproven = new ArrayList<>();

        /** {@code left <= right}. */
        void need(String where, String inequality, BigInteger left, BigInteger right, String unit, long atNanos) {
            if (left.compareTo(right) > 0) {
                violations.add(new Violation.Exceeded(where, inequality, left, right, unit, atNanos));
            }
        }

        void needEqual(String where, String what, BigInteger stated, BigInteger computed, String unit, long atNanos) {
            if (!stated.equals(computed)) {
                violations.add(new Violation.Misstated(where, "states " + what, stated, computed, unit, atNanos));
            }
        }

        void needEqual(String where, String what, long stated, BigInteger computed, String unit, long atNanos) {
            needEqual(where, what, BigInteger.valueOf(stated), computed, unit, atNanos);
        }

        void need(String where, String what, boolean holds, long atNanos) {
            if (!holds) {
                violations.add(new Violation.Untrue(where, what, atNanos));
            }
        }

        void unproven(String what) {
            unproven.add(what);
        }

        CheckResult result() {
            return new CheckResult(ImmutableList.copyOf(violations), ImmutableList.copyOf(unproven));
        }
    }
}
