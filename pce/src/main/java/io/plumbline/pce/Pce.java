package io.plumbline.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.AdmissionControl;
import io.plumbline.pce.admission.BatchAdmission;
import io.plumbline.pce.admission.CalendarQueries;
import io.plumbline.pce.batch.GubSimplex;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Prover;
import io.plumbline.pce.change.ChangeAnswer;
import io.plumbline.pce.change.ChangeControl;
import io.plumbline.pce.change.Impact;
import io.plumbline.pce.change.Preemption;
import io.plumbline.pce.change.PreemptionAnswer;
import io.plumbline.pce.change.Reoptimisation;
import io.plumbline.pce.change.Rerouting;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchEffort;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.protection.ProtectedFlow;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path computation engine: search, bound and reserve in one call. Owned by one thread; deterministic: the same calls give the same
 * answers on any machine.
 */
public final class Pce {
    private final long seed;
    private final SearchEffort effort;
    private final ReservationLedger ledger;
    private TeTopology topology = TeTopology.EMPTY;
    private @Nullable AdmissionControl control;

    public Pce(long seed) {
        this(seed, SearchEffort.CANDIDATES_FIRST);
    }

    public Pce(long seed, SearchEffort effort) {
        this.seed = seed;
        this.effort = effort;
        ledger = new ReservationLedger();
    }

    private Pce(Pce other) {
        seed = other.seed;
        effort = other.effort;
        ledger = other.ledger.copy();
        topology = other.topology;
    }

    /** The current snapshot. */
    public TeTopology topology() {
        return topology;
    }

    /**
     * Applies one change and makes a new snapshot. Bookings are untouched.
     *
     * @return what {@link #victims} had said
     */
    public ImmutableList<String> apply(TopologyChange change) {
        ImmutableList<String> victims = victims(change);
        topology = topology.with(change);
        control = null;
        return victims;
    }

    /**
     * Reservations that are proven now and would no longer be after a change of constants (speed, MTU, budget, buffer, allowance ...), in
     * order of id. Ask before applying an edit: refuse it, or name them. A link or node that goes down, is drained or is removed breaks no
     * proof.
     */
    public ImmutableList<String> victims(TopologyChange change) {
        Set<String> nodes = new HashSet<>();
        Set<String> links = new HashSet<>();
        collectEdited(change, nodes, links);
        if (nodes.isEmpty() && links.isEmpty()) {
            return ImmutableList.of();
        }
        Prover before = new Prover(topology, ledger);
        Prover after = new Prover(topology.with(change), ledger);
        return ledger.reservations().stream()
                .filter(reservation -> !ledger.isStopped(reservation.id()))
                .filter(reservation -> reservation.hops().stream()
                        .anyMatch(hop ->
                                links.contains(hop.linkId()) || nodes.contains(hop.from()) || nodes.contains(hop.to())))
                .filter(reservation -> before.prove(reservation).stream().anyMatch(Certificate::holds))
                .filter(reservation -> after.prove(reservation).stream().noneMatch(Certificate::holds))
                .map(Reservation::id)
                .collect(ImmutableList.toImmutableList());
    }

    /** Adds the ids of what is there already and whose constants may change. */
    private void collectEdited(TopologyChange change, Set<String> nodes, Set<String> links) {
        switch (change) {
            case TopologyChange.PutNode put -> {
                if (topology.nodes().containsKey(put.node().id())) {
                    nodes.add(put.node().id());
                }
            }
            case TopologyChange.PutLink put -> {
                if (topology.links().containsKey(put.link().id())) {
                    links.add(put.link().id());
                }
            }
            case TopologyChange.All all -> all.changes().forEach(each -> collectEdited(each, nodes, links));
            case TopologyChange.RemoveNode gone -> {}
            case TopologyChange.RemoveLink gone -> {}
            case TopologyChange.SetLinkUp set -> {}
            case TopologyChange.SetLinkDrained set -> {}
            case TopologyChange.SetNodeUp set -> {}
            case TopologyChange.SetNodeDrained set -> {}
        }
    }

