package io.plumbline.bench.pce;

import java.util.List;

/** Every block, in the order in which they are measured. */
final class Blocks {
    static final List<PceBlock> ALL = List.of(
            new ShortestPathBlock(),
            new KShortestBlock(),
            new DisjointPairBlock(),
            new DelayConstrainedBlock(),
            new GuaranteedAdmissionBlock(),
            new FailureBlock(),
            new GrowthBlock(),
            new MemoryBlock(),
            new AcceptanceBlock());

    private Blocks() {}
}
