package io.plumbline.pce;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MICRO;
import static io.plumbline.pce.Networks.MILLI;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Seeded networks and requests in which everything runs out now and then: capacity, budgets, buffers, labels, meters, entries, time. */
public final class RandomNetwork {
    private final Random random;
    private final int switches;
    private final int terminationPoints;
    public final TeTopology topology;
    private final int riskGroups;
    private int requests;

    public RandomNetwork(Random random, int switches, int terminationPoints) {
        this(random, switches, terminationPoints, 0);
    }

    /** With so many risk groups, each of a few links. */
    public RandomNetwork(Random random, int switches, int terminationPoints, int riskGroups) {
        this.random = random;
        this.riskGroups = riskGroups;
        this.switches = switches;
        this.terminationPoints = terminationPoints;
        List<TeNode> nodes = new ArrayList<>();
        List<TeLink> links = new ArrayList<>();
        boolean scarceSwitches = random.nextInt(4) == 0;
        for (int i = 0; i < switches; i++) {
            nodes.add(new TeNode(
                    "s" + i,
                    TeNode.Kind.SWITCH,
                    random.nextInt(3) * 5 * MICRO,
                    random.nextInt(3) * 500 * MICRO,
                    scarceSwitches ? random.nextInt(6) : 1000,
                    scarceSwitches ? random.nextInt(12) : 1000,
                    ImmutableSortedSet.of(),
                    Optional.empty()));
        }
        for (int i = 0; i < terminationPoints; i++) {
            nodes.add(Networks.terminationPoint("t" + i));
            links.add(attributes(Networks.link("s" + random.nextInt(switches), "t" + i), false)
                    .access()
                    .build());
        }
        int count = 2 * switches + random.nextInt(2 * switches + 1);
        for (int i = 0; i < count; i++) {
            String from = "s" + random.nextInt(switches);
            String to = "s" + random.nextInt(switches);
            if (!from.equals(to)) {
                links.add(attributes(Networks.link("e" + i, from, to), true).build());
            }
        }
        topology = Networks.topology(nodes, links);
    }

    private Networks.LinkSpec attributes(Networks.LinkSpec link, boolean mayFail) {
        long capacity = pick(10, 10, 100, 1000) * MEGA;
        // In units of the time of a largest frame, so that every capacity has tight and loose classes.
        long frameNanos = 12_336 * 1_000_000_000L / capacity;
        int classes = 1 + random.nextInt(3);
        ServiceClass[] all = new ServiceClass[classes];
        long budget = frameNanos;
        for (int p = 0; p < classes; p++) {
            budget += frameNanos * pick(1, 2, 4, 8) * (50 + random.nextInt(50)) / 100;
            all[p] = new ServiceClass("c" + p, budget, pick(3_000, 8_000, 20_000, 1_000_000));
        }
        link.capacity(capacity)
                .propagation(pick(0, 1, 50, 1000) * MICRO)
                .mtu((int) pick(1500, 1500, 1500, 1504, 1504, 600))
                .framing((int) pick(24, 24, 0), 4)
                .floor(capacity * pick(0, 5, 10, 30) / 100)
                .classes(all);
        if (classes > 1 && random.nextInt(3) == 0) {
            link.control(64_000, 1_600);
        }
        if (random.nextInt(4) == 0) {
            link.labels(100, 100 + random.nextInt(3));
        }
        if (mayFail && riskGroups > 0 && random.nextInt(3) == 0) {
            link.riskGroups("g" + random.nextInt(riskGroups));
        }
        if (mayFail) {
            link.up(random.nextInt(20) > 0).trusted(random.nextInt(30) > 0).drained(random.nextInt(30) == 0);
        }
        return link;
    }

    /** A request within [now, now + a second] or without end, on a grid of times, so that reservations touch. */
    public PathRequest request(long now) {
        long start = now + random.nextInt(12) * 40 * MILLI;
        long end = random.nextInt(3) == 0 ? Long.MAX_VALUE : start + (1 + random.nextInt(10)) * 40 * MILLI;
        int packet = (int) pick(60, 242, 512, 1000, 1514);
        long rate = pick(10, 100, 500, 2000, 8000, 40_000) * 1000;
        int atOnce = (int) pick(1, 2, 4, 10);
        PolicedTraffic traffic = new PolicedTraffic(
                rate,
                8L * packet * atOnce,
                random.nextInt(2) * rate / 1000,
                Math.ceilDiv(rate, 8L * packet),
                atOnce,
                random.nextInt(2),
                packet);
        PolicedTraffic probe =
                random.nextInt(3) == 0 ? new PolicedTraffic(1000, 800, 0, 2, 1, 0, 64) : PolicedTraffic.NONE;
        return new PathRequest(
                "r" + requests++,
                "s" + random.nextInt(switches),
                "t" + random.nextInt(terminationPoints),
                traffic,
                probe,
                pick(2, 5, 10, 20, 40, 80) * MILLI * (50 + random.nextInt(50)) / 100,
                start,
                end);
    }

    /** A request that has started, with little traffic and much time, so that many fit. */
    public PathRequest lightRequest(long now) {
        PathRequest request = request(now);
        PolicedTraffic traffic = request.traffic();
        return request.withTraffic(new PolicedTraffic(
                        Math.min(traffic.rateBitsPerSecond(), 500_000),
                        Math.min(traffic.burstBits(), 16L * traffic.maxPacketBytes()),
                        traffic.tickBits() / 100,
                        Math.min(traffic.packetsPerSecond(), 200),
                        Math.min(traffic.burstPackets(), 2),
                        traffic.tickPackets(),
                        traffic.maxPacketBytes()))
                .withDeadline(2 * request.deadlineNanos())
                .during(now, request.endNanos());
    }

    /** A request that asks for any protection, or for none. */
    public PathRequest protectedRequest(long now) {
        PathRequest request = request(now);
        return switch (random.nextInt(8)) {
            case 0 -> request;
            case 1 -> request.withProtection(Protection.RESTORABLE);
            case 2 -> request.withProtection(Protection.backup());
            case 3 -> request.withProtection(Protection.backup(Failure.Kind.NODE));
            case 4 -> request.withProtection(Protection.backup(Failure.Kind.NODE, Failure.Kind.RISK_GROUP));
            case 5 -> request.withProtection(Protection.detours());
            case 6 -> request.withProtection(Protection.detours(Failure.Kind.NODE));
            default -> request.withProtection(Protection.detours(Failure.Kind.NODE, Failure.Kind.RISK_GROUP));
        };
    }

    private long pick(long... values) {
        return values[random.nextInt(values.length)];
    }
}
