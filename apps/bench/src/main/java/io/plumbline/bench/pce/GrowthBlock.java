package io.plumbline.bench.pce;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.pce.admission.GuaranteedAdmission;
import io.plumbline.bench.pce.admission.GuaranteedNetwork;
import io.plumbline.bench.pce.admission.OfferedFlows;
import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.GeneratedTopologies;
import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.instance.Pairs;
import io.plumbline.bench.pce.peer.DelayConstrainedPeers;
import io.plumbline.bench.pce.race.Engine;
import io.plumbline.bench.pce.race.Race;
import io.plumbline.bench.pce.race.Timed;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchEffort;
import io.plumbline.pce.topology.TeTopology;
import java.util.List;
import java.util.Optional;

/** What the other blocks measure, as networks and the number of flows on them grow tenfold. */
final class GrowthBlock implements PceBlock {
    private static final String PLUMBLINE = "plumbline";
    private static final int[] NODES = {100, 1_000, 10_000};
    private static final int[] FLOWS = {1_000, 10_000, 100_000};
    private static final int PROBES = 1_000;

    /** From so many nodes on, peers that would take many seconds for a query are left out. */
    private static final int LARGE = 5_000;

    private static final int QUERIES = 200;
    private static final int LAP = 5;
    private static final int OFFERED = 2_000;
    private static final int OFFERED_WHEN_LARGE = 500;
    private static final int FAT_TREE_PORTS = 8;
    private static final int TIMES_AS_FAST = 100;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String what() {
        return "the same with 100, 1,000 and 10,000 nodes; with 1,000, 10,000 and 100,000 flows";
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException {
        run(plan, report, NODES, FLOWS, PROBES);
    }

    void run(PcePlan plan, Report report, int[] nodes, int[] flows, int probes) throws InventoryException {
        report.say(
                "Random geometric networks. With 10,000 nodes JGraphT's Yen and ONOS are left out, but for the shortest path:");
        report.say("they would take many seconds for a query.");
        report.say(
                "Guaranteed flows: %,d are offered one by one, %,d with 10,000 nodes, after as many others for warming up."
                        .formatted(OFFERED, OFFERED_WHEN_LARGE));
        Table table = new Table("guaranteed flows", "decisions/s CPU", "offered", "admitted");
        for (int count : nodes) {
            TeTopology topology = GeneratedTopologies.geometric(count);
            Instance instance = Instance.of("geometric " + count, topology).simple();
            report.progress(instance.toString());
            races(plan, instance, report);
            admission(plan, GuaranteedNetwork.wideArea(instance.name(), topology), table, report);
        }
        report.table(table);
        report.say("Flows on a fat-tree whose links are %d times as fast and as deep, so that all have room."
                .formatted(TIMES_AS_FAST));
        TeTopology fatTree = GeneratedTopologies.fatTree(FAT_TREE_PORTS);
        GuaranteedNetwork network = GuaranteedNetwork.dataCentre(
                        "fat-tree " + FAT_TREE_PORTS, fatTree, GeneratedTopologies.hosts(fatTree))
                .times(TIMES_AS_FAST);
        new FlowGrowth(name(), network, probes, plan.seed(), report).run(flows);
    }

    private void races(PcePlan plan, Instance instance, Report report) throws InventoryException {
        boolean large = instance.nodeCount() >= LARGE;
        Pairs pairs = Pairs.of(Optional.empty(), instance, Math.min(QUERIES, plan.pairs()), plan.seed());
        DelayRequests requests = DelayRequests.of(instance, pairs, Optional.empty(), plan.seed());
        race(plan, instance, "shortest path", ShortestPathBlock.engines(instance, pairs), pairs, report);
        race(plan, instance, "8 shortest", some(KShortestBlock.engines(instance, pairs), large), pairs, report);
        race(plan, instance, "link-disjoint pair", DisjointPairBlock.links(instance, pairs), pairs, report);
        List<Engine> constrained = DelayConstrainedPeers.all(instance, requests);
        race(plan, instance, "delay-constrained", constrained.subList(0, 2), pairs, report);
    }

    /** Ours is the first. */
    private static List<Engine> some(List<Engine> engines, boolean large) {
        return large ? engines.subList(0, 1) : engines;
    }

    private void race(PcePlan plan, Instance instance, String what, List<Engine> engines, Pairs pairs, Report report) {
        List<Timed> results = new Race(pairs.count(), plan.pace().withLap(LAP), progress -> {}).run(engines);
        new RaceTable(name(), instance.name() + ", " + what, report).show(results);
    }

    private void admission(PcePlan plan, GuaranteedNetwork network, Table table, Report report) {
        report.progress(network.name() + ": guaranteed flows");
        int count = network.topology().nodes().size() >= LARGE ? OFFERED_WHEN_LARGE : OFFERED;
        GuaranteedAdmission.run(
                network, OfferedFlows.draw(network, count, ~plan.seed()), SearchEffort.CANDIDATES_FIRST);
        ImmutableList<PathRequest> offered = OfferedFlows.draw(network, count, plan.seed());
        GuaranteedAdmission.Result result = GuaranteedAdmission.run(network, offered, SearchEffort.CANDIDATES_FIRST);
        String instance = network.name() + ", guaranteed admission";
        table.line(network.name(), result.decisionsPerCpuSecond(), result.offered(), result.admitted());
        report.add(name(), instance, PLUMBLINE, "decisions per second of CPU", result.decisionsPerCpuSecond(), "1/s");
        report.count(name(), instance, PLUMBLINE, "admitted", result.admitted());
    }
}
