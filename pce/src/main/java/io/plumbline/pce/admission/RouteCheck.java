package io.plumbline.pce.admission;

import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.RoutePolicy.Field;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether the route of a request makes sense: by itself, and on a topology. The first entry that does not is named, with its field. */
final class RouteCheck {
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private final PathRequest request;
    private final RoutePolicy route;

    RouteCheck(PathRequest request) {
        this.request = request;
        route = request.route();
    }

    Optional<Rejected> byItself(long nowNanos) {
        for (Field field : Field.values()) {
            boolean waypoints = field == Field.WAYPOINTS;
            Optional<Rejected> tooMany = RequestCheck.within(
                    request.id(),
                    field.path(),
                    route.entries(field).size(),
                    0,
                    waypoints ? RoutePolicy.MOST_WAYPOINTS : RoutePolicy.MOST_ENTRIES,
                    waypoints ? "waypoints" : "entries",
                    nowNanos);
            if (tooMany.isPresent()) {
                return tooMany;
            }
        }
        return first(Field.EXCLUDED_NODES, this::isEnd, "which is an end of the path")
                .or(() -> first(Field.EXCLUDED_RISK_GROUPS, String::isBlank, "a name is needed"))
                .or(() -> first(Field.EXCLUDED_LABELS, String::isBlank, "a name is needed"))
                .or(() -> first(Field.EXCLUDED_COUNTRIES, RouteCheck::isNoCountry, "a code of ISO 3166 is needed"))
                .or(() -> first(Field.ALLOWED_COUNTRIES, RouteCheck::isNoCountry, "a code of ISO 3166 is needed"))
                .or(() -> first(Field.ALLOWED_COUNTRIES, route.excludedCountries()::contains, "which is excluded too"))
                .or(() -> first(Field.WAYPOINTS, this::isEnd, "which is an end of the path"))
                .or(() -> first(Field.WAYPOINTS, route.excludedNodes()::contains, "which is excluded too"))
                .or(this::repeated);
    }

    private Optional<Rejected> repeated() {
        Set<String> seen = new HashSet<>();
        return first(Field.WAYPOINTS, id -> !seen.add(id), "which is passed before");
    }

    Optional<Rejected> on(TeTopology topology) {
        return first(Field.EXCLUDED_NODES, id -> !topology.nodes().containsKey(id), "which is not known")
                .or(() -> first(Field.EXCLUDED_LINKS, id -> !topology.links().containsKey(id), "which is not known"))
                .or(() -> first(Field.WAYPOINTS, id -> !topology.nodes().containsKey(id), "which is not known"))
                .or(() -> first(
                        Field.WAYPOINTS,
                        id -> topology.nodes().get(id) instanceof TeNode node && node.kind() != TeNode.Kind.SWITCH,
                        "which is not a switch and forwards nothing"));
    }

    private Optional<Rejected> first(Field field, Predicate<String> wrong, String why) {
        return route.entries(field).stream()
                .filter(wrong)
                .findFirst()
                .map(entry -> new Rejected(
                        Reason.INVALID,
                        request.id(),
                        field.path() + ": " + (entry.isBlank() ? "a blank" : entry) + " given, " + why,
                        Optional.empty()));
    }

    private boolean isEnd(String nodeId) {
        return nodeId.equals(request.ingressNode()) || nodeId.equals(request.egressNode());
    }

    private static boolean isNoCountry(String code) {
        return !COUNTRY.matcher(code).matches();
    }
}
