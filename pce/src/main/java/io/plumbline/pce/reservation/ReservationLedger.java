package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.topology.TeLink;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Every reservation, booked in time at every link and switch of its path. It books what it is told; whether it fits was asked before.
 *
 * <p>An entry covers {@code [start, end + linger)} and, once the ingress is confirmed to have stopped, {@code [start, stop + linger)}.
 * The end of a reservation is a plan, its stop is evidence: when the end passes without a confirmed stop, the entry is booked for ever,
 * whatever the calendar promised to others. Their certificates then no longer hold, and say so, until the stop is confirmed.
 */
public final class ReservationLedger {

    /** A reservation and what became of it. */
    private static final class Booking {
        final Reservation reservation;
        Optional<Long> stopNanos = Optional.empty();
        boolean overdue;

        Booking(Reservation reservation) {
            this.reservation = reservation;
        }

        long until(BookedHop hop) {
            if (stopNanos.isPresent()) {
                return Exact.addCapped(stopNanos.get(), hop.lingerNanos());
            }
            // The largest number is "for ever", and stays that.
            return overdue
                    ? Long.MAX_VALUE
                    : Exact.addCapped(reservation.request().endNanos(), hop.lingerNanos());
        }

        long lastUntil() {
            return reservation.hops().stream().mapToLong(this::until).max().orElse(Long.MIN_VALUE);
        }
    }

    /** Something that happens to a reservation by the passing of time: its end, or the end of its last linger. */
    private record Due(long atNanos, String id) {}

    private final Map<String, LinkLedger> links = new HashMap<>();
    private final Map<String, NodeLedger> nodes = new HashMap<>();
    private final TreeMap<String, Booking> bookings = new TreeMap<>();
    private final TreeSet<Due> dues =
            new TreeSet<>(Comparator.comparingLong(Due::atNanos).thenComparing(Due::id));
    private long version;
    private long nowNanos = Long.MIN_VALUE;

    private final TreeMap<String, TreeSet<String>> related = new TreeMap<>();

    /** How to take back, one after the other from the last, what was done since the first open mark. */
    private final ArrayDeque<Runnable> trail = new ArrayDeque<>();

    private int marks;

    public long version() {
        return version;
    }

    /** Up to when it was told that time has advanced: what was booked earlier is forgotten. {@link Long#MIN_VALUE} when never. */
    public long nowNanos() {
        return nowNanos;
    }

    /** What is booked at a link, whether or not any topology knows it. */
    public LinkLedger link(String linkId) {
        return links.computeIfAbsent(linkId, id -> new LinkLedger());
    }

    /** What is held in a switch. */
    public NodeLedger node(String nodeId) {
        return nodes.computeIfAbsent(nodeId, id -> new NodeLedger());
    }

    public Optional<Reservation> reservation(String id) {
        return Optional.ofNullable(bookings.get(id)).map(booking -> booking.reservation);
    }

    /** All reservations of which anything is still booked, in order of id. */
    public ImmutableList<Reservation> reservations() {
        return bookings.values().stream().map(booking -> booking.reservation).collect(ImmutableList.toImmutableList());
    }

    /** Whether its ingress was confirmed to have stopped. */
    public boolean isStopped(String id) {
        Booking booking = bookings.get(id);
        return booking != null && booking.stopNanos.isPresent();
    }

    /** Until when a hop of a reservation is booked now. */
    public long untilNanos(Reservation reservation, BookedHop hop) {
        Booking booking = bookings.get(reservation.id());
        if (booking == null) {
            throw new IllegalStateException("not booked: " + reservation.id());
        }
        return booking.until(hop);
    }

    /** The first instants within (after, atMost], so many at most, at which something ends at one of these links or at its sender. */
    public ImmutableSortedSet<Long> ends(Iterable<TeLink> at, long after, long atMost, int most) {
        TreeSet<Long> ends = new TreeSet<>();
        LongConsumer sink = end -> {
            ends.add(end);
            if (ends.size() > most) {
                ends.removeLast();
            }
        };
        for (TeLink link : at) {
            link(link.id()).ends(after, atMost, sink);
            node(link.from()).ends(after, atMost, sink);
        }
        return ImmutableSortedSet.copyOf(ends);
    }

    public void book(Reservation reservation) {
        if (bookings.containsKey(reservation.id())) {
            throw new IllegalStateException("booked already: " + reservation.id());
        }
        add(fresh(reservation));
        version++;
    }

    /** Books a reservation in the place of the one that has its id, stopped or not, if any. What belongs to that one stays. */
    public void rebook(Reservation reservation) {
        remove(reservation.id());
        book(reservation);
    }

    private Booking fresh(Reservation reservation) {
        Booking booking = new Booking(reservation);
        booking.overdue = reservation.request().endNanos() <= nowNanos;
        return booking;
    }

    private void add(Booking booking) {
        Reservation reservation = booking.reservation;
        bookings.put(reservation.id(), booking);
        reservation
                .relation()
                .ifPresent(relation -> related.computeIfAbsent(relation.of(), of -> new TreeSet<>())
                        .add(reservation.id()));
        place(booking);
        remember(() -> remove(reservation.id()));
    }

