package io.plumbline.pce;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.Optional;

/**
 * The path computation engine: search, bound and reserve in one call. Owned by one thread; deterministic: the same calls give the same
 * answers on any machine.
 */
public final class Pce {

    public Pce(long seed) {
        throw new UnsupportedOperationException();
    }

    /** The current snapshot. */
    public TeTopology topology() {
        throw new UnsupportedOperationException();
    }

    /** Applies one change and makes a new snapshot. Bookings are untouched. */
    public void apply(TopologyChange change) {
        throw new UnsupportedOperationException();
    }

    /** Admits all requests together, or none. */
    public Admission admit(ImmutableList<PathRequest> requests, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The answer that {@link #admit} would give, booking nothing. */
    public Admission feasible(ImmutableList<PathRequest> requests, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a reservation whose ingress is confirmed to have stopped: its entries stay booked until the linger of each hop is over.
     *
     * @param stopNanos when the stop was confirmed
     * @return when the last entry returns; empty when there is no such reservation
     */
    public Optional<Long> release(String reservationId, long stopNanos) {
        throw new UnsupportedOperationException();
    }

    /** Undoes an admission that never let a packet through (nothing was programmed at the ingress): no linger. */
    public void cancel(String reservationId) {
        throw new UnsupportedOperationException();
    }

    /** Books again what a journal holds, without asking whether it fits. The topology may not be known yet. */
    public void restore(Reservation reservation) {
        throw new UnsupportedOperationException();
    }

    /** Forgets entries whose linger is over. */
    public void advance(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The live reservation with that id. */
    public Optional<Reservation> reservation(String id) {
        throw new UnsupportedOperationException();
    }

    /** Everything that is booked, as a value: what the checker proves and the topology view shows. */
    public LedgerSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }
}
