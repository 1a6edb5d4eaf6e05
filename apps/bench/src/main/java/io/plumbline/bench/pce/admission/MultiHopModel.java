package io.plumbline.bench.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Admission by the multi-hop model of DetServ (Guck, van Bemten, Kellerer 2017), its resources split equally: what each queue of a link may
 * carry, a rate and a burst, is fixed in advance, so that its delay is what the worst of these shares would cause, whatever is booked; a
 * flow joins where both shares have room. (The engine's own model fixes the delays alone, and lets the queues of a link share the rest.)
 *
 * <p>On the same links with the same delay budgets: every queue has the same part of the rate, and the same burst, as large as the budget
 * and the buffer of every queue allow. Bursts grow and deadlines count as in the engine. The path and queues of a flow are the cheapest
 * that are admissible, by the same price, {@code (100^u - 1) / 99} of the fuller share: an exact search over all of them, with the quickest
 * where that would take too long. So what differs is the model, and one thing beside it: the engine's own search also prices what a burst grows
 * to behind a link, and this one does not; a ratio of the two is of more than the models.
 */
public final class MultiHopModel {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_LABELS = 20_000;
    private static final double NOWHERE = Double.MAX_VALUE;

    /** One direction of a link, and what its queues carry. */
    private static final class Arc {
        final int from;
        final int to;
        final long propagationNanos;
        final long[] budgets;
        final long[] rates;
        final long[] bursts;

        Arc(int from, int to, TeLink link) {
            this.from = from;
            this.to = to;
            propagationNanos = link.propagationNanos();
            budgets =
                    link.classes().stream().mapToLong(ServiceClass::budgetNanos).toArray();
            rates = new long[budgets.length];
            bursts = new long[budgets.length];
        }
    }

    private record Label(
            int node, @Nullable Label parent, int arc, int queue, double cost, long delay, long grown, double key) {}

    private record Shares(long rate, long burst) {
        /** The largest equal ones with which every queue keeps its budget and its buffer. */
        static Shares of(TeLink link) {
            int queues = link.classes().size();
            double capacity = link.capacityBitsPerSecond();
            long rate = (link.capacityBitsPerSecond() - 1) / queues;
            double burst = Double.MAX_VALUE;
            for (int p = 0; p < queues; p++) {
                double left = capacity - (double) p * rate;
                double inTime = link.classes().get(p).budgetNanos() / NANOS_PER_SECOND * left - link.lowerFrameBits();
                burst = Math.min(burst, inTime / (p + 1));
                // b + r (L + p b) / R <= B
                double inBuffer = link.classes().get(p).bufferBits() - rate * link.lowerFrameBits() / left;
                burst = Math.min(burst, inBuffer / (1 + p * rate / left));
            }
            return new Shares(rate, (long) burst);
        }
    }

    private final ImmutableList<String> nodes;
    private final List<Arc> arcs = new ArrayList<>();
    private final List<List<Integer>> leaving = new ArrayList<>();
    private final List<List<Integer>> entering = new ArrayList<>();
    private final Shares shares;

    private MultiHopModel(GuaranteedNetwork network) {
        nodes = ImmutableList.copyOf(network.topology().nodes().keySet());
        nodes.forEach(id -> leaving.add(new ArrayList<>()));
        nodes.forEach(id -> entering.add(new ArrayList<>()));
        for (TeLink link : network.topology().links().values()) {
            Arc arc = new Arc(nodes.indexOf(link.from()), nodes.indexOf(link.to()), link);
            leaving.get(arc.from).add(arcs.size());
            entering.get(arc.to).add(arcs.size());
            arcs.add(arc);
        }
        // All links of these rows are alike.
        shares = Shares.of(network.topology().links().values().iterator().next());
    }

    /** How many of the requests are admitted, one after the other. */
    public static int admitted(GuaranteedNetwork network, ImmutableList<PathRequest> requests) {
        MultiHopModel model = new MultiHopModel(network);
        int admitted = 0;
        for (PathRequest request : requests) {
            admitted += model.admit(request) ? 1 : 0;
        }
        return admitted;
    }

    private boolean admit(PathRequest request) {
        int from = nodes.indexOf(request.ingressNode());
        int to = nodes.indexOf(request.egressNode());
        double[] delayToGo = toGo(request, to, true);
        if (delayToGo[from] > request.deadlineNanos()) {
            return false;
        }
        double[] costToGo = toGo(request, to, false);
        Label found = search(request, from, to, costToGo, delayToGo, true);
        if (found == null) {
            found = search(request, from, to, delayToGo, delayToGo, false);
        }
        for (Label label = found; label != null && label.parent() != null; label = label.parent()) {
            Arc arc = arcs.get(label.arc());
            arc.rates[label.queue()] += request.traffic().rateBitsPerSecond();
            arc.bursts[label.queue()] += burst(request, label.parent().grown());
        }
        return found != null;
    }

    private static long burst(PathRequest request, long grownNanos) {
        double growth = Math.ceil(request.traffic().rateBitsPerSecond() * (double) grownNanos / NANOS_PER_SECOND);
        return request.traffic().burstBits() + (long) growth;
    }

    private boolean admits(PathRequest request, Arc arc, int queue, long burst) {
        return arc.rates[queue] + request.traffic().rateBitsPerSecond() <= shares.rate()
                && arc.bursts[queue] + burst <= shares.burst();
    }

    private double cost(PathRequest request, Arc arc, int queue) {
        double rate = (arc.rates[queue] + request.traffic().rateBitsPerSecond()) / (double) shares.rate();
        double burst = (arc.bursts[queue] + request.traffic().burstBits()) / (double) shares.burst();
        return (Math.pow(100, Math.max(rate, burst)) - 1) / 99 + 1e-9;
    }

    /** Least delay or cost to the egress over queues that admit the burst before it has grown: Dijkstra's algorithm, backwards. */
    private double[] toGo(PathRequest request, int to, boolean delay) {
        record Reached(double distance, int node) {}
        double[] least = new double[nodes.size()];
        Arrays.fill(least, NOWHERE);
        least[to] = 0;
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Double.compare(a.distance(), b.distance()));
        queue.add(new Reached(0, to));
        for (Reached reached = queue.poll(); reached != null; reached = queue.poll()) {
            if (reached.distance() > least[reached.node()]) {
                continue;
            }
            for (int index : entering.get(reached.node())) {
                Arc arc = arcs.get(index);
                for (int p = 0; p < arc.budgets.length; p++) {
                    double distance = reached.distance()
                            + (delay ? arc.propagationNanos + arc.budgets[p] : cost(request, arc, p));
                    if (distance < least[arc.from]
                            && admits(request, arc, p, request.traffic().burstBits())) {
                        least[arc.from] = distance;
                        queue.add(new Reached(distance, arc.from));
                    }
                }
            }
        }
        return least;
    }

    /** By setting labels; null when there is no path, or when it took too many labels to look for the cheapest. */
    private @Nullable Label search(
            PathRequest request, int from, int to, double[] toGo, double[] delayToGo, boolean byCost) {
        List<List<Label>> settled = new ArrayList<>();
        nodes.forEach(id -> settled.add(new ArrayList<>()));
        PriorityQueue<Label> queue = new PriorityQueue<>((a, b) -> Double.compare(a.key(), b.key()));
        queue.add(new Label(from, null, -1, -1, 0, 0, 0, toGo[from]));
        int labels = 0;
        for (Label label = queue.poll(); label != null; label = queue.poll()) {
            if (isDominated(label.delay(), label.grown(), settled.get(label.node()))) {
                continue;
            }
            if (label.node() == to) {
                return label;
            }
            if (byCost && ++labels > MOST_LABELS) {
                return null;
            }
            settled.get(label.node()).add(label);
            for (int index : leaving.get(label.node())) {
                Arc arc = arcs.get(index);
                long burst = burst(request, label.grown());
                for (int p = 0; p < arc.budgets.length; p++) {
                    long delay = label.delay() + arc.propagationNanos + arc.budgets[p];
                    long grown = label.grown() + arc.budgets[p];
                    if (delay + delayToGo[arc.to] <= request.deadlineNanos()
                            && admits(request, arc, p, burst)
                            && !isDominated(delay, grown, settled.get(arc.to))) {
                        double cost = byCost ? label.cost() + cost(request, arc, p) : delay;
                        queue.add(new Label(arc.to, label, index, p, cost, delay, grown, cost + toGo[arc.to]));
                    }
                }
            }
        }
        return null;
    }

    private static boolean isDominated(long delay, long grown, List<Label> settled) {
        for (Label other : settled) {
            if (other.delay() <= delay && other.grown() <= grown) {
                return true;
            }
        }
        return false;
    }
}
