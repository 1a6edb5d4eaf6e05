package io.plumbline.bench.pce.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchEffort;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuaranteedAdmissionTest {
    private static final int RING = 8;

    /** A ring of switches, 1 ms between neighbours. */
    private static GuaranteedNetwork ring() {
        List<TeNode> nodes = new ArrayList<>();
        List<TeLink> links = new ArrayList<>();
        for (int i = 0; i < RING; i++) {
            String next = "n" + (i + 1) % RING;
            nodes.add(new TeNode("n" + i, TeNode.Kind.SWITCH, 0, 0, 0, 0, ImmutableSortedSet.of(), Optional.empty()));
            links.add(link("n" + i, next));
            links.add(link(next, "n" + i));
        }
        return GuaranteedNetwork.wideArea("ring", TeTopology.EMPTY.with(TopologyChange.All.put(nodes, links)));
    }

    private static TeLink link(String from, String to) {
        return new TeLink(
                from + ">" + to,
                from,
                to,
                1,
                1_000_000,
                0,
                0,
                1500,
                0,
                ImmutableList.of(),
                Optional.empty(),
                0,
                0,
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                Optional.empty(),
                true,
                true,
                false);
    }

    @Test
    void requests_areThoseOfTheRow() {
        GuaranteedNetwork ring = ring();
        ImmutableList<PathRequest> requests = OfferedFlows.draw(ring, 2000, 42);
        assertThat(requests).hasSize(2000).isEqualTo(OfferedFlows.draw(ring, 2000, 42));
        assertThat(requests).isNotEqualTo(OfferedFlows.draw(ring, 2000, 43));
        for (PathRequest request : requests) {
            int steps = Math.floorMod(number(request.egressNode()) - number(request.ingressNode()), RING);
            long least = Math.min(steps, RING - steps) * 1_000_000L;
            assertThat(request.deadlineNanos() - least * 13 / 10)
                    .isIn(2_000_000L, 5_000_000L, 10_000_000L, 30_000_000L);
            assertThat(request.traffic().rateBitsPerSecond()).isIn(1_000_000L, 5_000_000L, 10_000_000L, 50_000_000L);
            assertThat(request.traffic().burstBits()).isIn(12_240L, 48_960L, 122_400L);
        }
        assertThat(ring.topology().links().values())
                .allMatch(link -> link.lowerFrameBits() == 8 * 1530 && link.capacityBitsPerSecond() == 10_000_000_000L);
    }

    private static int number(String node) {
        return Integer.parseInt(node.substring(1));
    }

    /** On a ring that fills up the quick way admits about as many flows as the long one, and says of each other one why not. */
    @Test
    void everyRequest_isDecided() {
        GuaranteedNetwork ring = ring();
        ImmutableList<PathRequest> requests = OfferedFlows.draw(ring, 2000, 42);
        GuaranteedAdmission.Result quick = GuaranteedAdmission.run(ring, requests, SearchEffort.CANDIDATES_FIRST);
        GuaranteedAdmission.Result full = GuaranteedAdmission.run(ring, requests, SearchEffort.EVERYTHING);
        for (GuaranteedAdmission.Result result : ImmutableList.of(quick, full)) {
            int refused =
                    result.refusals().values().stream().mapToInt(count -> count).sum();
            assertThat(result.admitted() + refused).isEqualTo(2000);
            assertThat(result.admitted()).isBetween(400, 1600);
        }
        assertThat(quick.admitted()).isGreaterThan(full.admitted() * 97 / 100);
    }
}
