package io.plumbline.cli;

import io.plumbline.pce.certificate.CheckResult.Violation;
import java.time.Instant;

/** What is said to people, as lines: of what the checker found, and of what a file or a server says. */
public final class Printed {
    private static final long SECOND = 1_000_000_000;

    private Printed() {}

    static String of(Violation violation) {
        String what = violation.where() + " " + violation.inequality() + ": ";
        String said = switch (violation) {
            case Violation.Exceeded it ->
                it.left() + " " + it.unit() + " > " + it.right() + " " + it.unit() + ", by " + it.excess() + " "
                        + it.unit();
            case Violation.Misstated it ->
                it.stated() + " " + it.unit() + " instead of " + it.computed() + " " + it.unit();
            case Violation.Untrue it -> "not so";
        };
        return clean(what + said + ", at " + instant(violation.atNanos()));
    }

    private static String instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND))
                .toString();
    }

    /** Names come from a file or a server: nothing in them may steer a terminal. */
    public static String clean(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
