package io.plumbline.pce;

import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;

/**
 * A packet-level simulator that tries to break promises: strict priority, store and forward, propagation, switches whose software takes
 * anything up to its allowance, best effort that always has a largest frame to send, control frames at their full rate, and sources that
 * send as early as their meter lets them. It knows paths, classes and meters, and no booking.
 *
 * <p>Nanoseconds and bits; capacities must divide 10^9, so that a bit takes a whole number of nanoseconds and nothing is rounded.
 */
public final class PacketSimulator {
    private static final long SECOND = 1_000_000_000L;

    /** A promise that was not kept. */
    public record Broken(String what, String where, long measured, long promised) {}

    private record Event(long at, long order, Runnable action) {}

    private static final class Packet {
        final String flow;
        final int bytes;
        final List<BookedHop> hops;
        final long ingressNanos;
        final long deadline;
        int hop;
        long sentAt;
        long arrivedAt;

        Packet(String flow, int bytes, List<BookedHop> hops, long ingressNanos, long deadline) {
            this.flow = flow;
            this.bytes = bytes;
            this.hops = hops;
            this.ingressNanos = ingressNanos;
            this.deadline = deadline;
        }
    }

    private final class Port {
        final TeLink link;
        final long nanosPerBit;
        final List<Deque<Packet>> queues = new ArrayList<>();
        final long[] waitingBits;
        final long[] worstDelay;
        boolean busy;

        Port(TeLink link) {
            this.link = link;
            nanosPerBit = SECOND / link.capacityBitsPerSecond();
            if (nanosPerBit * link.capacityBitsPerSecond() != SECOND) {
                throw new IllegalArgumentException("capacity does not divide 10^9: " + link);
            }
            link.classes().forEach(c -> queues.add(new ArrayDeque<>()));
            waitingBits = new long[queues.size()];
            worstDelay = new long[queues.size()];
        }

        long bits(Packet packet) {
            return 8L * (packet.bytes + link.framingOverheadBytes() + link.tagBytes());
        }

        void arrive(Packet packet, int p) {
            packet.arrivedAt = now;
            queues.get(p).add(packet);
            waitingBits[p] += bits(packet);
            if (!busy) {
                send();
            }
            expect(
                    "backlog " + p,
                    link.id(),
                    waitingBits[p],
                    8 * link.classes().get(p).bufferBytes());
        }

        void send() {
            for (int p = 0; p < queues.size(); p++) {
                Packet packet = queues.get(p).poll();
                if (packet != null) {
                    int sentIn = p;
                    waitingBits[p] -= bits(packet);
                    busy = true;
                    at(now + bits(packet) * nanosPerBit, () -> {
                        busy = false;
                        sent(packet, sentIn);
                        send();
                    });
                    return;
                }
            }
            if (now >= bestEffortFrom) {
                busy = true;
                at(now + link.lowerFrameBits() * nanosPerBit, () -> {
                    busy = false;
                    send();
                });
            }
        }

        void sent(Packet packet, int p) {
            long delay = now - packet.arrivedAt;
            worstDelay[p] = Math.max(worstDelay[p], delay);
            expect("delay " + p, link.id(), delay, link.classes().get(p).budgetNanos());
            if (packet.hops.isEmpty()) {
                return;
            }
            TeNode receiver = node(link.to());
            long after = link.propagationNanos() + receiver.processingNanos();
            if (++packet.hop == packet.hops.size()) {
                long total = packet.ingressNanos + now + after + receiver.softwareAllowanceNanos() - packet.sentAt;
                expect("end-to-end", packet.flow, total, packet.deadline);
                delivered++;
                return;
            }
            BookedHop next = packet.hops.get(packet.hop);
            long varying = receiver.softwareAllowanceNanos() == 0
                    ? 0
                    : random.nextBoolean()
                            ? receiver.softwareAllowanceNanos() * random.nextInt(2)
                            : random.nextLong(receiver.softwareAllowanceNanos() + 1);
            at(now + after + varying, () -> port(next.linkId()).arrive(packet, next.classIndex()));
        }
    }

    private final TeTopology topology;
    private final Random random;
    private final long bestEffortFrom;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<String, Port> ports = new HashMap<>();
    private final Map<String, Broken> broken = new TreeMap<>();
    private long now;
    private long order;
    private long delivered;

    /**
     * @param bestEffortFrom when best effort begins to fill every link that is used
     */
    public PacketSimulator(TeTopology topology, Random random, long bestEffortFrom) {
        this.topology = topology;
        this.random = random;
        this.bestEffortFrom = bestEffortFrom;
    }

    /** A flow and its probe, greedy from start until stop, in packets of that size. */
    public void add(Reservation reservation, int packetBytes, long start, long stop) {
        greedy(reservation, reservation.request().traffic(), packetBytes, start, stop);
        if (!reservation.request().probe().equals(PolicedTraffic.NONE)) {
            PolicedTraffic probe = reservation.request().probe();
            greedy(reservation, probe, probe.maxPacketBytes(), start, stop);
        }
    }

