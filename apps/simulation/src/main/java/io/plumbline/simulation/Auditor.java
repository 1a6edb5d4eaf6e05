package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.LedgerView;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.simulated.SimulatedHost;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.SimulatedSwitch;
import io.plumbline.southbound.simulated.Walk;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.Meter;

/**
 * Looks at what the switches do with packets and at what was promised, with a record and arithmetic of its own. It asks the controller for
 * nothing but what anybody may see.
 */
final class Auditor {
    private static final long BITS_PER_KILOBIT = 1_000;
    private static final int SOURCE_PORT = 4_000;

    private final SimulatedNetwork network;
    private final List<Promise> promises;

    /** Shows all flows as they are now; empty while no controller runs. */
    private final Supplier<ImmutableList<FlowView>> shown;

    /** The ledger as it is now; null while no controller runs. */
    private final Supplier<@Nullable LedgerView> ledger;

    /** Whether nothing fails but the controller. */
    private final boolean calm;

    /** Where each direction of each flow goes, as it was seen last. */
    private final Map<String, ImmutableList<String>> ways = new HashMap<>();

    /** What may still be under way on ways that are not taken any more. */
    private final List<Trailing> trailing = new ArrayList<>();

    /** @param untilNanos until when the last packet may be queued at that link */
    private record Trailing(String flow, String linkId, long untilNanos) {}

    Auditor(
            SimulatedNetwork network,
            List<Promise> promises,
            Supplier<ImmutableList<FlowView>> shown,
            Supplier<@Nullable LedgerView> ledger,
            boolean calm) {
        this.network = network;
        this.promises = promises;
        this.shown = shown;
        this.ledger = ledger;
        this.calm = calm;
    }

    private record Passage(Promise promise, int direction, Walk walk) {
        /** Whether it is treated as a guaranteed flow's: frames are sent unmarked, and best effort is scrubbed. */
        boolean isGuaranteed() {
            return walk.marks().stream().anyMatch(mark -> mark.dscp() != 0 || mark.queueId() != 0);
        }

        String target() {
            return direction == 0 ? promise.request.to() : promise.request.from();
        }

        Violation violates(String what) {
            return new Violation(promise + (direction == 0 ? ", forward: " : ", reverse: ") + what + "\n" + walk);
        }
    }

    /** What every packet would meet at this instant, also in the middle of an update. */
    void packets(long nowNanos) {
        Map<String, Long> letThrough = new HashMap<>();
        for (Promise promise : promises) {
            for (int direction = 0; direction < (promise.isBothWays() ? 2 : 1); direction++) {
                Passage passage = new Passage(promise, direction, walk(promise, direction));
                check(passage);
                if (calm) {
                    served(passage, nowNanos);
                }
                follow(passage, nowNanos);
                if (passage.isGuaranteed()) {
                    long rate = rateOfMeter(passage);
                    passage.walk().path().forEach(port -> letThrough.merge(port, rate, Long::sum));
                }
            }
        }
        letThrough.forEach((port, rate) -> {
            if (rate > Landscape.GUARANTEED_BITS_PER_SECOND) {
                throw new Violation("the ingress meters let " + rate + " bit/s through to " + port + ", of which "
                        + Landscape.GUARANTEED_BITS_PER_SECOND + " can be promised");
            }
        });
    }

    /** Where nothing fails, a packet is treated as promised all the way or not at all, and what is in force always is. */
    private static void served(Passage passage, long nowNanos) {
        boolean inForce = passage.promise().isInForce(nowNanos);
        if (inForce && !passage.isGuaranteed()) {
            throw passage.violates("it is in force, and its packets are treated as any");
        }
        if (passage.isGuaranteed() && !passage.walk().destinations().contains(passage.target())) {
            throw passage.violates("its packets are lost, and nothing has failed");
        }
    }

    /** When a way is left, its last packets are still on it. */
    private void follow(Passage passage, long nowNanos) {
        Promise promise = passage.promise();
        String key = promise.key + "/" + passage.direction();
        ImmutableList<String> now = passage.isGuaranteed() ? passage.walk().path() : ImmutableList.of();
        ImmutableList<String> before = now.isEmpty() ? ways.remove(key) : ways.put(key, now);
        if (before != null && !before.equals(now)) {
            for (Promise.Passing passing : promise.passings(passage.direction(), before)) {
                trailing.add(new Trailing(promise.shownAs + "/", passing.linkId(), nowNanos + passing.nanos()));
            }
        }
    }

    /** What may still be queued somewhere is still booked there. */
    void trailing(long nowNanos) {
        trailing.removeIf(last -> last.untilNanos <= nowNanos);
        LedgerView view = trailing.isEmpty() ? null : ledger.get();
        if (view == null) {
            return;
        }
        for (Trailing last : trailing) {
            boolean booked = view.ledger().at(last.linkId).stream()
                    .anyMatch(entry -> entry.reservationId().startsWith(last.flow)
                            && entry.fromNanos() <= nowNanos
                            && nowNanos < entry.untilNanos());
            if (!booked && view.topology().links().containsKey(last.linkId)) {
                throw new Violation("nothing is booked for " + last.flow + " at " + last.linkId
                        + " any more, where its last packets may be queued for another " + (last.untilNanos - nowNanos)
                        + " ns");
            }
        }
    }