    /** The reservations that belong to another one, in order of id. */
    public ImmutableList<Reservation> related(String id) {
        TreeSet<String> ids = related.get(id);
        return ids == null
                ? ImmutableList.of()
                : ids.stream().flatMap(it -> reservation(it).stream()).collect(ImmutableList.toImmutableList());
    }

    /**
     * The hops of a reservation from its ingress to its egress as frames of its flow meet them: before its own ones those that it shares
     * with the one that it belongs to, and where it only joins that one, both together. Empty when that is needed and not booked.
     */
    public Optional<ImmutableList<BookedHop>> wholePath(Reservation reservation) {
        if (!reservation.onlyOnFailure()) {
            return Optional.of(reservation.hops());
        }
        Reservation.Relation relation = reservation.relation().orElseThrow();
        if (relation.sharedHops() == 0 && reservation.hops().stream().noneMatch(BookedHop::joins)) {
            return Optional.of(reservation.hops());
        }
        Booking first = bookings.get(relation.of());
        if (first == null) {
            return Optional.empty();
        }
        ImmutableList<BookedHop> firstHops = first.reservation.hops();
        ImmutableList.Builder<BookedHop> hops = ImmutableList.builder();
        hops.addAll(firstHops.subList(0, relation.sharedHops()));
        for (BookedHop hop : reservation.hops()) {
            if (hop.joins()) {
                Optional<BookedHop> joined = firstHops.stream()
                        .filter(it -> it.linkId().equals(hop.linkId()))
                        .findFirst();
                if (joined.isEmpty()) {
                    return Optional.empty();
                }
                hops.add(joined.get().joinedBy(hop));
            } else {
                hops.add(hop);
            }
        }
        return Optional.of(hops.build());
    }

    /** Takes back a reservation and what belongs to it as if it had never been booked, the version included. */
    public void undo(Reservation reservation) {
        related(reservation.id()).forEach(this::undo);
        if (remove(reservation.id())) {
            version--;
        }
    }

    /**
     * Books others in the place of one whose stop is not confirmed, in one step. What belongs to it stays as it is, and belongs to the one of
     * them that has its id.
     */
    public void replace(String id, Reservation... others) {
        if (isStopped(id) || !remove(id)) {
            throw new IllegalStateException("not booked, or stopped: " + id);
        }
        for (Reservation other : others) {
            if (bookings.containsKey(other.id())) {
                throw new IllegalStateException("booked already: " + other.id());
            }
            add(fresh(other));
        }
        version++;
    }

    /** Makes what belongs to a reservation belong to another one; stopped or not, it stays as it is. */
    public void relate(String id, String of) {
        Booking booking = bookings.get(id);
        if (booking == null) {
            throw new IllegalStateException("not booked: " + id);
        }
        Reservation.Relation relation = booking.reservation.relation().orElseThrow();
        Booking related = new Booking(new Reservation(
                booking.reservation.request(),
                booking.reservation.hops(),
                Optional.of(
                        new Reservation.Relation(relation.role(), of, relation.sharedHops(), relation.failures()))));
        related.stopNanos = booking.stopNanos;
        related.overdue = booking.overdue;
        remove(id);
        add(related);
        version++;
    }

    /** A state that can be returned to. */
    public record Mark(int steps, long version) {}

    /** From now on what is booked, taken away or released can be taken back, until the mark is given to {@link #rollBack} or {@link #keep}. */
    public Mark mark() {
        marks++;
        return new Mark(trail.size(), version);
    }

    /** Everything is again as it was when the mark was made. */
    public void rollBack(Mark mark) {
        int open = marks - 1;
        marks = 0;
        while (trail.size() > mark.steps()) {
            trail.removeLast().run();
        }
        marks = open;
        version = mark.version();
    }

    /** What was done since the mark stays, as far as an outer mark does. */
    public void keep(Mark mark) {
        marks--;
        if (marks == 0) {
            trail.clear();
        }
    }

    private void remember(Runnable inverse) {
        if (marks > 0) {
            trail.addLast(inverse);
        }
    }

    /** Everything as it is now, in a ledger of its own. */
    public ReservationLedger copy() {
        ReservationLedger copy = new ReservationLedger();
        for (Booking booking : bookings.values()) {
            Booking same = new Booking(booking.reservation);
            same.stopNanos = booking.stopNanos;
            same.overdue = booking.overdue;
            copy.add(same);
        }
        copy.version = version;
        copy.nowNanos = nowNanos;
        copy.links.values().forEach(link -> link.forget(nowNanos));
        copy.nodes.values().forEach(node -> node.forget(nowNanos));
        return copy;
    }

    /** Takes away a reservation and what belongs to it. */
    public void cancel(String id) {
        related(id).forEach(it -> cancel(it.id()));
        if (remove(id)) {
            version++;
        }
    }

