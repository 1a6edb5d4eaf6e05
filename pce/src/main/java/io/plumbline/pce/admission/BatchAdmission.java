package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.batch.Demand;
import io.plumbline.pce.batch.FlowNetwork;
import io.plumbline.pce.batch.MasterSolver;
import io.plumbline.pce.batch.Placement;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.reservation.ReservationLedger.Mark;
import io.plumbline.pce.reservation.Scenario;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Admits a whole set of requests, as much volume as it can: where they go together is found by a linear program ({@link Placement}) over what is free of
 * rate and the least delays; each is then admitted on the path found for it, like any other, and what has no path, or none that holds its burst, where there is room.
 * Never less than one after the other in the order given.
 */
public final class BatchAdmission {
    private final TeTopology topology;
    private final ReservationLedger ledger;
    private final AdmissionControl control;
    private final MasterSolver solver;

    public BatchAdmission(
            TeTopology topology, ReservationLedger ledger, AdmissionControl control, MasterSolver solver) {
        this.topology = topology;
        this.ledger = ledger;
        this.control = control;
        this.solver = solver;
    }

    /** An answer for each request, in the same order. */
    public ImmutableList<Admission> place(ImmutableList<PathRequest> requests, long nowNanos) {
        Mark mark = ledger.mark();
        ImmutableList<Admission> inOrder = control.admitEach(requests, nowNanos);
        if (inOrder.stream().allMatch(Admitted.class::isInstance)) {
            ledger.keep(mark);
            return inOrder;
        }
        ledger.rollBack(mark);
        mark = ledger.mark();
        ImmutableList<Admission> together = together(requests, nowNanos);
        if (volume(together) >= volume(inOrder)) {
            ledger.keep(mark);
            return together;
        }
        ledger.rollBack(mark);
        return control.admitEach(requests, nowNanos);
    }

    private static long volume(ImmutableList<Admission> answers) {
        return answers.stream()
                .filter(Admitted.class::isInstance)
                .flatMap(answer -> ((Admitted) answer).reservations().stream())
                .mapToLong(it -> it.request().traffic().rateBitsPerSecond())
                .sum();
    }

    private ImmutableList<Admission> together(ImmutableList<PathRequest> requests, long nowNanos) {
        Map<Integer, ImmutableList<String>> paths = paths(requests, nowNanos);
        @Nullable Admission[] answers = new Admission[requests.size()];
        paths.forEach((index, links) -> control.admitAlong(requests.get(index), links, nowNanos)
                .ifPresent(admitted -> answers[index] = admitted));
        ImmutableList.Builder<Admission> all = ImmutableList.builder();
        for (int i = 0; i < answers.length; i++) {
            Admission answer = answers[i];
            all.add(answer != null ? answer : control.admit(ImmutableList.of(requests.get(i)), nowNanos));
        }
        return all.build();
    }

    /** By index of the request, in order of it: the links on which a linear program places it. */
    private Map<Integer, ImmutableList<String>> paths(ImmutableList<PathRequest> requests, long nowNanos) {
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (control.check(requests.get(i), nowNanos).isEmpty()) {
                asked.add(i);
            }
        }
        if (asked.isEmpty()) {
            return Map.of();
        }
        Numbered numbered = new Numbered();
        long from = asked.stream()
                .mapToLong(i -> requests.get(i).startNanos())
                .min()
                .getAsLong();
        long until =
                asked.stream().mapToLong(i -> requests.get(i).endNanos()).max().getAsLong();
        FlowNetwork network = numbered.network(from, until);
        List<Demand> demands = new ArrayList<>();
        List<Integer> demanding = new ArrayList<>();
        for (int i : asked) {
            numbered.demand(requests.get(i)).ifPresent(demand -> {
                demands.add(demand);
                demanding.add(i);
            });
        }
        ImmutableList<Optional<ImmutableIntArray>> placed =
                Placement.of(network, demands, solver).paths();
        Map<Integer, ImmutableList<String>> paths = new TreeMap<>();
        for (int d = 0; d < placed.size(); d++) {
            int index = demanding.get(d);
            placed.get(d).ifPresent(arcs -> paths.put(index, numbered.linkIds(arcs)));
        }
        return paths;
    }

    /** Nodes, and links that guarantees may use, as numbers in order of id. */
    private final class Numbered {
        private final Map<String, Integer> nodes = new HashMap<>();
        private final List<TeLink> links;
        private final int overheadBytes;

        Numbered() {
            topology.nodes().keySet().forEach(id -> nodes.put(id, nodes.size()));
            links = topology.links().values().stream()
                    .filter(link -> SearchGraph.whyUnusable(topology, link).isEmpty())
                    .toList();
            overheadBytes = links.stream().mapToInt(TeLink::overheadBytes).max().orElse(0);
        }

        FlowNetwork network(long from, long until) {
            return new FlowNetwork(
                    nodes.size(),
                    links.stream().mapToInt(link -> number(link.from())).toArray(),
                    links.stream().mapToInt(link -> number(link.to())).toArray(),
                    links.stream().mapToLong(link -> free(link, from, until)).toArray(),
                    links.stream().mapToLong(this::leastDelay).toArray());
        }

        /** Empty when no path could be quick enough. The rate is that on the link where frames are longest. */
        Optional<Demand> demand(PathRequest request) {
            long within = request.deadlineNanos()
                    - PathDelay.atIngress(node(request.ingressNode())).mostNanos();
            long rate = TokenBucket.onWire(request.traffic(), request.probe(), overheadBytes)
                    .rateBitsPerSecond();
            return within < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Demand(number(request.ingressNode()), number(request.egressNode()), rate, within));
        }

        ImmutableList<String> linkIds(ImmutableIntArray arcs) {
            return Arrays.stream(arcs.toArray())
                    .mapToObj(arc -> links.get(arc).id())
                    .collect(ImmutableList.toImmutableList());
        }

        private int number(String nodeId) {
            return Objects.requireNonNull(nodes.get(nodeId));
        }

        private TeNode node(String id) {
            return Objects.requireNonNull(topology.nodes().get(id));
        }

        private long leastDelay(TeLink link) {
            LinkCalculus calculus = new LinkCalculus(link);
            long budget = Long.MAX_VALUE;
            for (int p = calculus.firstGuaranteedClass(); p < calculus.classes(); p++) {
                budget = Math.min(budget, calculus.budgetNanos(p));
            }
            TeNode receiver = node(link.to());
            return budget + link.propagationNanos() + receiver.processingNanos() + receiver.softwareAllowanceNanos();
        }

        /** What can still be reserved at every instant, whatever has failed. */
        private long free(TeLink link, long from, long until) {
            LinkCalculus calculus = new LinkCalculus(link);
            LinkLoad load = new LinkLoad(calculus.classes());
            long most = 0;
            for (Scenario booked : ledger.link(link.id()).scenarios()) {
                int last = booked.stepBefore(until);
                for (int step = booked.stepAt(from); step >= 0; step = booked.nextRise(step, last)) {
                    booked.load(step, calculus, load);
                    most = Math.max(most, load.totalRate());
                }
            }
            return Math.max(0, calculus.reservableBitsPerSecond() - most);
        }
    }
}