    Walk walk(Promise promise, int direction) {
        SimulatedHost from = network.host(promise.request.from());
        SimulatedHost to = network.host(promise.request.to());
        Frame frame = direction == 0
                ? from.frameTo(to).udp(SOURCE_PORT, promise.port).build()
                : to.frameTo(from).udp(promise.port, SOURCE_PORT).build();
        return network.walk(frame).from(direction == 0 ? from.name() : to.name());
    }

    private void check(Passage passage) {
        Walk walk = passage.walk();
        Promise promise = passage.promise();
        if (walk.looped()) {
            throw passage.violates("it loops");
        }
        if (walk.destinations().stream().anyMatch(place -> !place.equals(passage.target()))) {
            throw passage.violates("it comes out at " + walk.destinations());
        }
        if (!passage.isGuaranteed()) {
            return;
        }
        if (promise.releaseAcknowledged) {
            throw passage.violates("it is let through after its release was confirmed");
        }
        if (walk.hops().get(0).steps().stream().noneMatch(Auditor::isFlowMeter)) {
            throw passage.violates("it bypasses its meter");
        }
        if (!isPromised(passage)) {
            show();
            if (!isPromised(passage)) {
                throw passage.violates("its path is none that was promised: " + promise.paths(passage.direction()));
            }
        }
    }

    private static boolean isFlowMeter(Step step) {
        return step instanceof Step.Metered metered && metered.meterId() >= SwitchBook.FIRST_FLOW_METER;
    }

    /** Whether it walks along one path that was promised at some time, up to where it is lost. */
    private static boolean isPromised(Passage passage) {
        ImmutableList<String> walked = passage.walk().path();
        return passage.promise().paths(passage.direction()).stream()
                .anyMatch(path -> path.size() >= walked.size()
                        && path.subList(0, walked.size()).equals(walked));
    }

    /** The rate that the switch itself says. */
    private long rateOfMeter(Passage passage) {
        Walk.Passed ingress = passage.walk().hops().get(0);
        TreeSet<Long> meters = new TreeSet<>();
        for (Step step : ingress.steps()) {
            if (step instanceof Step.Metered metered && metered.meterId() >= SwitchBook.FIRST_FLOW_METER) {
                meters.add(metered.meterId());
            }
        }
        long least = Long.MAX_VALUE;
        for (ReadOutcome.HeldMeter held :
                network.switchNode(ingress.switchName()).holds().meters()) {
            if (meters.contains(held.meter().id().id())
                    && held.meter().request().unit() == Meter.Unit.KB_PER_SEC) {
                for (Band band : held.meter().request().bands()) {
                    least = Math.min(least, Math.multiplyExact(band.rate(), BITS_PER_KILOBIT));
                }
            }
        }
        if (least == Long.MAX_VALUE) {
            throw passage.violates("no meter of " + meters + " counts bits");
        }
        return least;
    }

    /** Notes what is shown of every flow now. */
    ImmutableList<FlowView> show() {
        ImmutableList<FlowView> views = shown.get();
        views.forEach(view -> promiseOf(view).seen(view));
        return views;
    }

    private Promise promiseOf(FlowView view) {
        return promises.stream()
                .filter(promise -> promise.key.equals(view.request().name()))
                .findFirst()
                .orElseThrow(() -> new Violation("a flow that nobody asked for: " + view.id() + " " + view.request()));
    }

    /** What was acknowledged is there, and what was released does not come back. */
    void acknowledged(long nowNanos) {
        Map<String, FlowView> byKey = new HashMap<>();
        show().forEach(view -> byKey.put(view.request().name(), view));
        for (Promise promise : promises) {
            FlowView view = byKey.get(promise.key);
            boolean gone = view == null || view.state() == IntentState.ENDED || view.state() == IntentState.REJECTED;
            boolean kept = promise.acknowledged && !promise.over && !promise.releaseAsked;
            boolean mayHaveFailed = view == null && !promise.settled; // and the answer was lost
            if (kept && nowNanos < promise.lastsUntilNanos && gone && !mayHaveFailed) {
                throw new Violation(promise + " was acknowledged and is "
                        + (view == null ? "unknown" : view.state() + ": " + view.reason()));
            }
            if (promise.releaseAcknowledged && view != null && !gone && view.state() != IntentState.RELEASING) {
                throw new Violation(promise + " was released and is " + view.state());
            }
        }
    }