    /**
     * Every entry now lasts until the stop and its linger, and so does every entry of what belongs to it: an ingress that has stopped sends
     * on no way any more. The first evidence counts: what was freed by it may belong to others already.
     *
     * @return when the last entry returns
     */
    public Optional<Long> release(String id, long stopNanos) {
        Booking booking = bookings.get(id);
        if (booking == null) {
            return Optional.empty();
        }
        if (booking.stopNanos.isEmpty()) {
            change(booking, () -> booking.stopNanos = Optional.of(stopNanos));
        }
        long last = booking.lastUntil();
        for (Reservation part : related(id)) {
            last = Math.max(last, release(part.id(), stopNanos).orElse(last));
        }
        return Optional.of(last);
    }

    /** Forgets what is over, and books for ever what should be over but was not confirmed to have stopped. */
    public void advance(long toNanos) {
        if (toNanos <= nowNanos) {
            return;
        }
        nowNanos = toNanos;
        while (!dues.isEmpty() && dues.first().atNanos() <= nowNanos) {
            Booking booking = bookings.get(dues.first().id());
            if (booking == null) {
                throw new IllegalStateException("due but not booked: " + dues.first());
            }
            if (booking.stopNanos.isPresent()) {
                remove(booking.reservation.id());
                version++;
            } else {
                change(booking, () -> booking.overdue = true);
            }
        }
        links.values().forEach(link -> link.forget(nowNanos));
        nodes.values().forEach(node -> node.forget(nowNanos));
    }

    public LedgerSnapshot snapshot() {
        ImmutableSortedMap.Builder<String, ImmutableList<Entry>> entries = ImmutableSortedMap.naturalOrder();
        links.forEach((id, link) -> {
            if (!link.isEmpty()) {
                entries.put(id, link.entries());
            }
        });
        ImmutableSortedMap.Builder<String, Long> stops = ImmutableSortedMap.naturalOrder();
        bookings.forEach((id, booking) -> booking.stopNanos.ifPresent(stop -> stops.put(id, stop)));
        return new LedgerSnapshot(version, entries.build(), nowNanos, stops.build());
    }

    /** Ids of reservations whose end has passed without a confirmed stop. What belongs to another one is not listed beside it. */
    public ImmutableSet<String> overdue() {
        return bookings.values().stream()
                .filter(booking -> booking.reservation.relation().isEmpty())
                .filter(booking -> booking.overdue && booking.stopNanos.isEmpty())
                .map(booking -> booking.reservation.id())
                .collect(ImmutableSet.toImmutableSet());
    }

    private boolean remove(String id) {
        Booking booking = bookings.remove(id);
        if (booking == null) {
            return false;
        }
        remember(() -> add(booking));
        unplace(booking);
        booking.reservation.relation().ifPresent(relation -> {
            TreeSet<String> ids = related.get(relation.of());
            if (ids != null && ids.remove(id) && ids.isEmpty()) {
                related.remove(relation.of());
            }
        });
        return true;
    }

    private void change(Booking booking, Runnable change) {
        Optional<Long> stop = booking.stopNanos;
        boolean overdue = booking.overdue;
        remember(() -> change(booking, () -> {
            booking.stopNanos = stop;
            booking.overdue = overdue;
        }));
        unplace(booking);
        change.run();
        place(booking);
        version++;
    }

    private void place(Booking booking) {
        Due due = due(booking);
        if (due.atNanos() < Long.MAX_VALUE) {
            dues.add(due);
        }
        long from = booking.reservation.request().startNanos();
        for (BookedHop hop : booking.reservation.hops()) {
            link(hop.linkId())
                    .put(new Entry(
                            booking.reservation.id(),
                            hop.classIndex(),
                            hop.rateBitsPerSecond(),
                            hop.burstBits(),
                            hop.label(),
                            from,
                            booking.until(hop),
                            booking.reservation.failures()));
        }
        hold(booking, 1);
    }

    private void unplace(Booking booking) {
        dues.remove(due(booking));
        for (BookedHop hop : booking.reservation.hops()) {
            link(hop.linkId()).remove(booking.reservation.id());
        }
        hold(booking, -1);
    }

    /** Meters and entries of every switch of the path, taken (1) or given back (-1). */
    private void hold(Booking booking, int sign) {
        PathRequest request = booking.reservation.request();
        for (BookedHop hop : booking.reservation.hops()) {
            boolean ingress = hop.from().equals(request.ingressNode());
            boolean lastHop = hop.to().equals(request.egressNode());
            node(hop.from())
                    .add(
                            request.startNanos(),
                            booking.until(hop),
                            ingress ? sign * NodeLedger.METERS : 0,
                            sign * NodeLedger.entries(ingress, lastHop));
        }
    }

    /** The next thing to happen to it by the passing of time, if anything: none when it is booked for ever. */
    private static Due due(Booking booking) {
        long at = booking.stopNanos.isPresent() || booking.overdue
                ? booking.lastUntil()
                : booking.reservation.request().endNanos();
        return new Due(at, booking.reservation.id());
    }
}
