package io.plumbline.controller.intent;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.RoutePolicy.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the entries of a route may be, whatever the network. */
public final class RouteForm {
    public static final int LONGEST_ENTRY = 128;

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final String NAME_FORM = "1 to " + LONGEST_ENTRY + " characters";
    private static final String COUNTRY_FORM = "an ISO 3166 code of two capital letters";

    private RouteForm() {}

    /**
     * What cannot be of one entry.
     *
     * @param index of the entry; named for waypoints alone, since the others have no order
     */
    public static InvalidField invalid(Field field, int index, String limit, String entry) {
        String path = field == Field.WAYPOINTS ? field.path() + "[" + index + "]" : field.path();
        String shown = entry.substring(0, Math.min(entry.length(), LONGEST_ENTRY));
        return new InvalidField(path, limit, '"' + shown + '"');
    }

    /** The first entry that cannot be, if any. */
    static Optional<InvalidField> invalidField(RoutePolicy route) {
        if (route.allowsAll()) {
            return Optional.empty();
        }
        for (Field field : Field.values()) {
            int most = field == Field.WAYPOINTS ? RoutePolicy.MOST_WAYPOINTS : RoutePolicy.MOST_ENTRIES;
            Collection<String> entries = route.entries(field);
            if (entries.size() > most) {
                return Optional.of(
                        new InvalidField(field.path(), "at most " + most + " entries", entries.size() + " entries"));
            }
            boolean country = field == Field.EXCLUDED_COUNTRIES || field == Field.ALLOWED_COUNTRIES;
            Optional<InvalidField> wrong = country
                    ? first(field, entries, code -> !COUNTRY.matcher(code).matches(), COUNTRY_FORM)
                    : first(field, entries, name -> name.isBlank() || name.length() > LONGEST_ENTRY, NAME_FORM);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        Set<String> passed = new HashSet<>();
        return first(
                        Field.ALLOWED_COUNTRIES,
                        route.allowedCountries(),
                        route.excludedCountries()::contains,
                        "a country that is not excluded too")
                .or(() -> first(
                        Field.WAYPOINTS,
                        route.waypoints(),
                        route.excludedNodes()::contains,
                        "a switch that is not excluded too"))
                .or(() -> first(Field.WAYPOINTS, route.waypoints(), id -> !passed.add(id), "passed once"));
    }

    private static Optional<InvalidField> first(
            Field field, Collection<String> entries, Predicate<String> wrong, String limit) {
        ImmutableList<String> list = ImmutableList.copyOf(entries);
        for (int i = 0; i < list.size(); i++) {
            if (wrong.test(list.get(i))) {
                return Optional.of(invalid(field, i, limit, list.get(i)));
            }
        }
        return Optional.empty();
    }
}
