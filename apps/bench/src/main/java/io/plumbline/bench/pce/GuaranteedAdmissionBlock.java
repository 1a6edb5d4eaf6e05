package io.plumbline.bench.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.bench.pce.admission.GuaranteedAdmission;
import io.plumbline.bench.pce.admission.GuaranteedAdmission.Result;
import io.plumbline.bench.pce.admission.GuaranteedNetwork;
import io.plumbline.bench.pce.admission.MultiHopModel;
import io.plumbline.bench.pce.admission.OfferedFlows;
import io.plumbline.bench.pce.instance.GeneratedTopologies;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkMap;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchEffort;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Guaranteed flows decided one after the other: how fast, and how many beside a full search and beside another model. */
final class GuaranteedAdmissionBlock implements PceBlock {
    private static final String PLUMBLINE = "plumbline";
    private static final int OFFERED = 20_000;
    private static final double WARM_UP_SECONDS = 5;
    private static final int FAT_TREE_PORTS = 8;
    private static final double PART_OF_FULL_SEARCH = 0.97;
    private static final double TIMES_MULTI_HOP = 1.7;

    /** Decisions a second of CPU. */
    private static final Map<String, Integer> BARS =
            Map.of("snd-germany50", 50_000, "Cogentco", 8_000, "Kdl", 3_000, "fat-tree 8", 5_000);

    /** Where the bar of the multi-hop model is. */
    private static final ImmutableSet<String> COMPARED = ImmutableSet.of("snd-germany50", "Cogentco", "fat-tree 8");

    @Override
    public String name() {
        return "guaranteed-admission";
    }

    @Override
    public String what() {
        return "%,d guaranteed flows offered, beside the full search and the multi-hop model".formatted(OFFERED);
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException {
        report.say(
                "certificates included; each network is warmed up by whole runs of another seed, for %.0f s of CPU or one run"
                        .formatted(WARM_UP_SECONDS));
        report.say("multi-hop model: each queue has an equal share, fixed in advance, of its link's rate and burst");
        Table table = new Table("network, seed", "decisions/s CPU", "/s clock", "admitted", "full search", "multi-hop");
        for (GuaranteedNetwork network : networks(plan)) {
            report.progress(network.name() + ": warm-up");
            warmUp(network, ~plan.seed());
            for (long seed = plan.seed(); seed <= plan.seed() + 1; seed++) {
                measure(network, seed, table, report);
            }
        }
        report.table(table);
    }

    private static void warmUp(GuaranteedNetwork network, long seed) {
        ImmutableList<PathRequest> offered = OfferedFlows.draw(network, OFFERED, seed);
        double seconds = 0;
        while (seconds < WARM_UP_SECONDS) {
            seconds += GuaranteedAdmission.run(network, offered, SearchEffort.CANDIDATES_FIRST)
                    .cpuSeconds();
        }
    }

    static List<GuaranteedNetwork> networks(PcePlan plan) throws InventoryException {
        List<GuaranteedNetwork> networks = new ArrayList<>();
        for (NetworkMap map : plan.topologies().maps("snd-germany50", "Cogentco", "Kdl")) {
            networks.add(GuaranteedNetwork.wideArea(map.name(), GeneratedTopologies.of(map)));
        }
        if (!plan.topologies().areAsked()) {
            TeTopology fatTree = GeneratedTopologies.fatTree(FAT_TREE_PORTS);
            networks.add(GuaranteedNetwork.dataCentre(
                    "fat-tree " + FAT_TREE_PORTS, fatTree, GeneratedTopologies.hosts(fatTree)));
        }
        return networks;
    }

    private void measure(GuaranteedNetwork network, long seed, Table table, Report report) {
        String instance = network.name() + ", seed " + seed;
        ImmutableList<PathRequest> offered = OfferedFlows.draw(network, OFFERED, seed);
        report.progress(instance);
        Result ours = GuaranteedAdmission.run(network, offered, SearchEffort.CANDIDATES_FIRST);
        report.progress(instance + ": the full search");
        Result full = GuaranteedAdmission.run(network, offered, SearchEffort.EVERYTHING);
        report.progress(instance + ": the multi-hop model");
        int multiHop = MultiHopModel.admitted(network, offered);
        double clock = ours.offered() / ours.seconds();
        table.line(instance, ours.decisionsPerCpuSecond(), clock, ours.admitted(), full.admitted(), multiHop);
        report.add(name(), instance, PLUMBLINE, "decisions per second of CPU", ours.decisionsPerCpuSecond(), "1/s");
        report.add(name(), instance, PLUMBLINE, "decisions per second", clock, "1/s");
        report.count(name(), instance, PLUMBLINE, "admitted", ours.admitted());
        report.count(name(), instance, "full search", "admitted", full.admitted());
        report.count(name(), instance, "multi-hop model", "admitted", multiHop);
        goals(network.name(), instance, ours, full.admitted(), multiHop, report);
    }

    private void goals(String network, String instance, Result ours, int full, int multiHop, Report report) {
        Integer bar = BARS.get(network);
        if (bar == null) {
            return;
        }
        double speed = ours.decisionsPerCpuSecond();
        report.add(new Goal(
                name(),
                "%s: at least %,d decisions a second of CPU".formatted(instance, bar),
                "%,.0f/s".formatted(speed),
                speed >= bar));
        report.add(Goal.atLeast(
                name(),
                "%s: at least %.2f of what the full search admits".formatted(instance, PART_OF_FULL_SEARCH),
                PART_OF_FULL_SEARCH,
                (double) ours.admitted() / full));
        if (COMPARED.contains(network)) {
            report.add(Goal.atLeast(
                    name(),
                    "%s: at least %.1f times the multi-hop model".formatted(instance, TIMES_MULTI_HOP),
                    TIMES_MULTI_HOP,
                    (double) ours.admitted() / multiHop));
        }
    }
}
