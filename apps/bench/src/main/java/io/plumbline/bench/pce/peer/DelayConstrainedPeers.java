package io.plumbline.bench.pce.peer;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.race.Engine;
import io.plumbline.pce.graph.BidirectionalSearch;
import io.plumbline.pce.graph.ConstrainedShortestPath;
import io.plumbline.pce.graph.CsrGraph;
import io.plumbline.pce.graph.KShortestPaths;
import io.plumbline.pce.graph.Outcome;
import io.plumbline.pce.graph.RouteConstraints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jspecify.annotations.Nullable;

/** Who looks for a cheap path within a delay bound, and how. Ours is the first. Each answer is checked to be one, for all alike. */
public final class DelayConstrainedPeers {
    public static final String EXACT = "plumbline, exact";
    public static final String LARAC = "LARAC";

    static final String SAMCRA = "SAMCRA";
    static final String SAMCRA_TOLD = "SAMCRA, told the optimum";

    /** How the peers are set up. */
    public static final List<String> NOTES = List.of(
            "Bandwidth: arcs with too little left are closed, for each engine in its own way. Cost: (100^u - 1) / 99 of a random load.",
            "LARAC as in its paper; each of its steps is our own search from both ends, on the same arrays as ours (no product's).",
            "Yen, k = 15 and the first of them that is in time: as TransportPCE does,",
            "once on our k-shortest paths and once on JGraphT's (whose graphs are built beforehand, not for each request as there).",
            "SAMCRA of OpenDaylight's bgpcep 0.18.0 has no objective: once with the delay bound alone, as one would ask it; and once told",
            "beforehand what the cheapest path costs, as a bound on its TE metric, so that only a cheapest path is right (not with 5,000",
            "nodes or more, where that takes minutes).",
            "ONOS: all paths of least weight, then the delay is checked, as its intent compiler does. The weight is the first",
            "constraint's: hops when bandwidth comes first, latency when latency comes first. Requests with more than "
                    + OnosIntents.MOST_EQUAL_PATHS + " equal",
            "paths count as not found, because it would list them one by one. It does not know cost.");

    private static final int K = 15;
    private static final int TOO_LARGE_FOR_JGRAPHT_YEN = 5_000;
    private static final int TOO_LARGE_FOR_SAMCRA_TOLD = 5_000;

    private DelayConstrainedPeers() {}

    public static List<Engine> all(Instance simple, DelayRequests requests) {
        CsrGraph graph = simple.csr();
        List<Engine> engines = new ArrayList<>();
        engines.add(engine(EXACT, requests, exact(graph, requests)));
        engines.add(engine(LARAC, requests, larac(graph, requests)));
        engines.add(engine("Yen and filter", requests, yen(graph, requests)));
        if (simple.nodeCount() < TOO_LARGE_FOR_JGRAPHT_YEN) {
            engines.add(engine("Yen and filter, JGraphT", requests, jgrapht(simple, requests)));
        }
        OdlSamcra samcra = new OdlSamcra(simple, requests);
        engines.add(engine(SAMCRA, requests, query -> samcra.path(query, OptionalLong.empty())));
        if (simple.nodeCount() < TOO_LARGE_FOR_SAMCRA_TOLD) {
            OptionalLong[] optima = optima(graph, requests);
            engines.add(engine(SAMCRA_TOLD, requests, query -> samcra.path(query, optima[query])));
        }
        OnosIntents onos = new OnosIntents(simple, requests);
        engines.add(engine("ONOS, bandwidth first", requests, onos::byHops));
        engines.add(engine("ONOS, latency first", requests, onos::byLatency));
        return ImmutableList.copyOf(engines);
    }

    /** An engine that gives paths: null for none. */
    private interface Paths {
        int @Nullable [] path(int query);
    }

    private static Engine engine(String name, DelayRequests requests, Paths paths) {
        return new Engine(name, query -> requests.answer(query, paths.path(query)));
    }

    /** One thing for each set of closed arcs, made when it is first needed. */
    private static <T> IntFunction<T> byClosed(DelayRequests requests, Function<boolean[], T> make) {
        Map<boolean[], T> made = new HashMap<>();
        for (int query = 0; query < requests.count(); query++) {
            made.computeIfAbsent(requests.closed(query), make);
        }
        return query -> Objects.requireNonNull(made.get(requests.closed(query)));
    }

    private static RouteConstraints without(CsrGraph graph, boolean[] closed) {
        RouteConstraints.Builder constraints = RouteConstraints.on(graph);
        for (int arc = 0; arc < closed.length; arc++) {
            if (closed[arc]) {
                constraints.excludeArc(arc);
            }
        }
        return constraints.build();
    }

    private static Paths exact(CsrGraph graph, DelayRequests requests) {
        IntFunction<RouteConstraints> open = byClosed(requests, closed -> without(graph, closed));
        ConstrainedShortestPath search = new ConstrainedShortestPath(graph, 1);
        long[] cost = requests.cost();
        long[][] delay = {requests.delay()};
        long[] bound = new long[1];
        return query -> {
            bound[0] = requests.bound(query);
            Outcome outcome =
                    search.find(cost, delay, bound, requests.from(query), requests.to(query), open.apply(query), null);
            return outcome == Outcome.FOUND ? search.path().toArray() : null;
        };
    }

    /** What the cheapest path of each query costs. */
    private static OptionalLong[] optima(CsrGraph graph, DelayRequests requests) {
        Paths exact = exact(graph, requests);
        return IntStream.range(0, requests.count())
                .mapToLong(query -> requests.answer(query, exact.path(query)))
                .mapToObj(cost -> cost == Engine.NONE ? OptionalLong.empty() : OptionalLong.of(cost))
                .toArray(OptionalLong[]::new);
    }

    private static Paths larac(CsrGraph graph, DelayRequests requests) {
        BidirectionalSearch search = new BidirectionalSearch(graph);
        Larac larac = new Larac(
                (weights, from, to) -> search.find(weights, from, to) == Outcome.FOUND
                        ? search.path().toArray()
                        : null,
                requests.cost(),
                requests.delay());
        return query ->
                larac.path(requests.from(query), requests.to(query), requests.bound(query), requests.closed(query));
    }

    private static Paths yen(CsrGraph graph, DelayRequests requests) {
        IntFunction<RouteConstraints> open = byClosed(requests, closed -> without(graph, closed));
        KShortestPaths search = new KShortestPaths(graph);
        long[] cost = requests.cost();
        long[] delay = requests.delay();
        return query -> {
            search.start(cost, requests.from(query), requests.to(query), open.apply(query), 0);
            for (int k = 0; k < K && search.next() == Outcome.FOUND; k++) {
                if (search.path().weightIn(delay) <= requests.bound(query)) {
                    return search.path().toArray();
                }
            }
            return null;
        };
    }

    /** All k paths are asked for before the first is checked. */
    private static Paths jgrapht(Instance simple, DelayRequests requests) {
        long[] cost = requests.cost();
        IntFunction<YenKShortestPath<Integer, JGraphT.Link>> graphs = byClosed(
                requests,
                closed -> new YenKShortestPath<>(new JGraphT(simple, arc -> cost[arc], arc -> !closed[arc]).graph()));
        return query -> graphs.apply(query).getPaths(requests.from(query), requests.to(query), K).stream()
                .map(JGraphT::arcs)
                .filter(path -> requests.inTime(query, path))
                .findFirst()
                .orElse(null);
    }
}
