package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The constants of a link or access port, defaults filled in.
 *
 * @param capacityBitsPerSecond on the wire; empty when network.yaml does not say
 * @param propagationNanos constant
 * @param mtuBytes port MTU
 * @param framingOverheadBytes Ethernet 24, an HTB-emulated link 0
 * @param bestEffortFloorBitsPerSecond never reserved
 * @param controlBudgetNanos delay budget of the control class
 * @param controlBufferBytes its queue's memory
 * @param classes budget and buffer of every guaranteed class, by name, highest first
 * @param riskGroups SRLGs
 * @param labels free administrative tags
 * @param country ISO 3166 code
 */
public record LinkAttributes(
        OptionalLong capacityBitsPerSecond,
        long propagationNanos,
        int mtuBytes,
        int framingOverheadBytes,
        long bestEffortFloorBitsPerSecond,
        long controlBudgetNanos,
        long controlBufferBytes,
        ImmutableMap<String, ClassQueue> classes,
        ImmutableSortedSet<String> riskGroups,
        ImmutableSortedSet<String> labels,
        Optional<String> country) {

    /**
     * One class on one link.
     *
     * @param budgetNanos D_p
     * @param bufferBytes B_p
     */
    public record ClassQueue(long budgetNanos, long bufferBytes) {}

    /** What holds where network.yaml says nothing: no capacity, so best effort only; Ethernet framing, which is the dearest. */
    public static final LinkAttributes BUILT_IN = new LinkAttributes(
            OptionalLong.empty(),
            0,
            1504,
            24,
            500_000,
            3_000_000,
            4_000,
            ImmutableMap.of("gold", new ClassQueue(6_000_000, 20_000), "silver", new ClassQueue(20_000_000, 40_000)),
            ImmutableSortedSet.of(),
            ImmutableSortedSet.of(),
            Optional.empty());
}
