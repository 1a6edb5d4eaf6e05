package io.plumbline.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Relation;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The oracle: a second ledger and an exhaustive search, written straight from the model with lists and loops. It shares no arithmetic with
 * the engine: numbers in tests are small enough for exact long products ({@link Math#multiplyExact} would say otherwise).
 *
 * <p>It can also be wrong on purpose, in the three ways of guarantee.md.
 */
public final class NaiveLedger {
    /** A rule of the model that is left out. */
    public enum Mutant {
        NONE,
        NO_BURST_GROWTH,
        CAPACITY_ONLY,
        NO_LINGER
    }

    private static final long SECOND = 1_000_000_000L;

    private final TeTopology topology;
    private final Mutant mutant;
    private final ImmutableSortedSet<Failure> failures;
    private final TreeMap<String, Reservation> reservations = new TreeMap<>();
    private final TreeMap<String, Long> stops = new TreeMap<>();

    public NaiveLedger(TeTopology topology, Mutant mutant) {
        this(topology, mutant, ImmutableSortedSet.of());
    }

    private NaiveLedger(TeTopology topology, Mutant mutant, ImmutableSortedSet<Failure> failures) {
        this.topology = topology;
        this.mutant = mutant;
        this.failures = failures;
    }

    /** The same bookings over another topology. */
    public NaiveLedger over(TeTopology other) {
        return copy(other, failures);
    }

    /** The same bookings, asked for what is to be used in these failures alone. */
    public NaiveLedger usedIn(ImmutableSortedSet<Failure> others) {
        return copy(topology, others);
    }

    private NaiveLedger copy(TeTopology other, ImmutableSortedSet<Failure> others) {
        NaiveLedger ledger = new NaiveLedger(other, mutant, others);
        ledger.reservations.putAll(reservations);
        ledger.stops.putAll(stops);
        return ledger;
    }

    public ImmutableList<Reservation> reservations() {
        return ImmutableList.copyOf(reservations.values());
    }

    public void book(Reservation reservation) {
        reservations.put(reservation.id(), reservation);
    }

    public void release(String id, long stop) {
        stops.putIfAbsent(id, stop);
    }

    public void remove(String id) {
        reservations.remove(id);
        stops.remove(id);
    }

    /** Drops what is over. */
    public void advance(long now) {
        for (Reservation reservation : reservations()) {
            if (stops.containsKey(reservation.id())
                    && reservation.hops().stream().allMatch(hop -> until(reservation, hop) <= now)) {
                remove(reservation.id());
            }
        }
    }

    public LedgerSnapshot snapshot() {
        ImmutableSortedMap.Builder<String, ImmutableList<Entry>> links = ImmutableSortedMap.naturalOrder();
        Set<String> ids = new TreeSet<>();
        reservations.values().forEach(r -> r.hops().forEach(hop -> ids.add(hop.linkId())));
        for (String id : ids) {
            links.put(
                    id,
                    entries(id).stream()
                            .sorted(Comparator.comparingLong(Entry::fromNanos).thenComparing(Entry::reservationId))
                            .collect(ImmutableList.toImmutableList()));
        }
        return new LedgerSnapshot(0, links.build(), Long.MIN_VALUE, ImmutableSortedMap.copyOf(stops));
    }

    private long until(Reservation reservation, BookedHop hop) {
        return until(
                Objects.requireNonNullElse(
                        stops.get(reservation.id()), reservation.request().endNanos()),
                hop.lingerNanos());
    }

    private static long until(long end, long linger) {
        return end > Long.MAX_VALUE - linger ? Long.MAX_VALUE : end + linger;
    }

    private List<Entry> entries(String linkId) {
        List<Entry> entries = new ArrayList<>();
        for (Reservation r : reservations.values()) {
            for (BookedHop hop : r.hops()) {
                if (hop.linkId().equals(linkId)) {
                    entries.add(new Entry(
                            r.id(),
                            hop.classIndex(),
                            hop.rateBitsPerSecond(),
                            hop.burstBits(),
                            hop.label(),
                            r.request().startNanos(),
                            until(r, hop),
                            r.failures()));
                }
            }
        }
        return entries;
    }

    /** All that admission of one path depends on, at each hop. */
    private record State(TeNode node, long most, long variation) {}

    /** The bookings of a path, when it is admissible within that bound. */
    public Optional<Reservation> tryPath(PathRequest request, TePath path, long deadline, boolean switches) {
        List<BookedHop> hops = new ArrayList<>();
        State state = start(request);
        for (int i = 0; i < path.hops().size(); i++) {
            TeLink link = link(path.hops().get(i).linkId());
            int p = path.hops().get(i).classIndex();
            Optional<BookedHop> hop = tryHop(request, state, link, p, switches);
            if (hop.isEmpty()) {
                return Optional.empty();
            }
            hops.add(hop.get());
            state = next(state, link, p);
        }
        return state.most() <= deadline && passesWaypoints(request, hops)
                ? Optional.of(reservation(request, hops))
                : Optional.empty();
    }

    /** Whether the waypoints come in their order among the nodes from which the hops leave. */
    private static boolean passesWaypoints(PathRequest request, List<BookedHop> hops) {
        List<String> left = new ArrayList<>(request.route().waypoints());
        for (BookedHop hop : hops) {
            if (!left.isEmpty() && hop.from().equals(left.getFirst())) {
                left.removeFirst();
            }
        }
        return left.isEmpty();
    }

    /** The reservation with the least bound over all loopless paths and all classes; admissible only if that is within the deadline. */
    public Optional<Reservation> exhaustive(PathRequest request, boolean switches) {
        Best best = new Best();
        Set<String> visited = new HashSet<>(Set.of(request.ingressNode()));
        walk(request, start(request), new ArrayList<>(), visited, switches, best);
        return Optional.ofNullable(best.hops).map(hops -> reservation(request, hops));
    }

    private Reservation reservation(PathRequest request, List<BookedHop> hops) {
        return new Reservation(
                request,
                ImmutableList.copyOf(hops),
                failures.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Relation(Role.BACKUP, "of " + request.id(), 0, failures)));
    }

    public long bound(Reservation reservation) {
        State state = start(reservation.request());
        for (BookedHop hop : reservation.hops()) {
            state = next(state, link(hop.linkId()), hop.classIndex());
        }
        return state.most();
    }

    /** Whether the ends are connected by usable links. */
    public boolean isConnected(PathRequest request) {
        Set<String> reached = new HashSet<>(Set.of(request.ingressNode()));
        boolean more = true;
        while (more) {
            more = false;
            for (TeLink link : topology.links().values()) {
                if (reached.contains(link.from())
                        && node(link.from()).kind() == TeNode.Kind.SWITCH
                        && isUsable(link, request)) {
                    more |= reached.add(link.to());
                }
            }
        }
        return reached.contains(request.egressNode());
    }

    private static final class Best {
        @org.jspecify.annotations.Nullable
        List<BookedHop> hops;

        long bound = Long.MAX_VALUE;
    }

    private void walk(
            PathRequest request, State state, List<BookedHop> hops, Set<String> visited, boolean switches, Best best) {
        if (state.node().id().equals(request.egressNode())) {
            if (state.most() < best.bound && passesWaypoints(request, hops)) {
                best.bound = state.most();
                best.hops = new ArrayList<>(hops);
            }
            return;
        }
        if (state.node().kind() != TeNode.Kind.SWITCH) {
            return;
        }
        for (TeLink link : topology.links().values()) {
            if (!link.from().equals(state.node().id()) || visited.contains(link.to())) {
                continue;
            }
            for (int p = 0; p < link.classes().size(); p++) {
                Optional<BookedHop> hop = tryHop(request, state, link, p, switches);
                if (hop.isPresent()) {
                    hops.add(hop.get());
                    visited.add(link.to());
                    walk(request, next(state, link, p), hops, visited, switches, best);
                    visited.remove(link.to());
                    hops.removeLast();
                }
            }
        }
    }

    private State start(PathRequest request) {
        TeNode ingress = node(request.ingressNode());
        return new State(ingress, ingress.processingNanos() + ingress.softwareAllowanceNanos(), 0);
    }

    private State next(State state, TeLink link, int p) {
        TeNode to = node(link.to());
        long budget = link.classes().get(p).budgetNanos();
        return new State(
                to,
                state.most() + budget + link.propagationNanos() + to.processingNanos() + to.softwareAllowanceNanos(),
                state.variation() + budget + to.softwareAllowanceNanos());
    }

    private static long perSecondUp(long rate, long nanos) {
        return Math.ceilDiv(Math.multiplyExact(rate, nanos), SECOND);
    }

    private Optional<BookedHop> tryHop(PathRequest request, State state, TeLink link, int p, boolean switches) {
        if (!isUsable(link, request) || link.control().isPresent() && p == 0) {
            return Optional.empty();
        }
        long overhead = 8L * (link.framingOverheadBytes() + link.tagBytes());
        long rate = 0;
        long burst = 0;
        for (PolicedTraffic meter : List.of(request.traffic(), request.probe())) {
            rate += meter.rateBitsPerSecond() + overhead * meter.packetsPerSecond();
            burst += meter.burstBits() + meter.tickBits() + overhead * (meter.burstPackets() + meter.tickPackets());
        }
        if (mutant != Mutant.NO_BURST_GROWTH) {
            burst += perSecondUp(rate, state.variation());
        }
        long largest = link.classes().stream()
                .mapToLong(ServiceClass::budgetNanos)
                .max()
                .orElse(0);
        long linger = mutant == Mutant.NO_LINGER
                ? 0
                : state.most() + Math.ceilDiv(Math.multiplyExact(burst, SECOND), rate) + largest;
        long until = until(request.endNanos(), linger);
        if (!fits(link, p, rate, burst, request.startNanos(), until)) {
            return Optional.empty();
        }
        int label = lowestLabel(link, request.startNanos(), until);
        if (switches && (label < 0 || !switchFits(request, state, link, until))) {
            return Optional.empty();
        }
        return Optional.of(new BookedHop(
                link.id(),
                link.from(),
                link.to(),
                p,
                link.classes().get(p).name(),
                Math.max(0, label),
                rate,
                burst,
                linger));
    }

    /** Whether it fits while nothing has failed, and in each failure that anything is used in; of its own failures, if it has any. */
    private boolean fits(TeLink link, int p, long rate, long burst, long from, long until) {
        List<Entry> overlapping = entries(link.id()).stream()
                .filter(e -> e.fromNanos() < until && from < e.untilNanos())
                .toList();
        Set<Failure> all = new TreeSet<>(failures);
        if (failures.isEmpty()) {
            overlapping.forEach(e -> all.addAll(e.failures()));
        }
        return fits(link, p, rate, burst, from, overlapping, Optional.empty())
                && all.stream().allMatch(f -> fits(link, p, rate, burst, from, overlapping, Optional.of(f)));
    }

    private boolean fits(
            TeLink link, int p, long rate, long burst, long from, List<Entry> overlapping, Optional<Failure> failure) {
        List<Entry> used = overlapping.stream()
                .filter(e -> e.failures().isEmpty()
                        || failure.isPresent() && e.failures().contains(failure.get()))
                .toList();
        Set<Long> instants = new TreeSet<>(Set.of(from));
        used.stream().map(Entry::fromNanos).filter(t -> t > from).forEach(instants::add);
        for (long instant : instants) {
            long[] rates = new long[link.classes().size()];
            long[] bursts = new long[rates.length];
            rates[p] += rate;
            bursts[p] += burst;
            link.control().ifPresent(control -> {
                rates[0] += control.rateBitsPerSecond();
                bursts[0] += control.burstBits();
            });
            for (Entry e : used) {
                if (e.fromNanos() <= instant && instant < e.untilNanos()) {
                    rates[e.classIndex()] += e.rateBitsPerSecond();
                    bursts[e.classIndex()] += e.burstBits();
                }
            }
            if (!inequalitiesHold(link, p, rates, bursts)) {
                return false;
            }
        }
        return true;
    }

    private boolean inequalitiesHold(TeLink link, int lowestToCheck, long[] rates, long[] bursts) {
        long total = 0;
        for (long r : rates) {
            total += r;
        }
        long c = link.capacityBitsPerSecond();
        if (total > c - link.bestEffortFloorBitsPerSecond() || total >= c) {
            return false;
        }
        if (mutant == Mutant.CAPACITY_ONLY) {
            return true;
        }
        long residual = c;
        long ahead = 8L * (link.mtuBytes() + 18 + link.framingOverheadBytes());
        for (int j = 0; j < rates.length; j++) {
            long budget = link.classes().get(j).budgetNanos();
            long buffer = 8 * link.classes().get(j).bufferBytes();
            if (j >= lowestToCheck) {
                if (Math.multiplyExact(ahead + bursts[j], SECOND) > Math.multiplyExact(budget, residual)) {
                    return false;
                }
                if (Math.addExact(Math.multiplyExact(bursts[j], residual), Math.multiplyExact(rates[j], ahead))
                        > Math.multiplyExact(buffer, residual)) {
                    return false;
                }
            }
            residual -= rates[j];
            ahead += bursts[j];
        }
        return true;
    }

    private boolean isUsable(TeLink link, PathRequest request) {
        if (!link.trusted() || !link.up() || link.drained() || !isAllowed(topology, link, request.route())) {
            return false;
        }
        for (TeNode end : List.of(node(link.from()), node(link.to()))) {
            if (!end.up() || end.drained()) {
                return false;
            }
        }
        int packet =
                Math.max(request.traffic().maxPacketBytes(), request.probe().maxPacketBytes());
        if (packet + link.tagBytes() > link.mtuBytes() + 18) {
            return false;
        }
        long[] rates = new long[link.classes().size()];
        long[] bursts = new long[rates.length];
        if (link.control().isEmpty()) {
            return rates.length > 0 && link.capacityBitsPerSecond() > Math.max(1, link.bestEffortFloorBitsPerSecond());
        }
        rates[0] = link.control().get().rateBitsPerSecond();
        bursts[0] = link.control().get().burstBits();
        long ahead = 8L * (link.mtuBytes() + 18 + link.framingOverheadBytes());
        ServiceClass control = link.classes().getFirst();
        return rates.length > 1
                && rates[0] <= link.capacityBitsPerSecond() - Math.max(1, link.bestEffortFloorBitsPerSecond())
                && (ahead + bursts[0]) * SECOND <= control.budgetNanos() * link.capacityBitsPerSecond()
                && bursts[0] * link.capacityBitsPerSecond() + rates[0] * ahead
                        <= 8 * control.bufferBytes() * link.capacityBitsPerSecond();
    }

    /** Whether a route leaves a link. */
    public static boolean isAllowed(TeTopology topology, TeLink link, RoutePolicy route) {
        for (String end : List.of(link.from(), link.to())) {
            TeNode node = Objects.requireNonNull(topology.nodes().get(end));
            if (route.excludedNodes().contains(end) || isForeign(route, node.labels(), node.country())) {
                return false;
            }
        }
        return !route.excludedLinks().contains(link.id())
                && link.riskGroups().stream()
                        .noneMatch(group -> route.excludedRiskGroups().contains(group))
                && !isForeign(route, link.labels(), link.country());
    }

    private static boolean isForeign(RoutePolicy route, Set<String> labels, Optional<String> country) {
        return labels.stream().anyMatch(label -> route.excludedLabels().contains(label))
                || country.isPresent() && route.excludedCountries().contains(country.get())
                || !route.allowedCountries().isEmpty()
                        && (country.isEmpty() || !route.allowedCountries().contains(country.get()));
    }

    private int lowestLabel(TeLink link, long from, long until) {
        if (link.firstLabel() == 0) {
            return 0;
        }
        for (int label = link.firstLabel(); label <= link.lastLabel(); label++) {
            int candidate = label;
            if (entries(link.id()).stream()
                    .noneMatch(e -> e.label() == candidate && e.fromNanos() < until && from < e.untilNanos())) {
                return label;
            }
        }
        return -1;
    }

    private boolean switchFits(PathRequest request, State state, TeLink link, long until) {
        boolean first = state.node().id().equals(request.ingressNode());
        boolean last = link.to().equals(request.egressNode());
        long from = request.startNanos();
        Set<Long> instants = new TreeSet<>(Set.of(from));
        reservations.values().stream()
                .map(r -> r.request().startNanos())
                .filter(t -> t > from && t < until)
                .forEach(instants::add);
        for (long instant : instants) {
            int meters = first ? 2 : 0;
            int entries = 1 + (first ? 1 : 0) + (last ? 1 : 0);
            for (Reservation r : reservations.values()) {
                for (int i = 0; i < r.hops().size(); i++) {
                    BookedHop hop = r.hops().get(i);
                    if (hop.from().equals(state.node().id())
                            && r.request().startNanos() <= instant
                            && instant < until(r, hop)) {
                        meters += i == 0 ? 2 : 0;
                        entries += 1 + (i == 0 ? 1 : 0) + (i == r.hops().size() - 1 ? 1 : 0);
                    }
                }
            }
            if (first && meters > state.node().meterCapacity()
                    || entries > state.node().entryCapacity()) {
                return false;
            }
        }
        return true;
    }

    private TeLink link(String id) {
        return Objects.requireNonNull(((Map<String, TeLink>) topology.links()).get(id));
    }

    private TeNode node(String id) {
        return Objects.requireNonNull(((Map<String, TeNode>) topology.nodes()).get(id));
    }
}
