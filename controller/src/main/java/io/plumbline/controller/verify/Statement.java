package io.plumbline.controller.verify;

import java.time.Instant;

/**
 * One statement about the data plane and what backs it: promised against measured.
 *
 * @param kind read back, measured, or only declared
 * @param subject what it is about, e.g. {@code s1 meter 17}
 * @param promised what should be
 * @param found what is
 * @param holds whether they agree
 * @param at when it was found
 */
public record Statement(Kind kind, String subject, String promised, String found, boolean holds, Instant at) {
    /** What backs a statement. */
    public enum Kind {
        READ,
        MEASURED,
        DECLARED
    }
}
