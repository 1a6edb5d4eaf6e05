package io.plumbline.pce.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.TeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeLedgerTest {
    private record Held(long from, long until, int meters, int entries) {}

    @Test
    void thereIsRoom_whereThePeakLeavesIt() {
        int refused = 0;
        int admittedBesideMore = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TeNode node = new TeNode(
                    "s",
                    TeNode.Kind.SWITCH,
                    0,
                    0,
                    1 + random.nextInt(30),
                    1 + random.nextInt(30),
                    ImmutableSortedSet.of(),
                    Optional.empty());
            NodeLedger ledger = new NodeLedger();
            List<Held> held = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                if (held.isEmpty() || random.nextInt(3) > 0) {
                    long from = random.nextInt(50);
                    Held more = new Held(from, from + 1 + random.nextInt(20), random.nextInt(3), 1 + random.nextInt(3));
                    held.add(more);
                    ledger.add(more.from(), more.until(), more.meters(), more.entries());
                } else {
                    Held gone = held.remove(random.nextInt(held.size()));
                    ledger.add(gone.from(), gone.until(), -gone.meters(), -gone.entries());
                }
                long from = random.nextInt(60);
                long until = from + 1 + random.nextInt(30);
                int meters = random.nextBoolean() ? 0 : NodeLedger.METERS;
                int entries = 1 + random.nextInt(3);
                boolean fits = entries + ledger.peakEntries(from, until) <= node.entryCapacity()
                        && (meters == 0 || meters + ledger.peakMeters(from, until) <= node.meterCapacity());
                assertThat(ledger.admits(meters, entries, node, from, until))
                        .as("seed " + seed + ", operation " + i)
                        .isEqualTo(fits);
                boolean moreAtOtherTimes = held.stream().mapToInt(Held::entries).sum() + entries > node.entryCapacity();
                refused += fits ? 0 : 1;
                admittedBesideMore += fits && moreAtOtherTimes ? 1 : 0;
            }
        }
        assertThat(refused).isPositive();
        assertThat(admittedBesideMore).isPositive();
    }
}