    /** Admits all requests together, or none. */
    public Admission admit(ImmutableList<PathRequest> requests, long nowNanos) {
        return control().admit(requests, nowNanos);
    }

    /** Admits as many as fit, one after the other in the order given. An answer for each, in the same order. */
    public ImmutableList<Admission> admitEach(ImmutableList<PathRequest> requests, long nowNanos) {
        return control().admitEach(requests, nowNanos);
    }

    /**
     * Admits a whole set of requests, as much volume as it can, with the help of a linear program; never less than {@link #admitEach}. Takes seconds for
     * thousands.
     */
    public ImmutableList<Admission> place(ImmutableList<PathRequest> requests, long nowNanos) {
        return new BatchAdmission(topology, ledger, control(), GubSimplex.SOLVER).place(requests, nowNanos);
    }

    /** The answer that {@link #admit} would give, booking nothing. */
    public Admission feasible(ImmutableList<PathRequest> requests, long nowNanos) {
        return control().feasible(requests, nowNanos);
    }

    /** Questions about the calendar: earliest and cheapest start, largest rate. Valid until the topology changes. */
    public CalendarQueries queries() {
        return control().queries();
    }

    /**
     * Ends a reservation whose ingress is confirmed to have stopped: its entries stay booked until the linger of each hop is over. The
     * first confirmation counts; another one changes nothing.
     *
     * <p>This is needed after a planned end too. An end that passes unconfirmed leaves the reservation booked for ever ({@link
     * #overdue}), since its ingress may still send.
     *
     * @param stopNanos when the stop was confirmed
     * @return when the last entry returns; empty when there is no such reservation
     */
    public Optional<Long> release(String reservationId, long stopNanos) {
        return ledger.release(reservationId, stopNanos);
    }

    /**
     * Undoes an admission that never let a packet through (nothing was programmed at the ingress): no linger. A change that never let a packet
     * through is undone by {@link #revert}.
     *
     * @throws IllegalStateException when a change of it is under way, so that packets of its old way may be
     */
    public void cancel(String reservationId) {
        if (changeControl().underWay(reservationId).isPresent()) {
            throw new IllegalStateException(
                    reservationId + " has an old way that may send: revert the change, or release it");
        }
        ledger.cancel(reservationId);
    }

    /**
     * Changes a reservation, make before break: other traffic (resize), another end (renew), another deadline, protection or egress. The new
     * generation has its id and is booked from now on, with labels of its own; what is left of the old way is a reservation beside it ({@link
     * ChangeAnswer.Changed#oldWay}). Program the new way from the egress on, let the ingress change over in one step, stop the old way, and {@link
     * #release} that with the instant of its confirmed stop, before which another change would have to be booked beside both. Where the traffic is the same, the meter has to stay and not be written; where it is not, the new one has a meter
     * of its own.
     *
     * @param request with the id of a live reservation. One that has started goes on from now, whatever start is given
     */
    public ChangeAnswer change(PathRequest request, long nowNanos) {
        return changeControl().change(request, nowNanos);
    }

    /** Looks for a better way for a reservation that stays as it was asked for; as {@link #change} otherwise. Links that are down or drained are left. */
    public ChangeAnswer move(String reservationId, long nowNanos) {
        return changeControl().move(reservationId, nowNanos);
    }

    /**
     * Undoes a change whose new way never carried a packet: the reservation is again what it was before. Refused, with nothing changed, when
     * that does not hold any more.
     */
    public ChangeAnswer revert(Reservation before, long nowNanos) {
        return changeControl().revert(before, nowNanos);
    }

    /**
     * Who of lower priority would have to go so that requests that are refused have room, and from when on they would have. Nobody is displaced; hand
     * the plan to {@link #preempt} for that.
     *
     * @param requests admitted together or not at all; the lowest setup priority of them counts
     * @param stopByNanos by when the ingress of a victim could be confirmed to have stopped
     */
    public PreemptionAnswer preemption(ImmutableList<PathRequest> requests, long stopByNanos, long nowNanos) {
        return new Preemption(ledger, control()).plan(requests, stopByNanos, nowNanos);
    }

