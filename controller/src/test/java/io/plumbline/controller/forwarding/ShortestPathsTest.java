package io.plumbline.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.discovery.DiscoveredLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

class ShortestPathsTest {
    private static final int FAR = 1_000;

    private static DeviceId device(int number) {
        return DeviceId.deviceId("of:%016x".formatted(number));
    }

    private static DiscoveredLink link(int from, int port, int to, boolean up) {
        ConnectPoint start = new ConnectPoint(device(from), PortNumber.portNumber(port));
        ConnectPoint end = new ConnectPoint(device(to), PortNumber.portNumber(port));
        return new DiscoveredLink(start + "->" + end, "", start, end, up);
    }

    private static ShortestPaths paths(List<DiscoveredLink> links, int switches) {
        return new ShortestPaths(
                links,
                IntStream.range(0, switches).mapToObj(ShortestPathsTest::device).collect(Collectors.toSet()));
    }

    /** Each next hop is exactly one hop nearer by the oracle's distances, and whoever can reach the destination has one. */
    @Test
    void nextHops_areThoseOfTheOracle() {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int switches = 2 + random.nextInt(8);
            List<DiscoveredLink> links = new ArrayList<>();
            for (int port = 1; port <= random.nextInt(25); port++) {
                links.add(link(random.nextInt(switches), port, random.nextInt(switches), random.nextInt(5) > 0));
            }
            Collections.shuffle(links, random);
            int[][] hops = floydWarshall(links, switches);
            ShortestPaths paths = paths(links, switches);
            for (int to = 0; to < switches; to++) {
                check("seed " + seed + " round " + round, paths.towards(device(to)), links, hops, to);
            }
        }
    }

    private static void check(
            String what, ImmutableMap<DeviceId, PortNumber> tree, List<DiscoveredLink> links, int[][] hops, int to) {
        for (int from = 0; from < hops.length; from++) {
            PortNumber port = tree.get(device(from));
            assertThat(port != null).as(what).isEqualTo(from != to && hops[from][to] < FAR);
            if (port != null) {
                DeviceId sender = device(from);
                DiscoveredLink taken = links.stream()
                        .filter(link -> link.up()
                                && link.from().deviceId().equals(sender)
                                && link.from().port().equals(port))
                        .findFirst()
                        .orElseThrow();
                int next = Integer.parseInt(taken.to().deviceId().toString().substring(3), 16);
                assertThat(hops[next][to]).as(what).isEqualTo(hops[from][to] - 1);
            }
        }
    }

    private static int[][] floydWarshall(List<DiscoveredLink> links, int switches) {
        int[][] hops = new int[switches][switches];
        for (int i = 0; i < switches; i++) {
            Arrays.fill(hops[i], FAR);
            hops[i][i] = 0;
        }
        for (DiscoveredLink link : links) {
            int from = Integer.parseInt(link.from().deviceId().toString().substring(3), 16);
            int to = Integer.parseInt(link.to().deviceId().toString().substring(3), 16);
            if (link.up() && from != to) {
                hops[from][to] = 1;
            }
        }
        for (int via = 0; via < switches; via++) {
            for (int from = 0; from < switches; from++) {
                for (int to = 0; to < switches; to++) {
                    hops[from][to] = Math.min(hops[from][to], hops[from][via] + hops[via][to]);
                }
            }
        }
        return hops;
    }

    @Test
    void theSameNetwork_givesTheSameTrees_inWhateverOrderItIsTold() {
        List<DiscoveredLink> links = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            links.add(link(i, 7, (i + 1) % 6, true));
            links.add(link((i + 1) % 6, 8, i, true));
            links.add(link(i, 9, (i + 1) % 6, true));
        }
        ImmutableMap<DeviceId, PortNumber> first = paths(links, 6).towards(device(0));
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(links, new Random(round));
            assertThat(paths(links, 6).towards(device(0))).isEqualTo(first);
        }
        assertThat(first).containsEntry(device(5), PortNumber.portNumber(7));
    }

    @Test
    void linksOfOtherSwitches_areNotUsed() {
        List<DiscoveredLink> links = List.of(link(0, 1, 1, true), link(1, 1, 2, true));

        assertThat(new ShortestPaths(links, java.util.Set.of(device(0), device(2))).towards(device(2)))
                .isEmpty();
    }
}
