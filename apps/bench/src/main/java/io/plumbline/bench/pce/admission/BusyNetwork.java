package io.plumbline.bench.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Pce;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.topology.TopologyChange;
import java.util.Optional;
import java.util.Random;

/** A network with a given number of flows on it, as the growth and memory rows want it: the flows of the admission rows, at some times. */
public final class BusyNetwork {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    private static final int AT_A_TIME = 1_000;

    /** When flows are used. */
    public enum Times {
        FOR_EVER("for ever"),
        IN_TURN("an hour each, 1,000 at a time"),
        TOGETHER("all from now on, each to an end of its own");

        private final String text;

        Times(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        private PathRequest at(PathRequest request, int flows, Random random) {
            return switch (this) {
                case FOR_EVER -> request;
                case IN_TURN -> {
                    long start = SECOND + random.nextLong(HOUR * flows / AT_A_TIME);
                    yield request.during(start, start + HOUR);
                }
                case TOGETHER -> request.during(0, HOUR + random.nextLong(HOUR));
            };
        }
    }

    private final GuaranteedNetwork network;
    private final Times times;
    private final int flows;
    private final Optional<Protection> protection;

    public BusyNetwork(GuaranteedNetwork network, Times times, int flows) {
        this(network, times, flows, Optional.empty());
    }

    private BusyNetwork(GuaranteedNetwork network, Times times, int flows, Optional<Protection> protection) {
        this.network = network;
        this.times = times;
        this.flows = flows;
        this.protection = protection;
    }

    /** The same with flows that are protected. */
    public BusyNetwork withProtection(Protection newProtection) {
        return new BusyNetwork(network, times, flows, Optional.of(newProtection));
    }

    /** An engine that knows the network and has no flows. */
    public Pce empty(long seed) {
        Pce pce = new Pce(seed);
        pce.apply(TopologyChange.All.put(
                network.topology().nodes().values(), network.topology().links().values()));
        return pce;
    }

    /** An engine that was offered that many flows. */
    public Pce filled(long seed) {
        Pce pce = empty(seed);
        for (PathRequest request : requests(flows, seed)) {
            pce.admit(ImmutableList.of(request), 0);
        }
        return pce;
    }

    /** As many requests, at times as if they were some of the flows of the network. */
    public ImmutableList<PathRequest> requests(int count, long seed) {
        Random random = new Random(seed);
        return OfferedFlows.draw(network, count, seed).stream()
                .map(request -> times.at(request, flows, random))
                .map(request -> protection.map(request::withProtection).orElse(request))
                .collect(ImmutableList.toImmutableList());
    }
}
