package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.BrokenWay;
import io.plumbline.pce.path.NearestPath;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PathSearch;
import io.plumbline.pce.path.PathStep;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.Shortfall;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.reservation.LinkLedger;
import io.plumbline.pce.reservation.NodeLedger;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why a request that makes sense finds no path: one reason, by precedence. First it is asked for over any path: where that would do, only
 * its route is in the way ({@link RouteDiagnosis}). Where it would not, the reason is the same as without a route, and found by dropping
 * requirements from the last to the first: without those of switches, without the deadline, without capacity.
 */
public final class Diagnosis {
    private final ReservationLedger ledger;
    private final PathRequest request;
    private final PathSearch search;
    private final RouteDiagnosis route;

    /** @param searches for the request over a route; the same search again for the same route */
    public Diagnosis(ReservationLedger ledger, PathRequest request, Function<RoutePolicy, PathSearch> searches) {
        this.ledger = ledger;
        this.request = request;
        search = searches.apply(RoutePolicy.ANY);
        route = new RouteDiagnosis(request, search, searches);
    }

    public Rejected refusal() {
        return route.refusal().orElseGet(this::overAnyPath);
    }

    private Rejected overAnyPath() {
        if (!search.isConnected()) {
            return noPath();
        }
        Optional<PathSearch.Found> anyTime = search.quickest(Long.MAX_VALUE, false);
        if (anyTime.isEmpty()) {
            return bandwidth();
        }
        if (anyTime.get().boundNanos() > request.deadlineNanos()) {
            // The least bound that could be admitted; where switches are full it is one that only they refuse.
            return latency(search.quickest(Long.MAX_VALUE, true).orElse(anyTime.get()));
        }
        return switchCapacity(anyTime.get().path());
    }

    private Rejected noPath() {
        String ends = request.ingressNode() + " to " + request.egressNode();
        Optional<BrokenWay> broken = BrokenWay.between(search.topology(), request);
        String detail = broken.map(way -> "no path from " + ends + ": " + way.linkId() + " " + way.why())
                .orElse("no path from " + ends + ": no links connect them");
        return rejected(
                Reason.NO_PATH,
                detail,
                broken.map(way -> new Constraint(way.linkId(), "", "path", 1, 0, "", request.startNanos())));
    }

    private Rejected bandwidth() {
        Shortfall shortfall = new NearestPath(search)
                .shortfall()
                .orElseThrow(() -> new IllegalStateException("nothing refuses " + request));
        String where = shortfall.className().isEmpty()
                ? shortfall.linkId()
                : shortfall.linkId() + " class " + shortfall.className();
        String free = switch (shortfall.quantity()) {
            case "rate" -> "free";
            case "delay" -> "budget";
            default -> "buffer";
        };
        return rejected(
                Reason.BANDWIDTH,
                where + ": " + shortfall.asked() + " " + shortfall.unit() + " asked, " + shortfall.available() + " "
                        + shortfall.unit() + " " + free,
                Optional.of(new Constraint(
                        shortfall.linkId(),
                        shortfall.className(),
                        shortfall.quantity(),
                        shortfall.asked(),
                        shortfall.available(),
                        shortfall.unit(),
                        shortfall.atNanos())));
    }

    private Rejected latency(PathSearch.Found quickest) {
        return rejected(
                Reason.LATENCY,
                request.deadlineNanos() + " ns asked, " + quickest.boundNanos() + " ns is the least bound that fits",
                Optional.of(new Constraint(
                        "",
                        "",
                        "deadline",
                        quickest.boundNanos(),
                        request.deadlineNanos(),
                        "ns",
                        request.startNanos())));
    }

    /** The first thing that runs out on the quickest path. */
    private Rejected switchCapacity(TePath path) {
        long from = request.startNanos();
        ImmutableList<PathStep> steps = PathStep.along(path, request, search.topology());
        for (int i = 0; i < steps.size(); i++) {
            TeLink link = steps.get(i).link();
            long until = steps.get(i).untilNanos(request);
            NodeLedger held = ledger.node(link.from());
            TeNode sender = Objects.requireNonNull(search.topology().nodes().get(link.from()));
            long freeMeters = sender.meterCapacity() - held.peakMeters(from, until);
            if (i == 0 && freeMeters < NodeLedger.METERS) {
                return exhausted(sender.id(), "meter", NodeLedger.METERS, freeMeters);
            }
            int entries = NodeLedger.entries(i == 0, i == steps.size() - 1);
            long freeEntries = sender.entryCapacity() - held.peakEntries(from, until);
            if (freeEntries < entries) {
                return exhausted(sender.id(), "entry", entries, freeEntries);
            }
            LinkLedger booked = ledger.link(link.id());
            if (link.hasLabels() && !booked.hasFreeLabel(link.firstLabel(), link.lastLabel(), from, until)) {
                return exhausted(link.id(), "label", 1, 0);
            }
        }
        throw new IllegalStateException("nothing refuses " + request);
    }

    private Rejected exhausted(String where, String quantity, long asked, long free) {
        long available = Math.max(0, free);
        return rejected(
                Reason.SWITCH_CAPACITY,
                where + ": " + asked + " " + quantity + " asked, " + available + " free",
                Optional.of(new Constraint(where, "", quantity, asked, available, quantity, request.startNanos())));
    }

    private Rejected rejected(Reason reason, String detail, Optional<Constraint> constraint) {
        return new Rejected(reason, request.id(), detail, constraint);
    }
}