    /** A flow without a probe that goes another way from an instant on, under the same meter. */
    public void addMoved(
            Reservation older, Reservation newer, int packetBytes, long start, long changeOver, long stop) {
        older.hops().forEach(hop -> port(hop.linkId()));
        Source source = greedy(newer, newer.request().traffic(), packetBytes, start, stop);
        source.older = older;
        source.changeOver = changeOver;
    }

    private Source greedy(Reservation reservation, PolicedTraffic meter, int packetBytes, long start, long stop) {
        reservation.hops().forEach(hop -> port(hop.linkId()));
        Source source = new Source(reservation, meter, packetBytes, start, stop);
        at(start, source::send);
        return source;
    }

    /** Sends whenever bits and packets of the meter allow. */
    private final class Source {
        private final Reservation reservation;
        private final PolicedTraffic meter;
        private final int packetBytes;
        private final long stop;
        private Reservation older;
        private long changeOver = Long.MIN_VALUE;
        private long filledAt;
        private long bits; // in the bucket, times 10^9
        private long packets; // likewise

        Source(Reservation reservation, PolicedTraffic meter, int packetBytes, long start, long stop) {
            this.reservation = reservation;
            this.meter = meter;
            this.packetBytes = packetBytes;
            this.stop = stop;
            older = reservation;
            filledAt = start;
            bits = (meter.burstBits() + meter.tickBits()) * SECOND;
            packets = (meter.burstPackets() + meter.tickPackets()) * SECOND;
        }

        void send() {
            long passed = now - filledAt;
            filledAt = now;
            bits = Math.min((meter.burstBits() + meter.tickBits()) * SECOND, bits + passed * meter.rateBitsPerSecond());
            packets = Math.min(
                    (meter.burstPackets() + meter.tickPackets()) * SECOND, packets + passed * meter.packetsPerSecond());
            long neededBits = 8L * packetBytes * SECOND;
            while (bits >= neededBits && packets >= SECOND && now < stop) {
                bits -= neededBits;
                packets -= SECOND;
                Reservation way = now < changeOver ? older : reservation;
                TeNode ingress = node(way.request().ingressNode());
                Packet packet = new Packet(
                        way.id(),
                        packetBytes,
                        way.hops(),
                        ingress.processingNanos() + ingress.softwareAllowanceNanos(),
                        way.request().deadlineNanos());
                packet.sentAt = now;
                BookedHop first = way.hops().getFirst();
                port(first.linkId()).arrive(packet, first.classIndex());
            }
            long wait = Math.max(
                    bits >= neededBits ? 0 : Math.ceilDiv(neededBits - bits, meter.rateBitsPerSecond()),
                    packets >= SECOND ? 0 : Math.ceilDiv(SECOND - packets, meter.packetsPerSecond()));
            if (now + wait < stop) {
                at(now + Math.max(1, wait), this::send);
            }
        }
    }

    /** Runs, control frames included, until an instant. */
    public void run(long until) {
        for (Port port : ports.values()) {
            at(bestEffortFrom, () -> {
                if (!port.busy) {
                    port.send();
                }
            });
            port.link.control().ifPresent(control -> {
                int bytes = 100 - port.link.framingOverheadBytes() - port.link.tagBytes();
                long inBurst = Math.max(1, control.burstBits() / 800);
                long period = Math.ceilDiv(800 * SECOND, Math.max(1, control.rateBitsPerSecond()));
                for (long i = 0; i < inBurst + until / period; i++) {
                    long when = bestEffortFrom + 1 + Math.max(0, i - inBurst + 1) * period;
                    at(when, () -> port.arrive(new Packet("control", bytes, List.of(), 0, 0), 0));
                }
            });
        }
        for (Event event = events.poll(); event != null && event.at() <= until; event = events.poll()) {
            now = event.at();
            event.action().run();
        }
    }

    public List<Broken> broken() {
        return List.copyOf(broken.values());
    }

    public long delivered() {
        return delivered;
    }

    /** The longest that a frame waited in a class of a link. */
    public long worstDelay(String linkId, int classIndex) {
        return port(linkId).worstDelay[classIndex];
    }

    /** Remembers the worst of each kind. */
    private void expect(String what, String where, long measured, long promised) {
        if (measured > promised) {
            broken.merge(
                    where + " " + what,
                    new Broken(what, where, measured, promised),
                    (a, b) -> a.measured() >= b.measured() ? a : b);
        }
    }

    private void at(long when, Runnable action) {
        events.add(new Event(when, order++, action));
    }

    private Port port(String linkId) {
        return ports.computeIfAbsent(
                linkId, id -> new Port(Objects.requireNonNull(topology.links().get(id))));
    }

    private TeNode node(String id) {
        return Objects.requireNonNull(topology.nodes().get(id));
    }
}
