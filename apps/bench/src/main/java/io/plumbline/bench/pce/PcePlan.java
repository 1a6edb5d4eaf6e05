package io.plumbline.bench.pce;

import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.instance.Pairs;
import io.plumbline.bench.pce.instance.RequestFile;
import io.plumbline.bench.pce.instance.Topologies;
import io.plumbline.bench.pce.race.Pace;
import io.plumbline.bench.report.Report;
import io.plumbline.controller.inventory.InventoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param seed of everything that is drawn
 * @param requests instead of drawn ones, in the blocks where it makes sense
 * @param pairs most queries of a race
 */
record PcePlan(long seed, Topologies topologies, Optional<RequestFile> requests, Pace pace, int pairs) {

    /** The instances to measure on: the named ones, or all of the folder that was asked for; only such as the requests fit. */
    List<Instance> instances(Report report, String... names) throws InventoryException, IOException {
        List<Instance> all = topologies.maps(names).stream().map(Instance::of).toList();
        if (requests.isEmpty()) {
            return all;
        }
        List<Instance> fitting = new ArrayList<>();
        for (Instance instance : all) {
            try {
                Pairs.of(requests.get(), instance, 1);
                fitting.add(instance);
            } catch (InventoryException e) {
                if (all.size() == 1) {
                    throw e;
                }
                report.say("left out: " + e.getMessage());
            }
        }
        return fitting;
    }

    Pairs pairs(Instance instance, int most) throws InventoryException {
        return Pairs.of(requests, instance, Math.min(most, pairs), seed);
    }
}
