package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PathSearch;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.RoutePolicy.Entry;
import io.plumbline.pce.path.RoutePolicy.Field;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether it is its route alone that a request fails by, and which entry of that binds.
 *
 * <p>An entry that, left out by itself, lets the request in; where several keep off the path that it would take then and none is enough by
 * itself, the first one on that path. Exclusions come first: waypoints bind only where there is a path without them, and then the first
 * one that no path passes behind those before it.
 */
final class RouteDiagnosis {
    /** After so many entries it stops looking for one that is enough by itself. */
    private static final int MOST_TRIED = 8;

    private final PathRequest request;
    private final RoutePolicy route;
    private final PathSearch open;
    private final Function<RoutePolicy, PathSearch> searches;

    /**
     * @param open search for the request over any path
     * @param searches for it over a route
     */
    RouteDiagnosis(PathRequest request, PathSearch open, Function<RoutePolicy, PathSearch> searches) {
        this.request = request;
        route = request.route();
        this.open = open;
        this.searches = searches;
    }

    /**
     * @param where the node or link that it keeps off, or the waypoint
     * @param why what there is about that
     */
    private record Binding(Entry entry, String where, String why) {
        Binding and(int others) {
            return others == 0 ? this : new Binding(entry, where, why + " and " + others + " more in the way");
        }
    }

    /** Of a request that finds no path. Empty when it would find none over any other route either. */
    Optional<Rejected> refusal() {
        if (route.allowsAll()) {
            return Optional.empty();
        }
        return open.best().map(found -> refusal(binding(open.topology(), found.path())));
    }

    private Binding binding(TeTopology topology, TePath path) {
        if (!route.waypoints().isEmpty() && isPassable(route.withoutWaypoints())) {
            return firstWaypointNotPassed();
        }
        ImmutableList<Binding> inTheWay = inTheWay(topology, path);
        return inTheWay.stream()
                .limit(MOST_TRIED)
                .filter(one -> isPassable(route.withoutWaypoints().without(one.entry())))
                .findFirst()
                .orElseGet(() -> inTheWay.getFirst().and(inTheWay.size() - 1));
    }

    private boolean isPassable(RoutePolicy other) {
        return searches.apply(other).best().isPresent();
    }

    private Binding firstWaypointNotPassed() {
        ImmutableList<String> all = route.waypoints();
        int passed = 0;
        while (passed < all.size() - 1 && isPassable(route.withWaypoints(all.subList(0, passed + 1)))) {
            passed++;
        }
        String id = all.get(passed);
        String behind = passed == 0 ? "" : " behind " + all.get(passed - 1);
        return new Binding(new Entry(Field.WAYPOINTS, id), id, "no path without a loop that fits passes it" + behind);
    }

    /** What keeps off a path, in the order in which the path meets it. */
    private ImmutableList<Binding> inTheWay(TeTopology topology, TePath path) {
        Map<Entry, Binding> found = new LinkedHashMap<>();
        add(found, node(topology, request.ingressNode()));
        for (TePath.Hop hop : path.hops()) {
            TeLink link = Objects.requireNonNull(topology.links().get(hop.linkId()));
            add(found, link.id(), link.country(), route.against(link));
            add(found, node(topology, link.to()));
        }
        return ImmutableList.copyOf(found.values());
    }

    private static TeNode node(TeTopology topology, String id) {
        return Objects.requireNonNull(topology.nodes().get(id));
    }

    private void add(Map<Entry, Binding> found, TeNode node) {
        add(found, node.id(), node.country(), route.against(node));
    }

    private void add(Map<Entry, Binding> found, String where, Optional<String> country, ImmutableList<Entry> entries) {
        for (Entry entry : entries) {
            found.putIfAbsent(entry, new Binding(entry, where, why(entry, country)));
        }
    }

    private String why(Entry entry, Optional<String> country) {
        return switch (entry.field()) {
            case EXCLUDED_NODES, EXCLUDED_LINKS, WAYPOINTS -> "excluded";
            case EXCLUDED_RISK_GROUPS -> "in risk group " + entry.value() + ", which is excluded";
            case EXCLUDED_LABELS -> "labelled " + entry.value() + ", which is excluded";
            case EXCLUDED_COUNTRIES -> "in country " + entry.value() + ", which is excluded";
            case ALLOWED_COUNTRIES ->
                country.map(code -> "in country " + code).orElse("in no country that is known") + ", allowed: "
                        + String.join(", ", route.allowedCountries());
        };
    }

    /** Says of what keeps to the route whether a longer deadline would do, or nothing but other bookings is in the way. */
    private Rejected refusal(Binding binding) {
        PathSearch search = searches.apply(route);
        Optional<Long> bound = search.quickest(Long.MAX_VALUE, true)
                .map(PathSearch.Found::boundNanos)
                .filter(nanos -> nanos > request.deadlineNanos());
        String detail = binding.entry().field().path() + ": " + binding.where() + ": " + binding.why();
        if (bound.isPresent()) {
            String least =
                    search.gaveUp() ? " ns is the least bound that was found" : " ns is the least bound that fits";
            return rejected(
                    detail + "; " + request.deadlineNanos() + " ns asked, " + bound.get() + least,
                    binding,
                    "deadline",
                    bound.get(),
                    request.deadlineNanos(),
                    "ns");
        }
        if (search.onEmptyNetwork().best().isPresent()) {
            return rejected(detail + "; what is left has no room", binding, "room", 1, 0, "");
        }
        String maybe = search.gaveUp() ? "; the search gave up, so that there may be one" : "";
        return rejected(detail + maybe, binding, binding.entry().field().path(), 1, 0, "");
    }

    private Rejected rejected(
            String detail, Binding binding, String quantity, long asked, long available, String unit) {
        String value = binding.entry().value();
        return new Rejected(
                Reason.POLICY,
                request.id(),
                detail,
                Optional.of(new Constraint(
                        value.isEmpty() ? binding.where() : value,
                        "",
                        quantity,
                        asked,
                        available,
                        unit,
                        request.startNanos())));
    }
}
