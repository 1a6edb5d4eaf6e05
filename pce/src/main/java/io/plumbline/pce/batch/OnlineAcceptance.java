package io.plumbline.pce.batch;

import com.google.common.primitives.ImmutableIntArray;
import io.plumbline.pce.path.LoadCost;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Demands that come one by one and are carried at once, whole, or never: each on the path that is cheapest by {@link LoadCost} within its
 * delay bound, exactly. That alone takes whatever fits. Told how much will be asked for in the end, it also refuses what is worth less than
 * the capacity that it would take from others ({@link BidPrices}).
 */
public final class OnlineAcceptance {
    private static final long PART_OF_LOAD = 16;

    private final FlowNetwork network;
    private final @Nullable BidPrices bids;
    private final long[] room;
    private final long[] costs;
    private final BoundedPaths search;
    private final long seed;
    private long offered;
    private long carried;

    /** Takes whatever fits. */
    public OnlineAcceptance(FlowNetwork network, long seed) {
        this(network, seed, null);
    }

    /** Refuses what would cost more than it brings, given how much will have been asked for in the end. */
    public OnlineAcceptance(FlowNetwork network, long seed, MasterSolver solver, long expectedBitsPerSecond) {
        this(network, seed, new BidPrices(network, solver, expectedBitsPerSecond));
    }

    private OnlineAcceptance(FlowNetwork network, long seed, @Nullable BidPrices bids) {
        this.network = network;
        this.bids = bids;
        this.seed = seed;
        room = network.capacities();
        costs = new long[network.arcs()];
        search = new BoundedPaths(network, costs, room);
    }

    /** The path that it is carried on from now on; empty when it is refused. */
    public Optional<ImmutableIntArray> offer(Demand demand) {
        network.check(demand);
        offered++;
        if (bids != null) {
            bids.note(demand, room);
        }
        for (int arc = 0; arc < costs.length; arc++) {
            costs[arc] = cost(arc, demand.rateBitsPerSecond());
        }
        search.costsChanged();
        int[] path = search.cheapest(demand, BoundedPaths.FAR);
        if (path == null || bids != null && bids.price(path) > Relaxation.PRICE_ONE) {
            return Optional.empty();
        }
        for (int arc : path) {
            room[arc] -= demand.rateBitsPerSecond();
        }
        carried += demand.rateBitsPerSecond();
        return Optional.of(ImmutableIntArray.copyOf(path));
    }

    /**
     * With bids, the bid, and a little of the load, so that what is worth nothing to others yet is used evenly too. Ties between equal ways
     * are broken by a hash of the demand's number.
     */
    private long cost(int arc, long rate) {
        long capacity = network.capacityBitsPerSecond(arc);
        long load = LoadCost.of(capacity - room[arc] + rate, capacity);
        long hash = (seed ^ offered * 0x9e3779b97f4a7c15L ^ arc * 0xc2b2ae3d27d4eb4fL) * 0xbf58476d1ce4e5b9L;
        long tie = 1 + (hash >>> 54);
        if (bids == null) {
            return load + tie;
        }
        return load / PART_OF_LOAD + tie + bids.price(arc) * (LoadCost.FULL / Relaxation.PRICE_ONE);
    }

    /** Volume carried so far. */
    public long carriedBitsPerSecond() {
        return carried;
    }
}
