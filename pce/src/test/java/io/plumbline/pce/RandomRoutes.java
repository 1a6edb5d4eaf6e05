package io.plumbline.pce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.All;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Seeded labels, countries and risk groups on a network, and routes that have to do with them. */
public final class RandomRoutes {
    private static final List<String> LABELS = List.of("operator:a", "operator:b", "lab");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "NL");
    private static final List<String> GROUPS = List.of("g0", "g1", "g2");

    private final Random random;
    public final TeTopology topology;
    private final List<String> switches;
    private final List<String> links;

    /** @param more links between random switches, each with the constants of a random one */
    public RandomRoutes(Random random, TeTopology plain, int more) {
        this.random = random;
        switches = plain.nodes().values().stream()
                .filter(node -> node.kind() == TeNode.Kind.SWITCH)
                .map(TeNode::id)
                .toList();
        List<TeLink> between = plain.links().values().stream()
                .filter(link -> switches.contains(link.to()))
                .toList();
        List<TeLink> all = new ArrayList<>(plain.links().values());
        for (int i = 0; i < more && !between.isEmpty(); i++) {
            String from = switches.get(random.nextInt(switches.size()));
            String to = switches.get(random.nextInt(switches.size()));
            if (!from.equals(to)) {
                all.add(copy(between.get(random.nextInt(between.size())), "m" + i, from, to));
            }
        }
        topology = plain.with(All.put(
                plain.nodes().values().stream().map(this::tagged).toList(),
                all.stream()
                        .map(link -> copy(link, link.id(), link.from(), link.to()))
                        .toList()));
        links = List.copyOf(topology.links().keySet());
    }

    private TeNode tagged(TeNode node) {
        return new TeNode(
                node.id(),
                node.kind(),
                node.processingNanos(),
                node.softwareAllowanceNanos(),
                node.meterCapacity(),
                node.entryCapacity(),
                some(LABELS, 6),
                country());
    }

    /** Between other nodes, with labels of its own. */
    private TeLink copy(TeLink link, String id, String from, String to) {
        return new TeLink(
                id,
                from,
                to,
                link.capacityBitsPerSecond(),
                link.propagationNanos(),
                link.framingOverheadBytes(),
                link.tagBytes(),
                link.mtuBytes(),
                link.bestEffortFloorBitsPerSecond(),
                link.classes(),
                link.control(),
                link.firstLabel(),
                link.lastLabel(),
                some(GROUPS, 6),
                some(LABELS, 8),
                country(),
                link.trusted(),
                link.up(),
                link.drained());
    }

    private ImmutableSortedSet<String> some(List<String> of, int oneIn) {
        return of.stream()
                .filter(each -> random.nextInt(oneIn) == 0)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /** One country is common, so that whole paths lie in it. */
    private Optional<String> country() {
        int dice = random.nextInt(12);
        return dice < 8 ? Optional.of("DE") : dice == 11 ? Optional.empty() : Optional.of(COUNTRIES.get(dice - 8));
    }

    /** A request like that, often a lighter one, over a route that makes sense for it: waypoints, exclusions, or both. */
    public PathRequest routed(PathRequest asked) {
        PathRequest request = new PathRequest(
                asked.id(),
                asked.ingressNode(),
                asked.egressNode(),
                random.nextInt(3) == 0
                        ? asked.traffic()
                        : asked.traffic().withRate(asked.traffic().rateBitsPerSecond() / 10),
                asked.probe(),
                asked.deadlineNanos() * (1 + random.nextInt(4)),
                asked.startNanos(),
                asked.endNanos(),
                asked.protection());
        List<String> between = new ArrayList<>(switches);
        between.removeAll(Set.of(request.ingressNode(), request.egressNode()));
        Collections.shuffle(between, random);
        int count = Math.min(between.size(), random.nextInt(4));
        RoutePolicy route = RoutePolicy.ANY.withWaypoints(ImmutableList.copyOf(between.subList(0, count)));
        for (int more = random.nextInt(count == 0 ? 3 : 2) + (count == 0 ? 1 : 0); more > 0; more--) {
            route = excluding(route, between.subList(count, between.size()));
        }
        return request.withRoute(route);
    }

    private RoutePolicy excluding(RoutePolicy route, List<String> nodes) {
        int kind = random.nextInt(6);
        return new RoutePolicy(
                kind == 0 ? some(nodes, 3) : route.excludedNodes(),
                kind == 1 ? some(links, 4) : route.excludedLinks(),
                kind == 2 ? some(GROUPS, 3) : route.excludedRiskGroups(),
                kind == 3 ? some(LABELS, 3) : route.excludedLabels(),
                kind == 4 ? ImmutableSortedSet.of("FR") : route.excludedCountries(),
                kind == 5 ? ImmutableSortedSet.of("DE", "NL") : route.allowedCountries(),
                route.waypoints());
    }
}
