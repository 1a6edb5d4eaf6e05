package io.plumbline.bench.pce;

import com.google.common.collect.ImmutableSet;
import io.plumbline.bench.pce.admission.BusyNetwork;
import io.plumbline.bench.pce.admission.BusyNetwork.Times;
import io.plumbline.bench.pce.admission.GuaranteedNetwork;
import io.plumbline.bench.pce.instance.GeneratedTopologies;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.pce.Pce;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeTopology;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Memory of a reservation: what the heap holds, collected, with an engine that has many of them, less what it holds with one that has
 * none. The engine is filled by restoring what another one admitted, so that what searches remember (a fixed amount) is not in it. The
 * request is part of a reservation. Certificates are not: they are proven anew when they are asked for.
 */
final class MemoryBlock implements PceBlock {
    private static final String PLUMBLINE = "plumbline";
    private static final int FLOWS = 20_000;
    private static final int FAT_TREE_PORTS = 8;
    private static final int TIMES_AS_FAST = 100;
    private static final int COLLECTIONS = 3;

    /** They take longer to admit. */
    private static final int UNPROTECTED_FOR_A_PROTECTED = 10;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String what() {
        return "bytes of heap for a reservation, unprotected and protected";
    }

    @Override
    public void run(PcePlan plan, Report report) {
        run(plan.seed(), report, FLOWS);
    }

    void run(long seed, Report report, int flows) {
        report.say(
                "Flows on a fat-tree whose links are %d times as fast and as deep, so that all have room: the heap after a collection"
                        .formatted(TIMES_AS_FAST));
        report.say(
                "with them, less that without; requests included, certificates not, which are proven anew when they are asked for.");
        report.say(
                "Protected ones are between edge switches, because a host has one link; what protects them is counted in.");
        TeTopology fatTree = GeneratedTopologies.fatTree(FAT_TREE_PORTS);
        GuaranteedNetwork hosts = network(fatTree, GeneratedTopologies.hosts(fatTree));
        Table table = new Table(hosts.name(), "reservations", "hops", "bytes each", "bytes a hop");
        for (Times times : Times.values()) {
            measure("unprotected, " + times, new BusyNetwork(hosts, times, flows), seed, table, report);
        }
        int fewer = flows / UNPROTECTED_FOR_A_PROTECTED;
        BusyNetwork edges =
                new BusyNetwork(network(fatTree, GeneratedTopologies.edgeSwitches(fatTree)), Times.FOR_EVER, fewer);
        measure("with a backup, for ever", edges.withProtection(Protection.backup()), seed, table, report);
        measure("with detours, for ever", edges.withProtection(Protection.detours()), seed, table, report);
        report.table(table);
    }

    private static GuaranteedNetwork network(TeTopology fatTree, ImmutableSet<String> ends) {
        return GuaranteedNetwork.dataCentre("fat-tree " + FAT_TREE_PORTS, fatTree, ends)
                .times(TIMES_AS_FAST);
    }

    private void measure(String what, BusyNetwork busy, long seed, Table table, Report report) {
        report.progress(what);
        Pce pce = restored(busy, seed);
        List<Reservation> all = pce.reservations();
        long count = all.stream().filter(it -> it.relation().isEmpty()).count();
        double hops = (double) all.stream().mapToInt(it -> it.hops().size()).sum() / count;
        long with = heapBytes();
        Reference.reachabilityFence(pce);
        all = List.of();
        pce = busy.empty(seed);
        long without = heapBytes();
        Reference.reachabilityFence(pce);
        double bytes = (double) (with - without) / count;
        table.line(what, count, hops, bytes, bytes / hops);
        report.count(name(), what, PLUMBLINE, "reservations", count);
        report.add(name(), what, PLUMBLINE, "hops of a reservation", hops, "hops");
        report.add(name(), what, PLUMBLINE, "heap of a reservation", bytes, "bytes");
    }

    private static Pce restored(BusyNetwork busy, long seed) {
        Pce pce = busy.empty(seed);
        busy.filled(seed).reservations().forEach(pce::restore);
        return pce;
    }

    private static long heapBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
