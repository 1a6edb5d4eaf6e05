package io.plumbline.pce.batch;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import io.plumbline.pce.batch.Relaxation.Commodity;
import io.plumbline.pce.batch.Relaxation.Share;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The largest volume of demands that fits a network, split as one likes: a linear program over all paths within the delay bounds, solved
 * over few of them. The master prices the arcs; pricing looks for each commodity's cheapest path within its bound, exactly; those that
 * gain join the master (Dantzig and Wolfe, 1960; Ford and Fulkerson, 1958).
 *
 * <p><b>The bound needs no trust.</b> For any prices y, not negative, weak duality says that no placement carries more than
 * {@code sum C_e y_e + sum r_i max(0, 1 - cheapest_i(y))}. Prices are rounded to integers, cheapest paths are found in integers, and the
 * sum is exact; so the least of these sums over all rounds is a true bound, however a solver errs and whenever the rounds end.
 *
 * <p>Prices of one master jump about, so pricing is done half-way between them and the best ones so far (Wentges, 1997); where that
 * finds nothing, at the master's own.
 */
public final class ColumnGeneration {
    /** Bound and flow have met when they are this part apart. */
    private static final double TOLERANCE = 1e-5;

    private static final double GAIN_TOLERANCE = 1e-7;
    private static final double UNIT = 1e6;
    private static final BigInteger ONE = BigInteger.valueOf(Relaxation.PRICE_ONE);

    private final FlowNetwork network;
    private final List<Demand> shapes = new ArrayList<>();
    private final List<ImmutableIntArray> members = new ArrayList<>();
    private final long[] rates;
    private final MasterSolver solver;
    private final RestrictedMaster master;
    private final long[] prices;
    private final BoundedPaths pricing;
    private final List<ImmutableIntArray> paths = new ArrayList<>();
    private final List<Integer> commodityOfPath = new ArrayList<>();
    private BigInteger leastBound;
    private long[] bestPrices;

    private ColumnGeneration(FlowNetwork network, List<Demand> demands, MasterSolver solver) {
        this.network = network;
        this.solver = solver;
        group(demands);
        rates = new long[shapes.size()];
        double[] units = new double[shapes.size()];
        BigInteger all = BigInteger.ZERO;
        for (int k = 0; k < rates.length; k++) {
            rates[k] = members.get(k).stream()
                    .mapToLong(i -> demands.get(i).rateBitsPerSecond())
                    .reduce(0, Math::addExact);
            units[k] = rates[k] / UNIT;
            all = all.add(BigInteger.valueOf(rates[k]));
        }
        double[] capacities = new double[network.arcs()];
        for (int arc = 0; arc < capacities.length; arc++) {
            capacities[arc] = network.capacityBitsPerSecond(arc) / UNIT;
        }
        master = solver.master(capacities, units);
        prices = new long[network.arcs()];
        bestPrices = prices.clone();
        leastBound = all.multiply(ONE);
        pricing = new BoundedPaths(network, prices, network.capacities());
        start(demands);
    }

    /** Runs until bound and flow meet, or for some rounds. */
    public static Relaxation solve(FlowNetwork network, List<Demand> demands, MasterSolver solver, int mostRounds) {
        return new ColumnGeneration(network, demands, solver).run(mostRounds);
    }

