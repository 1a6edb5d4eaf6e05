package io.plumbline.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeLink.ControlBooking;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.All;
import java.util.Optional;

/** Nodes, links and traffic for tests, with few words. */
public final class Networks {
    public static final long MICRO = 1_000;
    public static final long MILLI = 1_000_000;
    public static final long SECOND = 1_000_000_000;
    public static final long MEGA = 1_000_000;

    private Networks() {}

    public static TeNode node(String id, long processingNanos, long allowanceNanos) {
        return new TeNode(
                id,
                TeNode.Kind.SWITCH,
                processingNanos,
                allowanceNanos,
                1_000_000,
                1_000_000,
                ImmutableSortedSet.of(),
                Optional.empty());
    }

    /** A switch in a country, with administrative labels. */
    public static TeNode nodeIn(String country, String id, String... labels) {
        return new TeNode(
                id,
                TeNode.Kind.SWITCH,
                0,
                0,
                1_000_000,
                1_000_000,
                ImmutableSortedSet.copyOf(labels),
                Optional.of(country));
    }

    public static TeNode terminationPoint(String id) {
        return new TeNode(id, TeNode.Kind.TERMINATION_POINT, 0, 0, 0, 0, ImmutableSortedSet.of(), Optional.empty());
    }

    /** What a link is made of; 10 Mbit/s Ethernet with one gold and one silver class unless said otherwise. */
    public static final class LinkSpec {
        private final String id;
        private final String from;
        private final String to;
        private long capacity = 10 * MEGA;
        private long propagation = 0;
        private int framing = 24;
        private int tag = 4;
        private int mtu = 1500;
        private long floor = MEGA;
        private ImmutableList<ServiceClass> classes = ImmutableList.of(
                new ServiceClass("gold", 6 * MILLI, 20_000), new ServiceClass("silver", 20 * MILLI, 40_000));
        private Optional<ControlBooking> control = Optional.empty();
        private int firstLabel = 2048;
        private int lastLabel = 4094;
        private ImmutableSortedSet<String> riskGroups = ImmutableSortedSet.of();
        private ImmutableSortedSet<String> tags = ImmutableSortedSet.of();
        private Optional<String> country = Optional.empty();
        private boolean trusted = true;
        private boolean up = true;
        private boolean drained = false;

        private LinkSpec(String id, String from, String to) {
            this.id = id;
            this.from = from;
            this.to = to;
        }

        public LinkSpec capacity(long bitsPerSecond) {
            capacity = bitsPerSecond;
            return this;
        }

        public LinkSpec propagation(long nanos) {
            propagation = nanos;
            return this;
        }

        public LinkSpec framing(int framingBytes, int tagBytes) {
            framing = framingBytes;
            tag = tagBytes;
            return this;
        }

        public LinkSpec mtu(int bytes) {
            mtu = bytes;
            return this;
        }

        public LinkSpec floor(long bitsPerSecond) {
            floor = bitsPerSecond;
            return this;
        }

        public LinkSpec classes(ServiceClass... highestFirst) {
            classes = ImmutableList.copyOf(highestFirst);
            return this;
        }

        public LinkSpec control(long rate, long burst) {
            control = Optional.of(new ControlBooking(rate, burst));
            return this;
        }

        public LinkSpec labels(int first, int last) {
            firstLabel = first;
            lastLabel = last;
            return this;
        }

        public LinkSpec riskGroups(String... groups) {
            riskGroups = ImmutableSortedSet.copyOf(groups);
            return this;
        }

        /** Administrative labels. */
        public LinkSpec tags(String... labels) {
            tags = ImmutableSortedSet.copyOf(labels);
            return this;
        }

        public LinkSpec country(String code) {
            country = Optional.of(code);
            return this;
        }

        /** An egress access link: no tag, no labels. */
        public LinkSpec access() {
            tag = 0;
            firstLabel = 0;
            lastLabel = 0;
            return this;
        }

        public LinkSpec trusted(boolean is) {
            trusted = is;
            return this;
        }

        public LinkSpec up(boolean is) {
            up = is;
            return this;
        }

        public LinkSpec drained(boolean is) {
            drained = is;
            return this;
        }

        public TeLink build() {
            return new TeLink(
                    id,
                    from,
                    to,
                    capacity,
                    propagation,
                    framing,
                    tag,
                    mtu,
                    floor,
                    classes,
                    control,
                    firstLabel,
                    lastLabel,
                    riskGroups,
                    tags,
                    country,
                    trusted,
                    up,
                    drained);
        }
    }

    public static LinkSpec link(String from, String to) {
        return link(from + "->" + to, from, to);
    }

    public static LinkSpec link(String id, String from, String to) {
        return new LinkSpec(id, from, to);
    }

    public static TeTopology topology(Iterable<TeNode> nodes, Iterable<TeLink> links) {
        return TeTopology.EMPTY.with(All.put(nodes, links));
    }

    public static Pce pce(long seed, TeTopology topology) {
        Pce pce = new Pce(seed);
        pce.apply(All.put(topology.nodes().values(), topology.links().values()));
        return pce;
    }

    /** Packets of one size, metered in bits alone; as many a second, and at once, as the bits allow. */
    public static PolicedTraffic traffic(long rate, int packetBytes, int packetsAtOnce) {
        long packetBits = 8L * packetBytes;
        return new PolicedTraffic(
                rate, packetBits * packetsAtOnce, 0, Math.ceilDiv(rate, packetBits), packetsAtOnce, 0, packetBytes);
    }
}
