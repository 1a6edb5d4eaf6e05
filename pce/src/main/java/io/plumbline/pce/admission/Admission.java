package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.reservation.Reservation;
import java.util.Optional;

/** The decision on a set of requests that are admitted together or not at all. */
public sealed interface Admission {

    /** Everything fits and is booked; one reservation and one certificate for each request, in request order. */
    record Admitted(ImmutableList<Reservation> reservations, ImmutableList<Certificate> certificates)
            implements Admission {}

    /**
     * Nothing was booked.
     *
     * @param reason by documented precedence
     * @param requestId the request that failed
     * @param detail one sentence naming the binding thing and the shortfall
     * @param constraint what binds, where one thing does
     */
    record Rejected(Reason reason, String requestId, String detail, Optional<Constraint> constraint)
            implements Admission {

        /** Whether the reason is POLICY, but only with this deadline or beside what is booked: some path does keep to the route. */
        public boolean isPolicyForNow() {
            return reason == Reason.POLICY
                    && constraint
                            .map(Constraint::quantity)
                            .filter(quantity -> quantity.equals("deadline") || quantity.equals("room"))
                            .isPresent();
        }
    }

    /**
     * In order of precedence. INVALID: the request itself, entries of its route that are not known included. UNKNOWN_ENDPOINT: an end that
     * the topology has not. POLICY: it is not permitted. The engine says so when the route of the request alone is in the way: over any
     * path it would be admitted (its protection aside); the controller, of what it does not ask the engine for. All that follows, and what
     * it names, is therefore what refuses a request whatever its route. NO_PATH: not connected, capacity ignored. BANDWIDTH: no path has
     * the capacity, the deadline ignored. LATENCY: none that has it meets the deadline. SWITCH_CAPACITY: one that does lacks a label, a
     * meter or a table entry.
     */
    enum Reason {
        INVALID,
        UNKNOWN_ENDPOINT,
        POLICY,
        NO_PATH,
        BANDWIDTH,
        LATENCY,
        SWITCH_CAPACITY
    }

    /**
     * The inequality that binds.
     *
     * @param where link id, or node id for a switch's capacity; empty when it is the whole path. POLICY: the entry of the route that binds,
     *     or the node or link that is in none of the allowed countries
     * @param className class whose inequality fails; empty when it is not about one class
     * @param quantity rate, delay or buffer (BANDWIDTH); deadline (LATENCY: asked is the least bound that fits, available the deadline
     *     given); label, meter or entry (SWITCH_CAPACITY); path (NO_PATH: where names the link that is in the way); the name of the field
     *     (INVALID: asked is its value, available the limit that it exceeds or falls short of); POLICY: deadline, as for LATENCY, where a
     *     path that keeps to the route fits but for that; room, where one would if nothing were booked; or else the name of the field
     * @param asked what the inequality needs
     * @param available what there is
     * @param unit bit/s, bit, ns, ...
     * @param atNanos instant at which it binds
     */
    record Constraint(
            String where, String className, String quantity, long asked, long available, String unit, long atNanos) {
        public long shortfall() {
            return asked - available;
        }
    }
}