    private void group(List<Demand> demands) {
        long narrowest = Long.MAX_VALUE;
        for (int arc = 0; arc < network.arcs(); arc++) {
            narrowest = Math.min(narrowest, network.capacityBitsPerSecond(arc));
        }
        Map<Demand, ImmutableIntArray.Builder> groups = new LinkedHashMap<>();
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            network.check(demand);
            long width = demand.rateBitsPerSecond() > narrowest ? demand.rateBitsPerSecond() : 1;
            Demand shape = new Demand(demand.source(), demand.target(), width, demand.delayBoundNanos());
            groups.computeIfAbsent(shape, s -> ImmutableIntArray.builder()).add(i);
        }
        groups.forEach((shape, numbers) -> {
            shapes.add(shape);
            members.add(numbers.build());
        });
    }

    /**
     * The paths that the demands would get one by one, where they spread over the network. Cheapest paths of an empty one would all take the
     * same arcs, and the first masters would be about shortages that there are not.
     */
    private void start(List<Demand> demands) {
        OnlineAcceptance oneByOne = new OnlineAcceptance(network, 0);
        for (int k = 0; k < rates.length; k++) {
            Set<ImmutableIntArray> known = new LinkedHashSet<>();
            members.get(k).forEach(i -> oneByOne.offer(demands.get(i)).ifPresent(known::add));
            for (ImmutableIntArray path : known) {
                add(k, path.toArray());
            }
        }
    }

    private void add(int commodity, int[] path) {
        master.addPath(commodity, path);
        paths.add(ImmutableIntArray.copyOf(path));
        commodityOfPath.add(commodity);
    }

    private Relaxation run(int mostRounds) {
        boolean closed = false;
        int round = 0;
        while (!closed && round < mostRounds) {
            round++;
            master.solve();
            boolean found = round > 1 && priceAt(true);
            closed = !(found || priceAt(false)) || hasMet();
        }
        master.solve();
        return new Relaxation(
                solver.name(),
                up(leastBound),
                (long) (flow() * UNIT),
                round,
                closed,
                ImmutableLongArray.copyOf(bestPrices),
                commodities());
    }

    private double flow() {
        double flow = 0;
        for (int path = 0; path < paths.size(); path++) {
            flow += master.flow(path);
        }
        return flow;
    }

    private boolean hasMet() {
        double bound = leastBound.doubleValue() / Relaxation.PRICE_ONE / UNIT;
        return bound - flow() <= TOLERANCE * bound;
    }

    private static long up(BigInteger parts) {
        BigInteger[] both = parts.divideAndRemainder(ONE);
        return both[0].add(both[1].signum() > 0 ? BigInteger.ONE : BigInteger.ZERO)
                .longValueExact();
    }

    /**
     * One round of pricing, at the prices of the master or half-way to the best ones: lowers the bound, adds the paths that gain.
     *
     * @return whether there were any
     */
    private boolean priceAt(boolean halfWay) {
        double[] ofMaster = new double[network.arcs()];
        for (int arc = 0; arc < ofMaster.length; arc++) {
            ofMaster[arc] = Math.max(0, master.price(arc));
            long price = Math.round(ofMaster[arc] * Relaxation.PRICE_ONE);
            prices[arc] = halfWay ? (price + bestPrices[arc]) / 2 : price;
        }
        pricing.costsChanged();
        BigInteger bound = BigInteger.ZERO;
        for (int arc = 0; arc < prices.length; arc++) {
            if (prices[arc] > 0) {
                bound = bound.add(BigInteger.valueOf(network.capacityBitsPerSecond(arc))
                        .multiply(BigInteger.valueOf(prices[arc])));
            }
        }
        boolean found = false;
        for (int k = 0; k < rates.length; k++) {
            int[] path = pricing.cheapest(shapes.get(k), Relaxation.PRICE_ONE);
            if (path == null) {
                continue;
            }
            bound = bound.add(BigInteger.valueOf(rates[k])
                    .multiply(BigInteger.valueOf(Relaxation.PRICE_ONE - pricing.foundCost())));
            double gain = 1 - master.profit(k);
            for (int arc : path) {
                gain -= ofMaster[arc];
            }
            if (gain > GAIN_TOLERANCE) {
                add(k, path);
                found = true;
            }
        }
        if (bound.compareTo(leastBound) < 0) {
            leastBound = bound;
            bestPrices = prices.clone();
        }
        return found;
    }

    private ImmutableList<Commodity> commodities() {
        List<ImmutableList.Builder<Share>> shares = new ArrayList<>();
        for (int k = 0; k < rates.length; k++) {
            shares.add(ImmutableList.builder());
        }
        for (int path = 0; path < paths.size(); path++) {
            double flow = master.flow(path) * UNIT;
            if (flow >= 1) {
                shares.get(commodityOfPath.get(path)).add(new Share(paths.get(path), flow));
            }
        }
        ImmutableList.Builder<Commodity> commodities = ImmutableList.builder();
        for (int k = 0; k < rates.length; k++) {
            commodities.add(new Commodity(
                    shapes.get(k), members.get(k), rates[k], shares.get(k).build()));
        }
        return commodities.build();
    }
}
