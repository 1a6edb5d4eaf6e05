package io.plumbline.bench.pce.instance;

import io.plumbline.controller.inventory.InventoryException;
import java.util.Optional;
import java.util.Random;

/** From where to where: numbered queries. */
public final class Pairs {
    private final int[] from;
    private final int[] to;

    private Pairs(int count) {
        from = new int[count];
        to = new int[count];
    }

    /** Uniform, never from a node to itself. */
    public static Pairs draw(Instance instance, int count, long seed) {
        int nodes = instance.nodeCount();
        if (nodes < 2) {
            throw new IllegalArgumentException(instance.name() + " has no two nodes");
        }
        Random random = new Random(seed);
        Pairs pairs = new Pairs(count);
        for (int i = 0; i < count; i++) {
            pairs.from[i] = random.nextInt(nodes);
            do {
                pairs.to[i] = random.nextInt(nodes);
            } while (pairs.to[i] == pairs.from[i]);
        }
        return pairs;
    }

    /** Those of a file, as often as it takes. */
    public static Pairs of(RequestFile file, Instance instance, int count) throws InventoryException {
        file.require(instance.name(), node -> instance.number(node).isPresent());
        Pairs pairs = new Pairs(count);
        for (int i = 0; i < count; i++) {
            RequestFile.Line line = file.line(i);
            pairs.from[i] = instance.number(line.source()).orElseThrow();
            pairs.to[i] = instance.number(line.target()).orElseThrow();
        }
        return pairs;
    }

    /** Those of the file if there is one, else drawn. */
    public static Pairs of(Optional<RequestFile> file, Instance instance, int count, long seed)
            throws InventoryException {
        return file.isPresent() ? of(file.get(), instance, count) : draw(instance, count, seed);
    }

    public int count() {
        return from.length;
    }

    public int from(int query) {
        return from[query];
    }

    public int to(int query) {
        return to[query];
    }
}
