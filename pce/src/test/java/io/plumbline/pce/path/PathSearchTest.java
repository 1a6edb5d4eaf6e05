package io.plumbline.pce.path;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.NaiveLedger;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.RandomRoutes;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.AdmissionControl;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.DirectedWeightedPseudograph;
import org.junit.jupiter.api.Test;

/** The search against JGraphT: least delays against its Dijkstra, the cheapest admissible path against all of its paths. */
class PathSearchTest {

    private static Graph<Integer, Arc> jgrapht(SearchGraph graph) {
        Graph<Integer, Arc> copy = new DirectedWeightedPseudograph<>(Arc.class);
        for (int node = 0; node < graph.nodeCount(); node++) {
            copy.addVertex(node);
        }
        for (int node = 0; node < graph.nodeCount(); node++) {
            for (Arc arc : graph.out(node)) {
                copy.addEdge(arc.from(), arc.to(), arc);
                copy.setEdgeWeight(arc, arc.leastDelayNanos());
            }
        }
        return copy;
    }

    @Test
    void leastDelays_areThoseOfDijkstra() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            SearchGraph graph = new SearchGraph(new RandomNetwork(random, 2 + random.nextInt(20), 3).topology);
            Graph<Integer, Arc> copy = jgrapht(graph);
            for (int to = 0; to < graph.nodeCount(); to++) {
                for (int from = 0; from < graph.nodeCount(); from++) {
                    double expected = new DijkstraShortestPath<>(copy).getPathWeight(from, to);
                    long least = graph.leastDelayTo(to).distances()[from];
                    assertThat(least >= SearchGraph.UNREACHABLE ? Double.POSITIVE_INFINITY : least)
                            .as("seed %d, %d to %d", seed, from, to)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void cheapest_isThatOfAllAdmissiblePathsAndClasses() {
        int found = 0;
        int chosen = 0;
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(seed);
            RandomNetwork network = new RandomNetwork(random, 2 + random.nextInt(4), 2);
            SearchGraph graph = new SearchGraph(network.topology);
            Graph<Integer, Arc> copy = jgrapht(graph);
            ReservationLedger ledger = new ReservationLedger();
            NaiveLedger naive = new NaiveLedger(network.topology, NaiveLedger.Mutant.NONE);
            for (int i = 0; i < 20; i++) {
                PathRequest request = network.request(0);
                String what = "seed " + seed + ", request " + i;
                PathSearch search = new PathSearch(graph, ledger, request, seed);
                Map<TePath, Long> costs = new HashMap<>();
                for (GraphPath<Integer, Arc> path : new AllDirectedPaths<>(copy)
                        .getAllPaths(
                                graph.number(request.ingressNode()), graph.number(request.egressNode()), true, null)) {
                    classes(search, path.getEdgeList(), new ArrayList<>(), 0, costs);
                }
                costs.keySet()
                        .removeIf(path -> naive.tryPath(request, path, request.deadlineNanos(), true)
                                .isEmpty());
                Optional<PathSearch.Found> best = search.cheapest();
                assertThat(best.isPresent()).as(what).isEqualTo(!costs.isEmpty());
                Optional<PathSearch.Found> quick = search.best();
                assertThat(quick.isPresent()).as(what).isEqualTo(!costs.isEmpty());
                if (best.isPresent()) {
                    assertThat(costs).as(what).containsKey(quick.orElseThrow().path());
                    long least = costs.values().stream()
                            .mapToLong(cost -> cost)
                            .min()
                            .orElseThrow();
                    assertThat(costs.get(best.get().path())).as(what).isEqualTo(least);
                    found++;
                    chosen += costs.size() > 1 ? 1 : 0;
                }
                if (new AdmissionControl(graph, ledger, seed).admit(ImmutableList.of(request), 0)
                        instanceof Admitted admitted) {
                    naive.book(admitted.reservations().getFirst());
                }
            }
        }
        System.out.println("cheapest: " + found + " found, " + chosen + " of them from more than one");
        assertThat(chosen).isGreaterThan(250);
    }

    /** The same over routes, by way of all paths of what the route leaves. */
    @Test
    void cheapest_onARoute_isThatOfAllAdmissiblePathsAndClasses() {
        int chosen = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(400 + seed);
            RandomNetwork network = new RandomNetwork(random, 3 + random.nextInt(3), 2);
            RandomRoutes routes = new RandomRoutes(random, network.topology, 6);
            SearchGraph whole = new SearchGraph(routes.topology);
            ReservationLedger ledger = new ReservationLedger();
            NaiveLedger naive = new NaiveLedger(routes.topology, NaiveLedger.Mutant.NONE);
            for (int i = 0; i < 20; i++) {
                PathRequest request = routes.routed(network.request(0));
                String what = "seed " + seed + ", request " + i;
                SearchGraph graph = whole.within(request.route());
                PathSearch search = new PathSearch(graph, ledger, request, seed);
                Map<TePath, Long> costs = new HashMap<>();
                new AllDirectedPaths<>(jgrapht(graph))
                        .getAllPaths(
                                graph.number(request.ingressNode()), graph.number(request.egressNode()), true, null)
                        .forEach(path -> classes(search, path.getEdgeList(), new ArrayList<>(), 0, costs));
                costs.keySet()
                        .removeIf(path -> naive.tryPath(request, path, request.deadlineNanos(), true)
                                .isEmpty());
                Optional<PathSearch.Found> best = search.cheapest();
                assertThat(best.isPresent()).as(what).isEqualTo(!costs.isEmpty());
                assertThat(search.gaveUp()).as(what).isFalse();
                if (best.isPresent()) {
                    long least = costs.values().stream()
                            .mapToLong(cost -> cost)
                            .min()
                            .orElseThrow();
                    assertThat(costs.get(best.get().path())).as(what).isEqualTo(least);
                    chosen += costs.size() > 1 && !request.route().waypoints().isEmpty() ? 1 : 0;
                }
                if (new AdmissionControl(whole, ledger, seed).admit(ImmutableList.of(request), 0)
                        instanceof Admitted admitted) {
                    naive.book(admitted.reservations().getFirst());
                }
            }
        }
        System.out.println("cheapest through waypoints: " + chosen + " of more than one");
        assertThat(chosen).isGreaterThan(50);
    }

