package io.plumbline.bench.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Multimaps;
import io.plumbline.bench.pce.admission.GuaranteedNetwork;
import io.plumbline.bench.pce.admission.OfferedFlows;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.pce.Pce;
import io.plumbline.pce.change.Impact;
import io.plumbline.pce.change.Impact.Fate;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.All;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A link fails that several hundred guaranteed flows go over: how long until each is re-placed or revoked, certificates included. */
final class FailureBlock implements PceBlock {
    private static final String PLUMBLINE = "plumbline";
    private static final int OFFERED = 20_000;
    private static final int FLOWS = 300;
    private static final long RATE = 1_000_000;
    private static final int EACH = 100;
    private static final long WARM_UP_NANOS = 5_000_000_000L;
    private static final int NEXT_BUSIEST = 20;
    private static final int REPETITIONS = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double MILLIS = 50;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "failure";
    }

    @Override
    public String what() {
        return "the flows of a failed link, %d or more, re-placed or revoked".formatted(FLOWS);
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException {
        report.say(
                "flows of 1 Mbit/s, one frame at once, are offered until some link that there is a way around carries %d:"
                        .formatted(FLOWS));
        report.say("the busiest such link fails (the only link of a host is none, its flows could only be revoked)");
        report.say(
                "a fork of the engine each time, which knows no paths yet, as after any change of the topology; warmed up by"
                        + " failures");
        report.say("of the next busiest for %d s of CPU; median, least, most of %d"
                .formatted(WARM_UP_NANOS / NANOS_PER_SECOND, REPETITIONS));
        Table table = new Table(
                "network", "admitted", "cut", "moved", "revoked", "ms CPU", "least", "most", "ms clock", "CPU for 300");
        for (GuaranteedNetwork network : GuaranteedAdmissionBlock.networks(plan)) {
            measure(network, plan.seed(), table, report);
        }
        report.table(table);
    }

    private void measure(GuaranteedNetwork network, long seed, Table table, Report report) {
        report.progress(network.name());
        Pce pce = new Pce(seed);
        pce.apply(All.put(
                network.topology().nodes().values(), network.topology().links().values()));
        List<String> busiest = fill(pce, OfferedFlows.draw(network, OFFERED, seed));
        int admitted = pce.reservations().size();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long warm = threads.getCurrentThreadCpuTime() + WARM_UP_NANOS;
        for (int i = 0; threads.getCurrentThreadCpuTime() < warm; i++) {
            String next = busiest.get(1 + i % Math.min(NEXT_BUSIEST, busiest.size() - 1));
            pce.fork().enact(Failure.ofLink(next).in(pce.topology()), 1);
        }
        All failure = Failure.ofLink(busiest.getFirst()).in(pce.topology());
        double[] millis = new double[REPETITIONS];
        double[] clock = new double[REPETITIONS];
        ImmutableList<Impact> impacts = ImmutableList.of();
        for (int i = 0; i < REPETITIONS; i++) {
            Pce fork = pce.fork();
            long start = System.nanoTime();
            long cpuStart = threads.getCurrentThreadCpuTime();
            impacts = fork.enact(failure, 1);
            millis[i] = (threads.getCurrentThreadCpuTime() - cpuStart) / NANOS_PER_MILLI;
            clock[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
        Arrays.sort(millis);
        Arrays.sort(clock);
        double median = millis[REPETITIONS / 2];
        int cut = impacts.size();
        long moved = impacts.stream().filter(it -> it.fate() == Fate.MOVED).count();
        long revoked = impacts.stream().filter(it -> it.fate() == Fate.REVOKED).count();
        double scaled = median * FLOWS / Math.max(1, cut);
        table.line(
                network.name(),
                admitted,
                cut,
                moved,
                revoked,
                median,
                millis[0],
                millis[REPETITIONS - 1],
                clock[REPETITIONS / 2],
                scaled);
        report.count(name(), network.name(), PLUMBLINE, "cut", cut);
        report.count(name(), network.name(), PLUMBLINE, "moved", moved);
        report.count(name(), network.name(), PLUMBLINE, "revoked", revoked);
        report.add(name(), network.name(), PLUMBLINE, "decided in, CPU", median, "ms");
        report.add(name(), network.name(), PLUMBLINE, "decided in", clock[REPETITIONS / 2], "ms");
        report.add(new Goal(
                name(),
                "%s: at most %.0f ms of CPU for %d flows".formatted(network.name(), MILLIS, FLOWS),
                "%.1f ms (%d flows in %.1f ms)".formatted(scaled, cut, median),
                scaled <= MILLIS && moved + revoked == cut));
    }

    /** Admits flows until a link carries enough of them; tells the links with a way around in order of how many they carry. */
    private static List<String> fill(Pce pce, ImmutableList<PathRequest> offered) {
        Set<String> avoidable = avoidable(pce.topology());
        for (int i = 0; i < offered.size(); i++) {
            pce.admit(ImmutableList.of(light(offered.get(i))), 0);
            if (i % EACH == 0 || i + 1 == offered.size()) {
                Map<String, ImmutableList<LedgerSnapshot.Entry>> entries =
                        pce.snapshot().entries();
                List<String> links = entries.keySet().stream()
                        .filter(avoidable::contains)
                        .sorted(Comparator.comparingInt((String id) -> -size(entries, id))
                                .thenComparing(Comparator.naturalOrder()))
                        .toList();
                if (!links.isEmpty() && size(entries, links.getFirst()) >= FLOWS || i + 1 == offered.size()) {
                    return links;
                }
            }
        }
        return List.of();
    }

    /** The ids of links from whose beginning one comes to their end over others. */
    private static Set<String> avoidable(TeTopology topology) {
        ListMultimap<String, TeLink> leaving = Multimaps.index(topology.links().values(), TeLink::from);
        return topology.links().values().stream()
                .filter(link -> hasWayAround(link, leaving))
                .map(TeLink::id)
                .collect(ImmutableSet.toImmutableSet());
    }

    private static boolean hasWayAround(TeLink link, ListMultimap<String, TeLink> leaving) {
        Set<String> reached = new HashSet<>(Set.of(link.from()));
        Deque<String> next = new ArrayDeque<>(reached);
        while (!next.isEmpty() && !reached.contains(link.to())) {
            for (TeLink other : leaving.get(next.remove())) {
                if (other != link && reached.add(other.to())) {
                    next.add(other.to());
                }
            }
        }
        return reached.contains(link.to());
    }

    private static PathRequest light(PathRequest request) {
        int bytes = request.traffic().maxPacketBytes();
        return request.withTraffic(
                new PolicedTraffic(RATE, 8L * bytes, 0, Math.ceilDiv(RATE, 8L * bytes), 1, 0, bytes));
    }

    private static int size(Map<String, ImmutableList<LedgerSnapshot.Entry>> entries, String linkId) {
        return entries.getOrDefault(linkId, ImmutableList.of()).size();
    }
}
