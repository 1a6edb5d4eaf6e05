package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * The constants of a switch, defaults filled in.
 *
 * @param softwareAllowanceNanos variation of a software pipeline, a term of every bound
 * @param stallAllowanceNanos emulation only: the time for which a stalled switch's backlog is metered as one burst
 * @param labels free administrative tags
 * @param country ISO 3166 code
 */
public record SwitchAttributes(
        long softwareAllowanceNanos,
        long stallAllowanceNanos,
        ImmutableSortedSet<String> labels,
        Optional<String> country) {

    /** What holds where network.yaml says nothing. */
    public static final SwitchAttributes BUILT_IN =
            new SwitchAttributes(1_000_000, 5_000_000, ImmutableSortedSet.of(), Optional.empty());
}