    private static void classes(
            PathSearch search, List<Arc> arcs, List<TePath.Hop> hops, long cost, Map<TePath, Long> costs) {
        if (hops.size() == arcs.size()) {
            costs.put(new TePath(ImmutableList.copyOf(hops)), cost);
            return;
        }
        Arc arc = arcs.get(hops.size());
        for (int p = arc.calculus().firstGuaranteedClass(); p < arc.calculus().classes(); p++) {
            hops.add(new TePath.Hop(arc.link().id(), p));
            classes(search, arcs, hops, cost + search.cost(arc, p), costs);
            hops.removeLast();
        }
    }

    /** Four equal ways from a to b: the load goes over all of them, the same way in every run, another one for another seed. */
    @Test
    void equalWays_areUsedEvenlyAndReproducibly() {
        TeTopology fan = topology(
                ImmutableList.of(
                        node("a", 0, 0),
                        node("m1", 0, 0),
                        node("m2", 0, 0),
                        node("m3", 0, 0),
                        node("m4", 0, 0),
                        node("b", 0, 0),
                        terminationPoint("t")),
                ImmutableList.of(
                        link("a", "m1").build(),
                        link("a", "m2").build(),
                        link("a", "m3").build(),
                        link("a", "m4").build(),
                        link("m1", "b").build(),
                        link("m2", "b").build(),
                        link("m3", "b").build(),
                        link("m4", "b").build(),
                        link("b", "t").access().capacity(100 * MEGA).build()));
        // Each on an empty network, so that nothing but the hash tells the ways apart.
        Map<String, Integer> ways = new HashMap<>();
        List<Reservation> all = new ArrayList<>();
        List<Reservation> again = new ArrayList<>();
        List<Reservation> otherwise = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Reservation reservation = admitAlone(fan, 1, "r" + i);
            ways.merge(reservation.hops().getFirst().to(), 1, Integer::sum);
            all.add(reservation);
            again.add(admitAlone(fan, 1, "r" + i));
            otherwise.add(admitAlone(fan, 2, "r" + i));
        }
        assertThat(ways).hasSize(4);
        assertThat(ways.values()).allMatch(count -> count > 25);
        assertThat(again).isEqualTo(all);
        assertThat(otherwise).isNotEqualTo(all);

