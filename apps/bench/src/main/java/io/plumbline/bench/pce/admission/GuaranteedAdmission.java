package io.plumbline.bench.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchEffort;
import io.plumbline.pce.topology.TopologyChange.PutLink;
import io.plumbline.pce.topology.TopologyChange.PutNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;

/** Offers flows to a new engine one after the other, by {@link Pce#admit}: searched, booked and proven, or refused with the reason. */
public final class GuaranteedAdmission {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long SEED = 1;

    private GuaranteedAdmission() {}

    /**
     * @param offered requests that were decided
     * @param admitted how many of them were admitted
     * @param seconds by the clock
     * @param cpuSeconds of the thread
     * @param refusals how many requests were refused, by reason
     */
    public record Result(
            int offered, int admitted, double seconds, double cpuSeconds, Map<Admission.Reason, Integer> refusals) {

        /** Requests decided in a second of CPU. */
        public double decisionsPerCpuSecond() {
            return offered / cpuSeconds;
        }
    }

    public static Result run(GuaranteedNetwork network, ImmutableList<PathRequest> requests, SearchEffort effort) {
        Pce pce = new Pce(SEED, effort);
        network.topology().nodes().values().forEach(node -> pce.apply(new PutNode(node)));
        network.topology().links().values().forEach(link -> pce.apply(new PutLink(link)));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Admission.Reason, Integer> refusals = new EnumMap<>(Admission.Reason.class);
        int admitted = 0;
        long start = System.nanoTime();
        long cpuStart = threads.getCurrentThreadCpuTime();
        for (PathRequest request : requests) {
            switch (pce.admit(ImmutableList.of(request), 0)) {
                case Admission.Admitted all -> admitted += all.reservations().size();
                case Admission.Rejected refusal -> refusals.merge(refusal.reason(), 1, Integer::sum);
            }
        }
        long cpu = threads.getCurrentThreadCpuTime() - cpuStart;
        long clock = System.nanoTime() - start;
        return new Result(
                requests.size(), admitted, clock / NANOS_PER_SECOND, cpu / NANOS_PER_SECOND, Map.copyOf(refusals));
    }
}
