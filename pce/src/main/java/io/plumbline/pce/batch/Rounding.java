package io.plumbline.pce.batch;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.plumbline.pce.batch.Relaxation.Commodity;
import io.plumbline.pce.batch.Relaxation.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a split solution whole. Nearly all of it is: a vertex of the linear program splits no more commodities than there are full arcs.
 *
 * <p>First each commodity's demands are packed into its shares, largest first; that fits by itself. What is left over is put where there is
 * room, on the way that is cheapest at the program's prices, the best bargain first: those prices say which arcs others need. Then demands
 * change places: one that is out comes in if moving aside, or putting out, a single smaller one makes the room. Where there are only a few
 * demands, {@link BranchAndBound} looks for what is better still. Everything is in whole numbers, and nothing is ever over capacity.
 */
final class Rounding {
    /** Most demands for which the best placement is looked for exactly, and how long. */
    private static final int FEW = 64;

    private static final int BRANCHES = 100_000;

    private final FlowNetwork network;
    private final List<Demand> demands;
    private final Relaxation relaxation;
    private final long[] room;
    private final long[] prices;
    private final BoundedPaths search;
    private final int[] @Nullable [] pathOf;
    private final Commodity[] commodityOf;

    /** By arc: the demands on it, in no order that matters. */
    private final int[][] on;

    private final int[] onCount;
    private final int[] seen;
    private int seenStamp;
    private int searchesLeft;

    Rounding(FlowNetwork network, List<Demand> demands, Relaxation relaxation, int mostSearches) {
        this.network = network;
        this.demands = demands;
        this.relaxation = relaxation;
        searchesLeft = mostSearches;
        room = network.capacities();
        prices = relaxation.prices().toArray();
        search = new BoundedPaths(network, prices, room);
        pathOf = new int[demands.size()][];
        commodityOf = new Commodity[demands.size()];
        for (Commodity commodity : relaxation.commodities()) {
            commodity.demands().forEach(i -> commodityOf[i] = commodity);
        }
        on = new int[network.arcs()][8];
        onCount = new int[network.arcs()];
        seen = new int[network.arcs()];
    }

    Placement place() {
        relaxation.commodities().forEach(this::pack);
        fill();
        boolean better = true;
        while (better && searchesLeft > 0) {
            better = changePlaces();
            fill();
        }
        long carried = carried();
        boolean proven = carried == relaxation.upperBoundBitsPerSecond()
                || demands.size() <= FEW && new BranchAndBound(network, demands, prices, pathOf, BRANCHES).run();
        return placement(proven);
    }

    private long carried() {
        long carried = 0;
        for (int i = 0; i < pathOf.length; i++) {
            carried += pathOf[i] == null ? 0 : rate(i);
        }
        return carried;
    }

    private Placement placement(boolean proven) {
        ImmutableList.Builder<Optional<ImmutableIntArray>> paths = ImmutableList.builder();
        for (int[] path : pathOf) {
            paths.add(path == null ? Optional.empty() : Optional.of(ImmutableIntArray.copyOf(path)));
        }
        return new Placement(paths.build(), carried(), proven, relaxation);
    }

    private long rate(int demand) {
        return demands.get(demand).rateBitsPerSecond();
    }

    private void pack(Commodity commodity) {
        List<Integer> largestFirst = new ArrayList<>(commodity.demands().asList());
        largestFirst.sort(Comparator.comparingLong(i -> -rate(i)));
        for (Share share : commodity.shares()) {
            int[] path = share.path().toArray();
            // A bit more than the solver says, which is rounded and perturbed; room decides.
            double left = share.bitsPerSecond() * (1 + 1e-5);
            for (int i : largestFirst) {
                if (pathOf[i] == null && rate(i) <= left && fits(path, rate(i))) {
                    put(i, path);
                    left -= rate(i);
                }
            }
        }
    }

    /** A demand that is out, and what its cheapest way cost at the prices alone. */
    private record Bargain(int demand, long cost) {}

