package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.NetworkMap.Cable;
import io.plumbline.controller.inventory.NetworkMap.Site;
import io.plumbline.pce.topology.Fibre;
import io.plumbline.pce.topology.Limits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A map in the making, from a file of any format: what is wrong is said with the line where it stands. */
final class MapBuilder {
    private static final int MAX_SITES = 100_000;
    private static final int MAX_CABLES = 500_000;
    private static final Pattern ID = Pattern.compile("[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,62}[^\\p{Cntrl}\\s])?");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(?:\\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?");

    /** A cable whose ends are looked up when all sites are known. */
    private record Stated(
            int line,
            String a,
            String b,
            boolean directed,
            OptionalLong capacity,
            boolean assumed,
            OptionalLong nanos) {}

    private final String file;
    private final Assumptions assumptions;
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final List<Stated> cables = new ArrayList<>();

    MapBuilder(String file, Assumptions assumptions) {
        this.file = file;
        this.assumptions = assumptions;
    }

    InventoryException wrong(int line, String field, String problem, String limit, String value) {
        return new InventoryException(file, line, field, problem, limit, value);
    }

    /** A decimal number within limits, exactly as written. */
    BigDecimal decimal(int line, String field, String text, BigDecimal least, BigDecimal most)
            throws InventoryException {
        String limit = "a number from " + least.toPlainString() + " to " + most.toPlainString();
        if (!DECIMAL.matcher(text).matches()) {
            throw wrong(line, field, "not a number", limit, text);
        }
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw wrong(line, field, "out of range", limit, text);
        }
        return number;
    }

    long whole(int line, String field, String text, long most) throws InventoryException {
        BigDecimal number = decimal(line, field, text, BigDecimal.ZERO, BigDecimal.valueOf(most));
        if (number.stripTrailingZeros().scale() > 0) {
            throw wrong(line, field, "not a whole number", "a whole number from 0 to " + most, text);
        }
        return number.longValueExact();
    }

    Position position(int line, String latitude, String longitude) throws InventoryException {
        return new Position(degrees(line, "Latitude", latitude, 90), degrees(line, "Longitude", longitude, 180));
    }

    private double degrees(int line, String field, String text, int most) throws InventoryException {
        return decimal(line, field, text, BigDecimal.valueOf(-most), BigDecimal.valueOf(most))
                .doubleValue();
    }

    /** Bits a second, rounded down: never more than there is. */
    long capacity(int line, String field, String text, long bitsPerUnit) throws InventoryException {
        BigDecimal unit = BigDecimal.valueOf(bitsPerUnit);
        BigDecimal most = BigDecimal.valueOf(Limits.MAX_CAPACITY_BITS_PER_SECOND / bitsPerUnit);
        BigDecimal number = decimal(line, field, text, BigDecimal.ZERO, most).multiply(unit);
        long bits = number.setScale(0, RoundingMode.DOWN).longValueExact();
        if (bits == 0) {
            throw wrong(line, field, "a cable that carries nothing", "more than 0", text);
        }
        return bits;
    }

    void site(int line, String id, String label, Optional<Position> position) throws InventoryException {
        if (!ID.matcher(id).matches()) {
            throw wrong(line, "node id", "not an id", "1 to 64 printable characters", id);
        }
        if (sites.size() == MAX_SITES) {
            throw wrong(line, "node", "too many nodes", "at most " + MAX_SITES, "more");
        }
        if (sites.putIfAbsent(id, new Site(id, label, position)) != null) {
            throw wrong(line, "node id", "a node with this id stands above", "each id once", id);
        }
    }

    /**
     * @param capacity empty when the file does not say
     * @param assumed whether the file itself calls the capacity assumed
     * @param nanos propagation; empty when it follows from the positions
     */
    void cable(
            int line, String a, String b, boolean directed, OptionalLong capacity, boolean assumed, OptionalLong nanos)
            throws InventoryException {
        if (a.equals(b)) {
            throw wrong(line, "edge", "a cable from a node to itself", "two different ends", a);
        }
        if (cables.size() == MAX_CABLES) {
            throw wrong(line, "edge", "too many cables", "at most " + MAX_CABLES, "more");
        }
        cables.add(new Stated(line, a, b, directed, capacity, assumed, nanos));
    }

    NetworkMap build() throws InventoryException {
        if (sites.isEmpty()) {
            throw wrong(0, "", "no node", "at least one", "");
        }
        for (Stated cable : cables) {
            for (String end : List.of(cable.a, cable.b)) {
                if (!sites.containsKey(end)) {
                    throw wrong(cable.line, "edge", "no node has this id", "ids of nodes of this file", end);
                }
            }
        }
        placeByNeighbours();
        ImmutableList.Builder<Cable> built = ImmutableList.builder();
        for (int i = 0; i < cables.size(); i++) {
            built.add(cable(i, cables.get(i)));
        }
        int dot = file.lastIndexOf('.');
        return new NetworkMap(
                dot > 0 ? file.substring(0, dot) : file, ImmutableList.copyOf(sites.values()), built.build());
    }

    private Cable cable(int number, Stated cable) {
        OptionalLong nanos = cable.nanos.isPresent() ? cable.nanos : propagation(cable);
        return new Cable(
                Integer.toString(number),
                cable.a,
                cable.b,
                cable.directed,
                cable.capacity.orElse(assumptions.capacityBitsPerSecond()),
                cable.assumed || cable.capacity.isEmpty(),
                nanos.orElse(assumptions.propagationNanos()),
                nanos.isEmpty());
    }

    private OptionalLong propagation(Stated cable) {
        Optional<Position> from = site(cable.a).position();
        Optional<Position> to = site(cable.b).position();
        return from.isPresent() && to.isPresent()
                ? OptionalLong.of(Fibre.propagationNanos(from.get().kmTo(to.get())))
                : OptionalLong.empty();
    }

    private Site site(String id) {
        @Nullable Site site = sites.get(id);
        if (site == null) {
            throw new IllegalStateException("no site " + id);
        }
        return site;
    }

    private void placeByNeighbours() {
        ImmutableList<Site> all = ImmutableList.copyOf(sites.values());
        Placing placing = new Placing(all);
        cables.forEach(cable -> placing.join(cable.a, cable.b));
        placing.place();
        for (int i = 0; i < all.size(); i++) {
            Site site = all.get(i);
            sites.put(site.id(), new Site(site.id(), site.label(), placing.position(i)));
        }
    }
}
