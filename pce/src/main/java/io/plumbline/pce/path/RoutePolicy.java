package io.plumbline.pce.path;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a path may go and where it has to pass: the include and exclude route objects of RFC 3209 and RFC 5521, with administrative labels.
 *
 * <p>What is excluded is on no path, ends included; neither is a link from or to an excluded node. A label, risk group or country that
 * nothing carries excludes nothing. An operator is a label like any other ({@code operator:NAME} by convention).
 *
 * <p>Waypoints bind the first way of a flow alone: a backup or detour keeps to the rest of the policy, but where it is used it passes what
 * it can. Later changes of labels move nothing that is admitted.
 *
 * @param excludedNodes ids
 * @param excludedLinks ids; of one direction each
 * @param excludedRiskGroups SRLGs; every link in one of them
 * @param excludedLabels every node and link with one of them
 * @param excludedCountries ISO 3166 codes; every node and link there
 * @param allowedCountries ISO 3166 codes; when there are any, each node and link of the path, both ends included, has to be in one of
 *     them. What has no country is not allowed then
 * @param waypoints ids of switches to pass in that order, other nodes between them or not; the whole path is loopless
 */
public record RoutePolicy(
        ImmutableSortedSet<String> excludedNodes,
        ImmutableSortedSet<String> excludedLinks,
        ImmutableSortedSet<String> excludedRiskGroups,
        ImmutableSortedSet<String> excludedLabels,
        ImmutableSortedSet<String> excludedCountries,
        ImmutableSortedSet<String> allowedCountries,
        ImmutableList<String> waypoints) {

    /** The most entries of each field but the waypoints. */
    public static final int MOST_ENTRIES = 256;

    public static final int MOST_WAYPOINTS = 16;

    private static final ImmutableSortedSet<String> NONE = ImmutableSortedSet.of();

    /** Any path will do. */
    public static final RoutePolicy ANY = new RoutePolicy(NONE, NONE, NONE, NONE, NONE, NONE, ImmutableList.of());

    /** The parts of a policy; their names are those of its components. */
    public enum Field {
        EXCLUDED_NODES("excludedNodes"),
        EXCLUDED_LINKS("excludedLinks"),
        EXCLUDED_RISK_GROUPS("excludedRiskGroups"),
        EXCLUDED_LABELS("excludedLabels"),
        EXCLUDED_COUNTRIES("excludedCountries"),
        ALLOWED_COUNTRIES("allowedCountries"),
        WAYPOINTS("waypoints");

        private final String component;

        Field(String component) {
            this.component = component;
        }

        /** As a user knows it: {@code route.excludedNodes}, say. */
        public String path() {
            return "route." + component;
        }
    }

    /**
     * One entry of a policy; all allowed countries together are one.
     *
     * @param value empty for the allowed countries
     */
    public record Entry(Field field, String value) {}

    /** Whether any path will do. */
    public boolean allowsAll() {
        return this == ANY || waypoints.isEmpty() && !restricts();
    }

    /** Whether anything is excluded, or not allowed. */
    public boolean restricts() {
        return !(excludedNodes.isEmpty()
                && excludedLinks.isEmpty()
                && excludedRiskGroups.isEmpty()
                && excludedLabels.isEmpty()
                && excludedCountries.isEmpty()
                && allowedCountries.isEmpty());
    }

    /** The entries of a field, in order; of waypoints in theirs. */
    public ImmutableCollection<String> entries(Field field) {
        return switch (field) {
            case EXCLUDED_NODES -> excludedNodes;
            case EXCLUDED_LINKS -> excludedLinks;
            case EXCLUDED_RISK_GROUPS -> excludedRiskGroups;
            case EXCLUDED_LABELS -> excludedLabels;
            case EXCLUDED_COUNTRIES -> excludedCountries;
            case ALLOWED_COUNTRIES -> allowedCountries;
            case WAYPOINTS -> waypoints;
        };
    }

    /** What keeps a path off a node. */
    public ImmutableList<Entry> against(TeNode node) {
        ImmutableList.Builder<Entry> entries = ImmutableList.builder();
        if (excludedNodes.contains(node.id())) {
            entries.add(new Entry(Field.EXCLUDED_NODES, node.id()));
        }
        addAgainst(node.labels(), node.country(), entries);
        return entries.build();
    }

    /** What keeps a path off a link, its ends apart. */
    public ImmutableList<Entry> against(TeLink link) {
        ImmutableList.Builder<Entry> entries = ImmutableList.builder();
        if (excludedLinks.contains(link.id())) {
            entries.add(new Entry(Field.EXCLUDED_LINKS, link.id()));
        }
        addCommon(Field.EXCLUDED_RISK_GROUPS, excludedRiskGroups, link.riskGroups(), entries);
        addAgainst(link.labels(), link.country(), entries);
        return entries.build();
    }

    private void addAgainst(
            ImmutableSortedSet<String> labels, Optional<String> country, ImmutableList.Builder<Entry> entries) {
        addCommon(Field.EXCLUDED_LABELS, excludedLabels, labels, entries);
        country.filter(excludedCountries::contains)
                .ifPresent(excluded -> entries.add(new Entry(Field.EXCLUDED_COUNTRIES, excluded)));
        if (!allowedCountries.isEmpty()
                && country.filter(allowedCountries::contains).isEmpty()) {
            entries.add(new Entry(Field.ALLOWED_COUNTRIES, ""));
        }
    }

    private static void addCommon(
            Field field,
            ImmutableSortedSet<String> excluded,
            ImmutableSortedSet<String> carried,
            ImmutableList.Builder<Entry> entries) {
        for (String one : carried) {
            if (excluded.contains(one)) {
                entries.add(new Entry(field, one));
            }
        }
    }

    /**
     * Whether a way keeps to it.
     *
     * @param way over known links between known nodes, without a loop
     */
    public boolean allows(TeTopology topology, Iterable<TeLink> way) {
        int passed = 0;
        for (TeLink link : way) {
            if (!against(link).isEmpty()
                    || !against(node(topology, link.from())).isEmpty()
                    || !against(node(topology, link.to())).isEmpty()) {
                return false;
            }
            passed += passed < waypoints.size() && link.to().equals(waypoints.get(passed)) ? 1 : 0;
        }
        return passed == waypoints.size();
    }

    private static TeNode node(TeTopology topology, String id) {
        return Objects.requireNonNull(topology.nodes().get(id));
    }

    /** The same without one entry. */
    public RoutePolicy without(Entry entry) {
        return new RoutePolicy(
                without(entry, Field.EXCLUDED_NODES, excludedNodes),
                without(entry, Field.EXCLUDED_LINKS, excludedLinks),
                without(entry, Field.EXCLUDED_RISK_GROUPS, excludedRiskGroups),
                without(entry, Field.EXCLUDED_LABELS, excludedLabels),
                without(entry, Field.EXCLUDED_COUNTRIES, excludedCountries),
                entry.field() == Field.ALLOWED_COUNTRIES ? NONE : allowedCountries,
                waypoints.stream()
                        .filter(id -> !entry.equals(new Entry(Field.WAYPOINTS, id)))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static ImmutableSortedSet<String> without(Entry entry, Field field, ImmutableSortedSet<String> values) {
        return entry.field() != field
                ? values
                : values.stream()
                        .filter(value -> !value.equals(entry.value()))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /** The same with other nodes to pass. */
    public RoutePolicy withWaypoints(ImmutableList<String> newWaypoints) {
        return newWaypoints.equals(waypoints)
                ? this
                : new RoutePolicy(
                        excludedNodes,
                        excludedLinks,
                        excludedRiskGroups,
                        excludedLabels,
                        excludedCountries,
                        allowedCountries,
                        newWaypoints);
    }

    /** What is excluded and allowed alone. */
    public RoutePolicy withoutWaypoints() {
        return restricts() ? withWaypoints(ImmutableList.of()) : ANY;
    }
}
