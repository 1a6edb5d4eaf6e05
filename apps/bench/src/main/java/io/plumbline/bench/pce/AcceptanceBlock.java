package io.plumbline.bench.pce;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.pce.acceptance.AcceptanceRequests;
import io.plumbline.bench.pce.acceptance.AcceptanceRequests.Traffic;
import io.plumbline.bench.pce.instance.GeneratedTopologies;
import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkMap;
import io.plumbline.controller.inventory.NormDemands;
import io.plumbline.pce.batch.Demand;
import io.plumbline.pce.batch.FlowNetwork;
import io.plumbline.pce.batch.GubSimplex;
import io.plumbline.pce.batch.OnlineAcceptance;
import io.plumbline.pce.batch.Placement;
import io.plumbline.pce.topology.TeTopology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much of a set of requests is carried, one by one and all at once, against what can be carried at most. */
final class AcceptanceBlock implements PceBlock {
    private static final String DEMANDS = ".dem";
    private static final int FAT_TREE_PORTS = 8;
    private static final double WHOLE_PART = 0.995;
    private static final long NANOS_PER_MICROSECOND = 1_000;

    /** Offered: the sum of rate times least hops, as a part of all capacity. */
    private static final double[] LOADS = {0.6, 1.0};

    /** Percent of the bound that is to be carried one by one, by load. */
    private static final Map<String, double[]> BARS = Map.of(
            "snd-germany50", new double[] {98.6, 87.7},
            "snd-cost266", new double[] {99.4, 92.5},
            "Geant2012", new double[] {99.0, 88.4},
            "Deltacom", new double[] {94.5, 82.1},
            "Cogentco", new double[] {89.8, 78.0},
            "fat-tree 8", new double[] {99.5, 84.9});

    @Override
    public String name() {
        return "acceptance";
    }

    @Override
    public String what() {
        return "volume carried online and in a batch, in percent of the LP bound";
    }

    /** Draws the requests of a network. */
    private interface Source {
        AcceptanceRequests with(FlowNetwork network, long seed);
    }

    private record Case(Instance instance, Source source) {}

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException {
        report.say("bound: column generation with exact delay-constrained pricing; true for any prices, in integers");
        report.say("bids: told the whole volume beforehand, what costs more than it brings is refused");
        Table table =
                new Table("network, load, seed", "requests", "online %", "with bids %", "batch %", "bound and batch s");
        for (Case one : cases(plan)) {
            for (int load = 0; load < LOADS.length; load++) {
                for (long seed = plan.seed(); seed <= plan.seed() + 1; seed++) {
                    measure(one, load, seed, table, report);
                }
            }
        }
        report.table(table);
    }

    private static List<Case> cases(PcePlan plan) throws InventoryException {
        List<Case> cases = new ArrayList<>();
        for (NetworkMap map :
                plan.topologies().maps("snd-germany50", "snd-cost266", "Geant2012", "Deltacom", "Cogentco")) {
            Path demands = plan.topologies().beside(map.name() + DEMANDS);
            Instance instance = Instance.of(map);
            if (Files.exists(demands)) {
                ImmutableList<Traffic> traffic = traffic(NormDemands.load(demands, map), instance);
                cases.add(new Case(instance, (network, seed) -> AcceptanceRequests.byDemand(network, traffic, seed)));
            } else {
                cases.add(new Case(instance, AcceptanceRequests::byMass));
            }
        }
        if (!plan.topologies().areAsked()) {
            TeTopology fatTree = GeneratedTopologies.fatTree(FAT_TREE_PORTS);
            Instance instance = Instance.of("fat-tree " + FAT_TREE_PORTS, fatTree);
            int[] hosts = GeneratedTopologies.hosts(fatTree).stream()
                    .mapToInt(id -> instance.number(id).orElseThrow())
                    .toArray();
            cases.add(new Case(instance, (network, seed) -> AcceptanceRequests.uniform(network, hosts, seed)));
        }
        return cases;
    }

    private static ImmutableList<Traffic> traffic(List<NormDemands.Demand> demands, Instance instance) {
        return demands.stream()
                .map(demand -> new Traffic(
                        instance.number(demand.from()).orElseThrow(),
                        instance.number(demand.to()).orElseThrow(),
                        demand.value()))
                .collect(ImmutableList.toImmutableList());
    }

    private void measure(Case one, int load, long seed, Table table, Report report) {
        Instance instance = one.instance();
        String title = "%s, load %.1f, seed %d".formatted(instance.name(), LOADS[load], seed);
        report.progress(title);
        FlowNetwork network = network(instance);
        ImmutableList<Demand> requests = one.source().with(network, seed).draw(LOADS[load]);
        long start = System.nanoTime();
        Placement batch = Placement.of(network, requests, GubSimplex.SOLVER);
        double seconds = (System.nanoTime() - start) / 1e9;
        double bound = batch.relaxation().upperBoundBitsPerSecond();
        long volume = requests.stream().mapToLong(Demand::rateBitsPerSecond).sum();
        double online = 100 * carried(new OnlineAcceptance(network, seed), requests) / bound;
        double bids = 100 * carried(new OnlineAcceptance(network, seed, GubSimplex.SOLVER, volume), requests) / bound;
        table.line(title, requests.size(), online, bids, 100 * batch.partOfBound(), seconds);
        report.add(name(), title, "takes what fits", "volume carried of the bound", online, "%");
        report.add(name(), title, "bid prices", "volume carried of the bound", bids, "%");
        report.add(name(), title, "batch", "volume carried of the bound", 100 * batch.partOfBound(), "%");
        report.add(name(), title, "batch", "wall time", seconds, "s");
        double[] bars = BARS.get(instance.name());
        if (bars != null) {
            report.add(new Goal(
                    name(),
                    "%s: at least %.1f %% online, the better of both".formatted(title, bars[load]),
                    "%.2f %%".formatted(Math.max(online, bids)),
                    Math.max(online, bids) >= bars[load]));
        }
        report.add(new Goal(
                name(),
                "%s: batch at least %.1f %%".formatted(title, 100 * WHOLE_PART),
                "%.2f %%".formatted(100 * batch.partOfBound()),
                batch.partOfBound() >= WHOLE_PART));
    }

    private static double carried(OnlineAcceptance engine, List<Demand> requests) {
        requests.forEach(engine::offer);
        return engine.carriedBitsPerSecond();
    }

    private static FlowNetwork network(Instance instance) {
        List<Instance.Arc> arcs = instance.arcs();
        return new FlowNetwork(
                instance.nodeCount(),
                arcs.stream().mapToInt(Instance.Arc::from).toArray(),
                arcs.stream().mapToInt(Instance.Arc::to).toArray(),
                arcs.stream().mapToLong(Instance.Arc::capacityBitsPerSecond).toArray(),
                arcs.stream()
                        .mapToLong(arc -> arc.delayMicroseconds() * NANOS_PER_MICROSECOND)
                        .toArray());
    }
}