        // On one network the next goes where there is least: a multiple of four spreads evenly.
        Pce pce = Networks.pce(1, fan);
        Map<String, Integer> together = new HashMap<>();
        for (int i = 0; i < 8; i++) {
            Admitted admitted = (Admitted) pce.admit(ImmutableList.of(request("r" + i)), 0);
            together.merge(admitted.reservations().getFirst().hops().getFirst().to(), 1, Integer::sum);
        }
        assertThat(together.values()).containsExactly(2, 2, 2, 2);
    }

    /** Of the sixteen ways between two pods of a fat-tree of k = 8 each carries about a sixteenth of many flows between two hosts. */
    @Test
    void load_spreadsOverAFatTree() {
        int half = 4;
        List<TeNode> nodes = new ArrayList<>();
        List<TeLink> links = new ArrayList<>();
        for (String pod : List.of("a", "b")) {
            nodes.add(node(pod + "-edge", 0, 0));
            nodes.add(node(pod + "-host", 0, 0));
            for (String[] ends : new String[][] {{pod + "-host", pod + "-edge"}, {pod + "-edge", pod + "-host"}}) {
                links.add(link(ends[0], ends[1])
                        .capacity(1000 * MEGA)
                        .classes(new ServiceClass("gold", 6 * MILLI, 1_000_000))
                        .build());
            }
            for (int i = 0; i < half; i++) {
                String aggregation = pod + i;
                nodes.add(node(aggregation, 0, 0));
                links.add(link(pod + "-edge", aggregation).build());
                links.add(link(aggregation, pod + "-edge").build());
                for (int j = 0; j < half; j++) {
                    links.add(link(aggregation, "core" + i + j).build());
                    links.add(link("core" + i + j, aggregation).build());
                }
            }
        }
        for (int i = 0; i < half * half; i++) {
            nodes.add(node("core" + i / half + i % half, 0, 0));
        }
        Pce pce = Networks.pce(1, topology(nodes, links));
        Map<String, Integer> cores = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            PathRequest request = new PathRequest(
                    "r" + i, "a-host", "b-host", traffic(MEGA / 10, 500, 1), PolicedTraffic.NONE, SECOND, 0, SECOND);
            Admitted admitted = (Admitted) pce.admit(ImmutableList.of(request), 0);
            assertThat(admitted.reservations().getFirst().hops()).hasSize(6);
            cores.merge(admitted.reservations().getFirst().hops().get(2).to(), 1, Integer::sum);
        }
        assertThat(cores).hasSize(16);
        assertThat(cores.values()).allMatch(count -> count == 4);
    }

    /** The lowest class that meets the deadline: higher ones are kept for those who need them. */
    @Test
    void classes_areAsLowAsTheDeadlineAllows() {
        TeTopology line = topology(
                ImmutableList.of(node("a", 0, 0), terminationPoint("t")),
                ImmutableList.of(link("a", "t").build()));
        for (long deadline : new long[] {20 * MILLI, 20 * MILLI - 1}) {
            PathRequest request =
                    new PathRequest("r", "a", "t", traffic(MEGA, 500, 1), PolicedTraffic.NONE, deadline, 0, SECOND);
            Admitted admitted = (Admitted) Networks.pce(1, line).admit(ImmutableList.of(request), 0);
            assertThat(admitted.reservations().getFirst().hops().getFirst().className())
                    .isEqualTo(deadline == 20 * MILLI ? "silver" : "gold");
        }
    }

    private static PathRequest request(String id) {
        return new PathRequest(id, "a", "t", traffic(MEGA, 500, 1), PolicedTraffic.NONE, SECOND, 0, SECOND);
    }

    private static Reservation admitAlone(TeTopology topology, long seed, String id) {
        Admitted admitted = (Admitted) Networks.pce(seed, topology).admit(ImmutableList.of(request(id)), 0);
        return admitted.reservations().getFirst();
    }
}
