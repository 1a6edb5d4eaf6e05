package io.plumbline.pce;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.nodeIn;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.admission.StartAnswer;
import io.plumbline.pce.admission.StartWindow;
import io.plumbline.pce.change.ChangeAnswer;
import io.plumbline.pce.change.Impact;
import io.plumbline.pce.change.Impact.Fate;
import io.plumbline.pce.change.PreemptionAnswer;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Priority;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.SetLinkUp;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a path may go, where it has to pass, and what is said when it cannot. */
class RouteTest {
    private static final ServiceClass[] GOLD = {new ServiceClass("gold", 6 * MILLI, 20_000)};
    private static final ImmutableSortedSet<String> NONE = ImmutableSortedSet.of();

    /**
     * Three ways from s1 to t, each one link longer than the one before it: over s2 in France, 18 ms; over s3 and s4, 24 ms, with a duct
     * to s3 and a link of acme's to s4; and over s6 in the Netherlands, 70 ms.
     *
     * <pre>
     *    .------- s2 -------.
     *   s1 --- s3 --- s4 --- s5 --- t, u
     *    `-- s6 -- s8 -- s9 -'
     * </pre>
     */
    private static TeTopology network() {
        ImmutableList.Builder<TeLink> links = ImmutableList.builder();
        for (String[] ends : new String[][] {
            {"s1", "s2"},
            {"s2", "s5"},
            {"s1", "s3"},
            {"s3", "s4"},
            {"s4", "s5"},
            {"s1", "s6"},
            {"s6", "s8"},
            {"s8", "s9"},
            {"s9", "s5"}
        }) {
            links.add(link(ends[0], ends[1])
                    .classes(GOLD)
                    .propagation(ends[1].equals("s6") ? 40 * MILLI : 0)
                    .riskGroups(ends[1].equals("s3") ? new String[] {"duct"} : new String[0])
                    .tags(ends[1].equals("s4") ? new String[] {"operator:acme"} : new String[0])
                    .country("DE")
                    .build());
        }
        return topology(
                ImmutableList.of(
                        nodeIn("DE", "s1"),
                        nodeIn("FR", "s2", "north"),
                        nodeIn("DE", "s3"),
                        nodeIn("DE", "s4"),
                        nodeIn("DE", "s5"),
                        nodeIn("NL", "s6"),
                        nodeIn("DE", "s7"),
                        nodeIn("DE", "s8"),
                        nodeIn("DE", "s9"),
                        new TeNode("t", TeNode.Kind.TERMINATION_POINT, 0, 0, 0, 0, NONE, Optional.of("DE")),
                        new TeNode("u", TeNode.Kind.TERMINATION_POINT, 0, 0, 0, 0, NONE, Optional.empty())),
                links.add(link("s5", "t")
                                .classes(GOLD)
                                .capacity(100 * MEGA)
                                .access()
                                .country("DE")
                                .build())
                        .add(link("s5", "u").classes(GOLD).access().build())
                        .build());
    }

    private final Pce pce = Networks.pce(1, network());

    private static PathRequest request(String id, long deadline, RoutePolicy route) {
        return new PathRequest(id, "s1", "t", traffic(MEGA, 1000, 1), PolicedTraffic.NONE, deadline, 0, SECOND)
                .withRoute(route);
    }

    /** A route written as {@code field=entry entry; field=...}. */
    private static RoutePolicy route(String text) {
        RoutePolicy route = RoutePolicy.ANY;
        for (String part : text.split(";", -1)) {
            String[] sides = part.strip().split("=", -1);
            List<String> entries = List.of(sides[1].split(" ", -1));
            ImmutableSortedSet<String> set = ImmutableSortedSet.copyOf(entries);
            route = new RoutePolicy(
                    sides[0].equals("excludedNodes") ? set : route.excludedNodes(),
                    sides[0].equals("excludedLinks") ? set : route.excludedLinks(),
                    sides[0].equals("excludedRiskGroups") ? set : route.excludedRiskGroups(),
                    sides[0].equals("excludedLabels") ? set : route.excludedLabels(),
                    sides[0].equals("excludedCountries") ? set : route.excludedCountries(),
                    sides[0].equals("allowedCountries") ? set : route.allowedCountries(),
                    sides[0].equals("waypoints") ? ImmutableList.copyOf(entries) : route.waypoints());
        }
        return route;
    }

