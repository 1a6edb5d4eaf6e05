package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.NetworkMap.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gives each site without a position the mean of its neighbours', as the norm files do: passes over the sites in order, each of which
 * places those with a neighbour that has a position by then, until a pass places none. A parallel cable counts again.
 *
 * <p>A pass need not look at sites that it cannot place: a site becomes ready for the first turn after its first neighbour's, so turns are
 * taken from a queue, and the work grows with the cables, not with passes times sites.
 */
final class Placing {
    private final ImmutableList<Site> sites;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<List<Integer>> neighbours = new ArrayList<>();
    private final @Nullable Position[] positions;
    private final PriorityQueue<Long> turns = new PriorityQueue<>();

    Placing(ImmutableList<Site> sites) {
        this.sites = sites;
        positions = new Position[sites.size()];
        for (int i = 0; i < sites.size(); i++) {
            numbers.put(sites.get(i).id(), i);
            neighbours.add(new ArrayList<>());
            positions[i] = sites.get(i).position().orElse(null);
        }
    }

    void join(String a, String b) {
        int one = number(a);
        int other = number(b);
        neighbours.get(one).add(other);
        neighbours.get(other).add(one);
    }

    private int number(String id) {
        Integer number = numbers.get(id);
        if (number == null) {
            throw new IllegalStateException("no site " + id);
        }
        return number;
    }

    void place() {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == null && neighbours.get(i).stream().anyMatch(j -> positions[j] != null)) {
                turns.add((long) i);
            }
        }
        for (Long turn = turns.poll(); turn != null; turn = turns.poll()) {
            int site = (int) (turn % positions.length);
            if (positions[site] == null) {
                positions[site] = mean(site);
                long pass = turn / positions.length;
                for (int neighbour : neighbours.get(site)) {
                    if (positions[neighbour] == null) {
                        long then = neighbour > site ? pass : pass + 1;
                        turns.add(then * positions.length + neighbour);
                    }
                }
            }
        }
    }

    private Position mean(int site) {
        double latitude = 0;
        double longitude = 0;
        int count = 0;
        for (int neighbour : neighbours.get(site)) {
            Position there = positions[neighbour];
            if (there != null) {
                latitude += there.latitude();
                longitude += there.longitude();
                count++;
            }
        }
        return new Position(latitude / count, longitude / count);
    }

    Optional<Position> position(int site) {
        return Optional.ofNullable(positions[site]);
    }
}
