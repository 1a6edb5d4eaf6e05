package io.plumbline.bench.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.plumbline.bench.pce.admission.BusyNetwork;
import io.plumbline.bench.pce.admission.BusyNetwork.Times;
import io.plumbline.bench.pce.admission.GuaranteedNetwork;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.ReservationLedger;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the time of an admission grows with the flows that are on the network: the same number of probes is decided beside them and taken
 * back, certificates included. What the calendar costs by itself is measured with the same probes: booked and taken back, no question
 * asked.
 */
final class FlowGrowth {
    private static final String PLUMBLINE = "plumbline";
    private static final int ROUNDS = 5;
    private static final double NANOS_PER_MICRO = 1e3;

    /** What an admission may take at most times as long, beside what the calendar takes longer. */
    private static final double MOST_TIMES = 1.5;

    private final String block;
    private final GuaranteedNetwork network;
    private final int probes;
    private final long seed;
    private final Report report;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    FlowGrowth(String block, GuaranteedNetwork network, int probes, long seed, Report report) {
        this.block = block;
        this.network = network;
        this.probes = probes;
        this.seed = seed;
        this.report = report;
    }

    /**
     * In microseconds of CPU for each probe.
     *
     * @param admitted flows that the probes met
     * @param probesAdmitted beside them
     */
    private record Cost(int flows, int admitted, double admission, double calendar, int probesAdmitted) {
        double besideTheCalendar() {
            return admission - calendar;
        }
    }

    void run(int... flows) {
        Table table = new Table(
                "flows on " + network.name(), "admitted", "us CPU an admission", "calendar alone", "probes admitted");
        report.progress("warm-up");
        measure(Times.FOR_EVER, flows[0]);
        for (Times times : Times.values()) {
            List<Cost> costs = new ArrayList<>();
            for (int count : flows) {
                report.progress("%,d flows, %s".formatted(count, times));
                costs.add(show(times, measure(times, count), table));
            }
            Cost first = costs.getFirst();
            Cost last = costs.getLast();
            report.add(Goal.atMost(
                    block,
                    "%,d flows instead of %,d, %s: an admission beside the calendar at most %.1f times as long"
                            .formatted(last.flows(), first.flows(), times, MOST_TIMES),
                    MOST_TIMES,
                    last.besideTheCalendar() / first.besideTheCalendar()));
        }
        report.table(table);
    }

    private Cost measure(Times times, int flows) {
        BusyNetwork busy = new BusyNetwork(network, times, flows);
        Pce pce = busy.filled(seed);
        ImmutableList<PathRequest> asked = busy.requests(probes, ~seed).stream()
                .map(request -> renamed(request, "probe " + request.id()))
                .collect(ImmutableList.toImmutableList());
        List<Reservation> booked = new ArrayList<>();
        for (PathRequest request : asked) {
            if (pce.feasible(ImmutableList.of(request), 0) instanceof Admission.Admitted admitted) {
                booked.addAll(admitted.reservations());
            }
        }
        double admission = median(() -> asked.forEach(request -> pce.feasible(ImmutableList.of(request), 0)));
        ReservationLedger ledger = new ReservationLedger();
        pce.reservations().forEach(ledger::book);
        double calendar = median(() -> {
            booked.forEach(ledger::book);
            Lists.reverse(booked).forEach(ledger::undo);
        });
        return new Cost(flows, pce.reservations().size(), admission, calendar, booked.size());
    }

    private Cost show(Times times, Cost cost, Table table) {
        String instance = "%,d flows %s".formatted(cost.flows(), times);
        table.line(instance, cost.admitted(), cost.admission(), cost.calendar(), cost.probesAdmitted());
        report.count(block, instance, PLUMBLINE, "admitted", cost.admitted());
        report.add(block, instance, PLUMBLINE, "CPU time of an admission", cost.admission(), "us");
        report.add(block, instance, "calendar alone", "CPU time of booking and taking back", cost.calendar(), "us");
        report.count(block, instance, PLUMBLINE, "probes admitted", cost.probesAdmitted());
        return cost;
    }

    private static PathRequest renamed(PathRequest request, String id) {
        return new PathRequest(
                id,
                request.ingressNode(),
                request.egressNode(),
                request.traffic(),
                request.probe(),
                request.deadlineNanos(),
                request.startNanos(),
                request.endNanos());
    }

    /** Microseconds of CPU for each probe. */
    private double median(Runnable all) {
        double[] micros = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            all.run();
            micros[round] = (threads.getCurrentThreadCpuTime() - start) / NANOS_PER_MICRO / probes;
        }
        Arrays.sort(micros);
        return micros[ROUNDS / 2];
    }
}
