package io.plumbline.pce.protection;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PathStep;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.reservation.NodeLedger;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.Optional;

/** What a reservation takes of the switches on its way: labels, meters and table entries. */
public final class Labelling {
    private final TeTopology topology;
    private final ReservationLedger ledger;
    private String exhaustedLink = "";

    public Labelling(TeTopology topology, ReservationLedger ledger) {
        this.topology = topology;
        this.ledger = ledger;
    }

    /** A switch that holds more than it can. */
    public record Overfull(String nodeId, String quantity, long held, long capacity) {}

    /** The same with the lowest free label wherever one is needed; one that it has stays, where it is free. Empty when a link has none. */
    public Optional<Reservation> label(Reservation reservation) {
        PathRequest request = reservation.request();
        ImmutableList.Builder<BookedHop> hops = ImmutableList.builder();
        for (BookedHop hop : reservation.hops()) {
            TeLink link = topology.links().get(hop.linkId());
            if (link == null || !link.hasLabels() || hop.joins() && hop.label() == 0) {
                hops.add(hop);
                continue;
            }
            long until = Exact.addCapped(request.endNanos(), hop.lingerNanos());
            var booked = ledger.link(link.id());
            boolean keeps = hop.label() > 0
                    && booked.freeLabel(hop.label(), hop.label(), request.startNanos(), until) == hop.label();
            int label = keeps
                    ? hop.label()
                    : booked.freeLabel(link.firstLabel(), link.lastLabel(), request.startNanos(), until);
            if (label < 0) {
                exhaustedLink = link.id();
                return Optional.empty();
            }
            hops.add(hop.withLabel(label));
        }
        return Optional.of(new Reservation(request, hops.build(), reservation.relation()));
    }

    /** What is to be booked on a path; empty when a link has no label left. */
    public Optional<Reservation> reservation(PathRequest request, TePath path) {
        return label(new Reservation(
                request,
                PathStep.along(path, request, topology).stream()
                        .map(step -> new BookedHop(
                                step.link().id(),
                                step.link().from(),
                                step.link().to(),
                                step.classIndex(),
                                step.link().classes().get(step.classIndex()).name(),
                                0,
                                step.bucket().rateBitsPerSecond(),
                                step.bucket().burstBits(),
                                step.lingerNanos()))
                        .collect(ImmutableList.toImmutableList())));
    }

    /** Where {@link #label} found none. */
    public String exhaustedLink() {
        return exhaustedLink;
    }

    /** The first switch of the way of a booked reservation that holds too much in its time. */
    public Optional<Overfull> overfull(Reservation reservation) {
        long from = reservation.request().startNanos();
        for (BookedHop hop : reservation.hops()) {
            TeNode node = topology.nodes().get(hop.from());
            if (node == null) {
                continue;
            }
            NodeLedger held = ledger.node(node.id());
            long until = ledger.untilNanos(reservation, hop);
            long entries = held.peakEntries(from, until);
            if (entries > node.entryCapacity()) {
                return Optional.of(new Overfull(node.id(), "entry", entries, node.entryCapacity()));
            }
            long meters = held.peakMeters(from, until);
            if (node.id().equals(reservation.request().ingressNode()) && meters > node.meterCapacity()) {
                return Optional.of(new Overfull(node.id(), "meter", meters, node.meterCapacity()));
            }
        }
        return Optional.empty();
    }
}