    /**
     * Carries out a plan: every victim ends when the plan says, and the requests are admitted from its start on. Stop the victims and {@link
     * #release} them; if one is not confirmed to have stopped by then, it stays booked, and the certificates of those that follow it do
     * not hold until it is.
     *
     * @return rejected, and nothing changed, when the plan does not fit any more
     */
    public Admission preempt(PreemptionAnswer.Plan plan, long nowNanos) {
        return new Preemption(ledger, control()).carryOut(plan, nowNanos);
    }

    /**
     * Applies a change of the topology and decides on every reservation that it hits: one whose way is cut is carried on by the data plane, re-placed
     * or revoked; one whose way is drained is moved, make before break, or stays; see {@link Impact.Fate}. (The impact beforehand: the same on a {@link
     * #fork}.) What was hit before and not decided well, so that it is still on such a way, is decided again.
     *
     * @return in the order of the decisions
     */
    public ImmutableList<Impact> enact(TopologyChange change, long nowNanos) {
        apply(change);
        return new Rerouting(topology, ledger, changeControl()).run(nowNanos);
    }

    /**
     * Moves reservations to ways that cost less load, those that gain most first, each by at least a tenth. Every one is booked beside its old way, which is to
     * be released when its stop is confirmed; so all guarantees hold whatever is carried out when.
     *
     * @return what was moved, at most so many
     */
    public ImmutableList<ChangeAnswer.Changed> reoptimise(int mostMoves, long nowNanos) {
        return new Reoptimisation(ledger, changeControl()).run(mostMoves, nowNanos);
    }

    /** An engine of its own in the same state: whatever is asked of it (what if?), this one stays as it is. */
    public Pce fork() {
        return new Pce(this);
    }

    /**
     * Books again what a journal holds, without asking whether it fits. The topology may not be known yet. One with the same id is
     * replaced; what belongs to it stays. If it was released, release it again.
     */
    public void restore(Reservation reservation) {
        ledger.rebook(reservation);
    }

    /** Forgets reservations whose linger is over. */
    public void advance(long nowNanos) {
        ledger.advance(nowNanos);
    }

    /** The reservation with that id, from admission until its last linger is over. */
    public Optional<Reservation> reservation(String id) {
        return ledger.reservation(id);
    }

    /** Every reservation of which anything is still booked, in order of id. */
    public ImmutableList<Reservation> reservations() {
        return ledger.reservations();
    }

    /**
     * Reservations whose end has passed, as far as {@link #advance} was told, without a confirmed stop. Whoever is to follow them has to
     * be held: its {@link #certificate} does not hold.
     */
    public ImmutableSet<String> overdue() {
        return ledger.overdue();
    }

    /**
     * Proves a reservation again, with the constants and bookings of now. Empty when there is no such reservation, when it was stopped
     * (it promises nothing any more), or when its path is not in the topology; look at {@link Certificate#holds} otherwise.
     */
    public Optional<Certificate> certificate(String reservationId) {
        return ledger.reservation(reservationId)
                .filter(reservation -> !ledger.isStopped(reservationId))
                .flatMap(new Prover(topology, ledger)::prove);
    }

    /**
     * What becomes of a reservation in each single failure of its path: the ways out that are booked for it, and who takes them. Empty
     * when there is no such reservation, or it is itself part of another one.
     */
    public Optional<ProtectedFlow> protection(String reservationId) {
        return ProtectedFlow.of(topology, ledger, reservationId);
    }

    /** Everything that is booked, as a value: what the checker proves and the topology view shows. */
    public LedgerSnapshot snapshot() {
        return ledger.snapshot();
    }

    private ChangeControl changeControl() {
        return new ChangeControl(topology, ledger, control());
    }

    private AdmissionControl control() {
        AdmissionControl current = control;
        if (current == null) {
            current = new AdmissionControl(new SearchGraph(topology), ledger, seed, effort);
            control = current;
        }
        return current;
    }
}