    private void fill() {
        List<Bargain> bargains = new ArrayList<>();
        for (int i = 0; i < pathOf.length; i++) {
            if (pathOf[i] == null) {
                bargains.add(new Bargain(
                        i,
                        search.leastCost(demands.get(i).source(), demands.get(i).target())));
            }
        }
        bargains.sort(Comparator.comparingLong(Bargain::cost).thenComparing(bargain -> -rate(bargain.demand())));
        for (Bargain bargain : bargains) {
            int[] path = bargain.cost() >= BoundedPaths.FAR
                    ? null
                    : search.cheapest(demands.get(bargain.demand()), BoundedPaths.FAR);
            if (path != null) {
                put(bargain.demand(), path);
            }
        }
    }

    /** Goes once through all that are out, largest first. */
    private boolean changePlaces() {
        Integer[] out = new Integer[pathOf.length];
        Arrays.setAll(out, i -> i);
        Arrays.sort(out, Comparator.comparingLong(i -> -rate(i)));
        boolean better = false;
        for (int i : out) {
            if (searchesLeft <= 0) {
                break;
            }
            if (pathOf[i] == null) {
                better |= letIn(i);
            }
        }
        return better;
    }

    private boolean letIn(int demand) {
        for (int[] path : waysOf(demand)) {
            if (letIn(demand, path)) {
                return true;
            }
        }
        return false;
    }

    /** Its shares, and the cheapest way if all had room. */
    private List<int[]> waysOf(int demand) {
        List<int[]> ways = new ArrayList<>();
        for (Share share : commodityOf[demand].shares()) {
            ways.add(share.path().toArray());
        }
        if (ways.isEmpty()) {
            int[] empty = new BoundedPaths(network, prices, network.capacities())
                    .cheapest(demands.get(demand), BoundedPaths.FAR);
            searchesLeft--;
            if (empty != null) {
                ways.add(empty);
            }
        }
        return ways;
    }

    private boolean letIn(int demand, int[] path) {
        long need = rate(demand);
        int worst = -1;
        seenStamp++;
        int full = 0;
        for (int arc : path) {
            if (room[arc] < need) {
                full++;
                seen[arc] = seenStamp;
                if (worst < 0 || room[arc] < room[worst]) {
                    worst = arc;
                }
            }
        }
        if (worst < 0) {
            put(demand, path);
            return true;
        }
        long least = need - room[worst];
        int toPutOut = -1;
        for (int k = 0; k < onCount[worst] && searchesLeft > 0; k++) {
            int other = on[worst][k];
            if (rate(other) < least || !covers(pathOf[other], full)) {
                continue;
            }
            int[] old = pathOf[other];
            take(other);
            put(demand, path);
            searchesLeft--;
            int[] aside = search.cheapest(demands.get(other), BoundedPaths.FAR);
            if (aside != null) {
                put(other, aside);
                return true;
            }
            take(demand);
            put(other, old);
            if (rate(other) < need && (toPutOut < 0 || rate(other) < rate(toPutOut))) {
                toPutOut = other;
            }
        }
        if (toPutOut >= 0) {
            take(toPutOut);
            put(demand, path);
            return true;
        }
        return false;
    }

    /** Whether a path crosses all the arcs that were just marked. */
    private boolean covers(int @Nullable [] path, int marked) {
        int crossed = 0;
        if (path != null) {
            for (int arc : path) {
                crossed += seen[arc] == seenStamp ? 1 : 0;
            }
        }
        return crossed == marked;
    }

    private boolean fits(int[] path, long rate) {
        for (int arc : path) {
            if (room[arc] < rate) {
                return false;
            }
        }
        return true;
    }

    private void put(int demand, int @Nullable [] path) {
        if (path == null) {
            throw new IllegalStateException("no path for demand " + demand);
        }
        for (int arc : path) {
            room[arc] -= rate(demand);
            if (onCount[arc] == on[arc].length) {
                on[arc] = Arrays.copyOf(on[arc], 2 * onCount[arc]);
            }
            on[arc][onCount[arc]++] = demand;
        }
        pathOf[demand] = path;
    }

    private void take(int demand) {
        int[] path = pathOf[demand];
        if (path == null) {
            throw new IllegalStateException("demand " + demand + " is not placed");
        }
        for (int arc : path) {
            room[arc] += rate(demand);
            int k = 0;
            while (on[arc][k] != demand) {
                k++;
            }
            on[arc][k] = on[arc][--onCount[arc]];
        }
        pathOf[demand] = null;
    }
}