    /**
     * What is shown of each flow is what is booked for it.
     *
     * @param atRest whether nothing is being moved: what is moved is shown as it was until it changes over
     */
    void booked(LedgerView view, boolean atRest) {
        Map<String, Reservation> booked = new HashMap<>();
        view.reservations().forEach(reservation -> booked.put(reservation.id(), reservation));
        for (FlowView flow : show()) {
            boolean held = flow.state() == IntentState.SCHEDULED || atRest && flow.state() == IntentState.ACTIVE;
            for (FlowView.DirectionView direction : flow.directions()) {
                Reservation shownOne = direction.reservation();
                Reservation bookedOne = booked.get(shownOne.id());
                boolean differs = bookedOne == null
                        ? atRest // one that is being taken back before its start is shown a little longer
                        : !bookedOne.hops().equals(shownOne.hops());
                if (held && differs) {
                    throw new Violation(flow.id() + " is shown over " + shownOne.hops() + " and booked over "
                            + (bookedOne == null ? "nothing" : bookedOne.hops()));
                }
            }
        }
    }

    /** Every instant of every link: sums of its own, and the checker's proof. */
    static void ledger(LedgerView view) {
        for (Map.Entry<String, ImmutableList<LedgerSnapshot.Entry>> booked :
                view.ledger().entries().entrySet()) {
            TeLink link = view.topology().links().get(booked.getKey());
            if (link != null) {
                for (LedgerSnapshot.Entry at : booked.getValue()) {
                    sum(link, booked.getValue(), at.fromNanos());
                }
            }
        }
        CheckResult result = CertificateChecker.checkLedger(view.topology(), view.ledger(), view.reservations());
        if (!result.isValid()) {
            throw new Violation("the ledger is not proven: " + result.violations());
        }
    }

    private static void sum(TeLink link, List<LedgerSnapshot.Entry> entries, long atNanos) {
        long sum = entries.stream()
                .filter(entry -> entry.fromNanos() <= atNanos && atNanos < entry.untilNanos())
                .filter(entry -> entry.failures().isEmpty())
                .mapToLong(LedgerSnapshot.Entry::rateBitsPerSecond)
                .sum();
        long most = link.capacityBitsPerSecond() - link.bestEffortFloorBitsPerSecond();
        if (sum > most) {
            throw new Violation(link.id() + " is booked with " + sum + " bit/s of " + most + " at " + atNanos);
        }
    }

    /** Some seconds after a cable was cut, and nothing else: what crossed it goes another way, or is told why it cannot. */
    void rerouted(Set<String> cutPorts, long nowNanos) {
        for (FlowView view : show()) {
            Promise promise = promiseOf(view);
            if (!promise.isInForce(nowNanos) || view.reason().startsWith("revoked: ")) {
                continue;
            }
            for (int direction = 0; direction < view.directions().size(); direction++) {
                ImmutableList<String> promised = Promise.ports(view.directions().get(direction));
                if (promised.stream().anyMatch(cutPorts::contains)) {
                    throw new Violation(promise + " is " + view.state() + " (" + view.reason() + ") and goes over "
                            + promised + ", of which a cable is cut");
                }
                Passage passage = new Passage(promise, direction, walk(promise, direction));
                if (view.state() != IntentState.ACTIVE || !passage.walk().path().equals(promised)) {
                    throw passage.violates("it is " + view.state() + " (" + view.reason() + ") along " + promised);
                }
            }
        }
    }

    /** Long after everything was healed: what is promised is kept. */
    void kept(long nowNanos) {
        for (FlowView view : show()) {
            Promise promise = promiseOf(view);
            boolean lives = promise.acknowledged && !promise.releaseAsked && !promise.over;
            if (!lives || nowNanos >= promise.lastsUntilNanos || view.state() == IntentState.SCHEDULED) {
                continue;
            }
            if (view.state() != IntentState.ACTIVE) {
                throw new Violation(
                        promise + " is " + view.state() + " though nothing is wrong any more: " + view.reason());
            }
            for (int direction = 0; direction < view.directions().size(); direction++) {
                Passage passage = new Passage(promise, direction, walk(promise, direction));
                ImmutableList<String> promised = Promise.ports(view.directions().get(direction));
                if (!passage.isGuaranteed() || !passage.walk().path().equals(promised)) {
                    throw passage.violates("it is ACTIVE along " + promised);
                }
            }
        }
    }

    /** After everything has ended: nothing of it is left anywhere. */
    void nothingIsLeft(LedgerView view) {
        view.ledger().entries().forEach((link, entries) -> {
            if (!entries.isEmpty()) {
                throw new Violation(link + " is still booked: " + entries);
            }
        });
        for (SimulatedSwitch node : network.switches()) {
            ReadOutcome.State holds = node.holds();
            holds.rules().stream()
                    .filter(rule -> Cookies.isOfFlow(rule.cookie()))
                    .findFirst()
                    .ifPresent(rule -> {
                        throw new Violation(node.name() + " still holds " + rule);
                    });
            holds.meters().stream()
                    .filter(meter -> meter.meter().id().id() >= SwitchBook.FIRST_FLOW_METER)
                    .findFirst()
                    .ifPresent(meter -> {
                        throw new Violation(node.name() + " still holds " + meter);
                    });
        }
    }
}