    private Rejected refused(PathRequest request) {
        LedgerSnapshot before = pce.snapshot();
        Admission answer = pce.admit(ImmutableList.of(request), 0);
        assertThat(answer).isInstanceOf(Rejected.class);
        assertThat(pce.feasible(ImmutableList.of(request), 0)).isEqualTo(answer);
        assertThat(pce.snapshot()).isEqualTo(before);
        return (Rejected) answer;
    }

    private List<String> nodes(PathRequest request) {
        Admission answer = pce.admit(ImmutableList.of(request), 0);
        assertThat(answer).isInstanceOf(Admitted.class);
        return nodes(((Admitted) answer).reservations().getFirst());
    }

    private static List<String> nodes(Reservation reservation) {
        return reservation.hops().stream().map(Reservation.BookedHop::from).toList();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            excludedNodes=s2,                                    s1 s3 s4 s5
            excludedLinks=s1->s2,                                s1 s3 s4 s5
            excludedLabels=north,                                s1 s3 s4 s5
            excludedCountries=FR,                                s1 s3 s4 s5
            allowedCountries=DE,                                 s1 s3 s4 s5
            allowedCountries=DE NL; excludedRiskGroups=duct,     s1 s6 s8 s9 s5
            excludedNodes=s2; excludedLabels=operator:acme,      s1 s6 s8 s9 s5
            excludedCountries=FR; excludedNodes=s4,              s1 s6 s8 s9 s5
            waypoints=s4,                                        s1 s3 s4 s5
            waypoints=s3 s4,                                     s1 s3 s4 s5
            waypoints=s6,                                        s1 s6 s8 s9 s5
            excludedRiskGroups=nobody; excludedLabels=nothing,   s1 s2 s5
            """)
    void theShortestPathThatKeepsToTheRoute_isTaken(String route, String expected) {
        assertThat(nodes(request("r", 100 * MILLI, route(route)))).containsExactly(expected.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            excludedNodes=s1,         route.excludedNodes: s1 given# which is an end of the path
            excludedNodes=t,          route.excludedNodes: t given# which is an end of the path
            excludedNodes=s99,        route.excludedNodes: s99 given# which is not known
            excludedLinks=s9->s2,     route.excludedLinks: s9->s2 given# which is not known
            excludedRiskGroups=,      route.excludedRiskGroups: a blank given# a name is needed
            excludedLabels=,          route.excludedLabels: a blank given# a name is needed
            excludedCountries=fr,     route.excludedCountries: fr given# a code of ISO 3166 is needed
            allowedCountries=Germany, route.allowedCountries: Germany given# a code of ISO 3166 is needed
            allowedCountries=DE NL; excludedCountries=NL, route.allowedCountries: NL given# which is excluded too
            waypoints=s1,             route.waypoints: s1 given# which is an end of the path
            waypoints=s3 t,           route.waypoints: t given# which is an end of the path
            waypoints=s99,            route.waypoints: s99 given# which is not known
            waypoints=u,              route.waypoints: u given# which is not a switch and forwards nothing
            waypoints=s3 s4 s3,       route.waypoints: s3 given# which is passed before
            waypoints=s3; excludedNodes=s2 s3, route.waypoints: s3 given# which is excluded too
            """)
    void aRouteThatMakesNoSense_isInvalid_andItsFieldNamed(String route, String detail) {
        Rejected refusal = refused(request("r", 100 * MILLI, route(route)));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.detail()).isEqualTo(detail.replace('#', ','));
    }

    @Test
    void tooManyEntries_areInvalid() {
        ImmutableList<String> many =
                IntStream.range(0, 257).mapToObj(i -> "x" + i).collect(ImmutableList.toImmutableList());
        Rejected refusal = refused(request("r", SECOND, route("excludedLabels=" + String.join(" ", many))));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.detail()).isEqualTo("route.excludedLabels: 257 entries given, at most 256 allowed");
        assertThat(refusal.constraint())
                .contains(new Constraint("", "", "route.excludedLabels", 257, 256, "entries", 0));
        refusal = refused(request("r", SECOND, RoutePolicy.ANY.withWaypoints(many.subList(0, 17))));
        assertThat(refusal.detail()).isEqualTo("route.waypoints: 17 waypoints given, at most 16 allowed");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            20, excludedNodes=s2,  s2, deadline, 24, route.excludedNodes: s2: excluded; 20000000 ns asked# 24000000 ns is the least bound that fits
            20, excludedLinks=s2->s5, s2->s5, deadline, 24, route.excludedLinks: s2->s5: excluded; 20000000 ns asked# 24000000 ns is the least bound that fits
            30, excludedNodes=s2; excludedRiskGroups=duct, s2, deadline, 70, route.excludedNodes: s2: excluded; 30000000 ns asked# 70000000 ns is the least bound that fits
            90, excludedLabels=north; excludedRiskGroups=duct; excludedLinks=s1->s6, north, route.excludedLabels, -, route.excludedLabels: s2: labelled north# which is excluded
            90, excludedCountries=DE, DE, route.excludedCountries, -, route.excludedCountries: s1: in country DE# which is excluded
            90, allowedCountries=NL DE; excludedNodes=s3 s6, s2, route.allowedCountries, -, route.allowedCountries: s2: in country FR# allowed: DE# NL
            90, waypoints=s4 s3, s3, route.waypoints, -, route.waypoints: s3: no path without a loop that fits passes it behind s4
            90, waypoints=s7, s7, route.waypoints, -, route.waypoints: s7: no path without a loop that fits passes it
            90, waypoints=s2 s6 s4, s6, route.waypoints, -, route.waypoints: s6: no path without a loop that fits passes it behind s2
            30, waypoints=s6, s6, deadline, 70, route.waypoints: s6: no path without a loop that fits passes it; 30000000 ns asked# 70000000 ns is the least bound that fits
            90, waypoints=s3; excludedNodes=s2 s4 s6, s2, route.excludedNodes, -, route.excludedNodes: s2: excluded
            """)
    void whereTheRouteAloneIsInTheWay_theReasonIsPolicy_andNamesTheEntry(
            long deadlineMillis,
            String route,
            String where,
            String quantity,
            @org.jspecify.annotations.Nullable Long leastMillis,
            String detail) {
        Rejected refusal = refused(request("r", deadlineMillis * MILLI, route(route)));
        assertThat(refusal.reason()).isEqualTo(Reason.POLICY);
        assertThat(refusal.detail()).isEqualTo(detail.replace('#', ','));
        assertThat(refusal.constraint())
                .contains(
                        leastMillis == null
                                ? new Constraint(where, "", quantity, 1, 0, "", 0)
                                : new Constraint(
                                        where, "", quantity, leastMillis * MILLI, deadlineMillis * MILLI, "ns", 0));
    }

    @Test
    void whereNoEntryIsEnoughByItself_theFirstOneIsNamed_withHowManyMore() {
        Rejected refusal = refused(request("r", 90 * MILLI, route("excludedNodes=s2 s3 s6; excludedLabels=north")));
        assertThat(refusal.detail()).isEqualTo("route.excludedNodes: s2: excluded and 1 more in the way");
    }

    @Test
    void whereNoneIsInTheWay_theReasonIsTheOneWithoutARoute() {
        RoutePolicy route = route("excludedNodes=s2; waypoints=s3");
        for (PathRequest open : List.of(
                request("r", 17 * MILLI, RoutePolicy.ANY),
                request("r", 90 * MILLI, RoutePolicy.ANY).withTraffic(traffic(20 * MEGA, 1000, 1)))) {
            assertThat(refused(open.withRoute(route))).isEqualTo(refused(open));
        }
        PathRequest nowhere =
                new PathRequest("r", "s7", "t", traffic(MEGA, 1000, 1), PolicedTraffic.NONE, 90 * MILLI, 0, SECOND);
        assertThat(refused(nowhere.withRoute(route)).reason()).isEqualTo(Reason.NO_PATH);
    }

    /** Neither the link to u nor u itself says where it is. */
    @Test
    void whatHasNoCountry_isNotAllowed_whereCountriesAre() {
        PathRequest request = new PathRequest(
                        "r", "s1", "u", traffic(MEGA, 1000, 1), PolicedTraffic.NONE, 90 * MILLI, 0, SECOND)
                .withRoute(route("allowedCountries=DE"));
        Rejected refusal = refused(request);
        assertThat(refusal.reason()).isEqualTo(Reason.POLICY);
        assertThat(refusal.constraint()).contains(new Constraint("s2", "", "route.allowedCountries", 1, 0, "", 0));
        refusal = refused(request.withRoute(route("allowedCountries=DE FR NL")));
        assertThat(refusal.constraint()).contains(new Constraint("s5->u", "", "route.allowedCountries", 1, 0, "", 0));
        assertThat(refusal.detail())
                .isEqualTo("route.allowedCountries: s5->u: in no country that is known, allowed: DE, FR, NL");
        assertThat(nodes(request.withRoute(route("excludedCountries=FR")))).containsExactly("s1", "s3", "s4", "s5");
    }

    /** What is booked on the only path of a route goes; a path over others is free all the time. */
    @Test
    void theCalendar_keepsToTheRoute() {
        RoutePolicy south = route("waypoints=s4");
        PathRequest large = request("large", 90 * MILLI, south).withTraffic(traffic(2 * MEGA, 1000, 1));
        nodes(large);
        PathRequest next = request("next", 90 * MILLI, south)
                .withTraffic(traffic(2 * MEGA, 1000, 1))
                .during(0, SECOND / 2);
        Rejected refusal = refused(next);
        assertThat(refusal.reason()).isEqualTo(Reason.POLICY);
        assertThat(refusal.constraint()).contains(new Constraint("s4", "", "room", 1, 0, "", 0));
        assertThat(refusal.detail())
                .isEqualTo("route.waypoints: s4: no path without a loop that fits passes it; what is left has no room");
        pce.release("large", SECOND);
        StartAnswer answer = pce.queries()
                .earliestStart(ImmutableList.of(next), new StartWindow(0, 10 * SECOND, SECOND / 2), 0, 100);
        assertThat(answer).isInstanceOfSatisfying(StartAnswer.Found.class, found -> {
            assertThat(found.startNanos()).isGreaterThan(SECOND);
            assertThat(nodes(found.admitted().reservations().getFirst())).containsExactly("s1", "s3", "s4", "s5");
        });
    }

    @Test
    void aBackup_keepsToExclusions_butNotToWaypoints() {
        PathRequest request = request("r", 90 * MILLI, route("waypoints=s3; excludedNodes=s2"))
                .withProtection(Protection.backup());
        assertThat(nodes(request)).containsExactly("s1", "s3", "s4", "s5");
        Reservation backup = pce.protection("r").orElseThrow().alternatives().getFirst();
        assertThat(nodes(backup)).containsExactly("s1", "s6", "s8", "s9", "s5");
        assertThat(backup.request().route()).isEqualTo(route("excludedNodes=s2"));

        Rejected refusal = refused(request("q", 90 * MILLI, route("waypoints=s3; excludedNodes=s2 s6"))
                .withProtection(Protection.backup()));
        assertThat(refusal.reason()).isEqualTo(Reason.POLICY);
        assertThat(refusal.detail())
                .startsWith("no backup from s1 that survives [")
                .endsWith(": route.excludedNodes: s2: excluded");
    }

    @Test
    void aChange_keepsToTheRouteThatIsAskedForNow() {
        PathRequest any = request("r", 90 * MILLI, RoutePolicy.ANY).during(0, Long.MAX_VALUE);
        assertThat(nodes(any)).containsExactly("s1", "s2", "s5");
        PathRequest south = any.withRoute(route("excludedNodes=s2"));
        ChangeAnswer answer = pce.change(south, MILLI);
        assertThat(answer).isInstanceOf(ChangeAnswer.Changed.class);
        assertThat(nodes(pce.reservation("r").orElseThrow())).containsExactly("s1", "s3", "s4", "s5");
        pce.release(((ChangeAnswer.Changed) answer).oldWay().orElseThrow().id(), 2 * MILLI);

        // Other traffic may stay on its way only where that keeps to the route.
        PathRequest larger = any.withTraffic(traffic(2 * MEGA, 1000, 1));
        answer = pce.change(larger.withRoute(route("excludedNodes=s3")), 3 * MILLI);
        assertThat(answer).isInstanceOf(ChangeAnswer.Changed.class);
        assertThat(nodes(pce.reservation("r").orElseThrow())).containsExactly("s1", "s2", "s5");
        assertThat(pce.change(larger.withRoute(route("excludedNodes=s99")), 4 * MILLI))
                .isInstanceOfSatisfying(
                        ChangeAnswer.Refused.class,
                        refused -> assertThat(refused.refusal().detail())
                                .isEqualTo("route.excludedNodes: s99 given, which is not known"));
    }

    @Test
    void whatAFailureHits_isPlacedAgainOnItsRoute_orRevokedForIt() {
        nodes(request("r", 90 * MILLI, route("excludedNodes=s2")).during(0, Long.MAX_VALUE));
        nodes(request("q", 90 * MILLI, route("excludedCountries=FR NL")).during(0, Long.MAX_VALUE));
        ImmutableList<Impact> impacts = pce.enact(new SetLinkUp("s3->s4", false), MILLI);
        assertThat(impacts).extracting(Impact::fate).containsExactly(Fate.REVOKED, Fate.MOVED);
        assertThat(impacts).extracting(Impact::id).containsExactly("q", "r");
        assertThat(impacts.getFirst().refusal().orElseThrow().reason()).isEqualTo(Reason.POLICY);
        assertThat(nodes(pce.reservation("r").orElseThrow())).containsExactly("s1", "s6", "s8", "s9", "s5");
    }

    /** All of a set that is placed together keeps to its routes, though the linear program knows none. */
    @Test
    void aSetOfRequests_isPlacedOnItsRoutes() {
        ImmutableList<PathRequest> requests = IntStream.range(0, 12)
                .mapToObj(i -> request("r" + i, 90 * MILLI, route(i % 2 == 0 ? "waypoints=s6" : "excludedNodes=s2"))
                        .withTraffic(traffic(MEGA, 1000, 1)))
                .collect(ImmutableList.toImmutableList());
        int admitted = 0;
        for (Admission answer : pce.place(requests, 0)) {
            if (answer instanceof Admitted one) {
                Reservation reservation = one.reservations().getFirst();
                boolean even = reservation.request().route().excludedNodes().isEmpty();
                assertThat(nodes(reservation)).doesNotContain("s2").contains(even ? "s6" : "s5");
                admitted++;
            }
        }
        assertThat(admitted).isGreaterThan(2).isLessThan(12);
    }

    @Test
    void whoeverStandsInTheWayOnTheRoute_isDisplaced_nobodyElse() {
        for (String name : List.of("south", "north")) {
            nodes(request(name, 90 * MILLI, route(name.equals("south") ? "waypoints=s4" : "waypoints=s2"))
                    .withTraffic(traffic(2 * MEGA, 1000, 1))
                    .withPriority(new Priority(7, 7)));
        }
        PathRequest urgent = request("urgent", 90 * MILLI, route("waypoints=s3"))
                .withTraffic(traffic(2 * MEGA, 1000, 1))
                .withPriority(new Priority(0, 0));
        assertThat(refused(urgent).reason()).isEqualTo(Reason.POLICY);
        assertThat(pce.preemption(ImmutableList.of(urgent), MILLI, 0))
                .isInstanceOfSatisfying(
                        PreemptionAnswer.Plan.class,
                        plan -> assertThat(plan.victims()).containsExactly("south"));
        PathRequest never = urgent.withRoute(route("waypoints=s7"));
        assertThat(pce.preemption(ImmutableList.of(never), MILLI, 0)).isInstanceOf(PreemptionAnswer.None.class);
    }

    /** A grid: s in one corner, t at the next one; the way to the first waypoint always cuts the second one off from t. */
    @Test
    void whatIsTooHardToProve_isSaid() {
        int side = 8;
        ImmutableList.Builder<TeNode> nodes = ImmutableList.builder();
        ImmutableList.Builder<TeLink> links = ImmutableList.builder();
        for (int i = 0; i < side * side; i++) {
            nodes.add(nodeIn("DE", "n" + i));
            for (int next : new int[] {i % side < side - 1 ? i + 1 : i, i / side < side - 1 ? i + side : i}) {
                if (next > i) {
                    links.add(link("n" + i, "n" + next).classes(GOLD).build());
                    links.add(link("n" + next, "n" + i).classes(GOLD).build());
                }
            }
        }
        nodes.add(Networks.terminationPoint("t"));
        links.add(link("n" + side * (side - 1), "t").classes(GOLD).access().build());
        Pce grid = Networks.pce(1, topology(nodes.build(), links.build()));
        PathRequest request = new PathRequest(
                "r", "n0", "t", traffic(MEGA / 100, 1000, 1), PolicedTraffic.NONE, 10 * SECOND, 0, SECOND);
        RoutePolicy twisted = route("waypoints=n" + (side * side - 1) + " n" + (side - 1));
        Admission answer = grid.admit(ImmutableList.of(request.withRoute(twisted)), 0);
        assertThat(answer).isInstanceOfSatisfying(Rejected.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.POLICY);
            assertThat(refusal.detail())
                    .isEqualTo("route.waypoints: n7: no path without a loop that fits passes it behind n63;"
                            + " the search gave up, so that there may be one");
        });
        RoutePolicy straight = route("waypoints=n" + (side - 1) + " n" + (side * side - 1));
        assertThat(grid.admit(ImmutableList.of(request.withRoute(straight)), 0)).isInstanceOf(Admitted.class);
    }

    @Test
    void waysOut_keepToExclusions_onRandomNetworks() {
        int ways = 0;
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(700 + seed);
            RandomNetwork network = new RandomNetwork(random, 5 + random.nextInt(3), 2);
            RandomRoutes routes = new RandomRoutes(random, network.topology, 15);
            Pce engine = Networks.pce(seed, routes.topology);
            for (int i = 0; i < 20; i++) {
                PathRequest request = routes.routed(network.protectedRequest(0));
                String what = "seed " + seed + ", request " + i + ": " + request;
                LedgerSnapshot before = engine.snapshot();
                if (!(engine.admit(ImmutableList.of(request), 0) instanceof Admitted)) {
                    assertThat(engine.snapshot()).as(what).isEqualTo(before);
                    continue;
                }
                for (Reservation way :
                        engine.protection(request.id()).orElseThrow().alternatives()) {
                    assertThat(way.hops())
                            .as(what)
                            .allMatch(hop -> NaiveLedger.isAllowed(
                                    routes.topology,
                                    Objects.requireNonNull(
                                            routes.topology.links().get(hop.linkId())),
                                    request.route()));
                    ways += request.route().allowsAll() ? 0 : 1;
                }
            }
        }
        System.out.println("ways out on routes: " + ways);
        assertThat(ways).isGreaterThan(40);
    }
}
