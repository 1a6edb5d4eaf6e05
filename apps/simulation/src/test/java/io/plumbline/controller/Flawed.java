package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.journal.Journal;
import io.plumbline.southbound.api.Southbound;
import java.util.Random;

/** Controllers with a flaw that nothing but a test can ask for. */
public final class Flawed {
    private Flawed() {}

    /** @param flaw the name of a {@link Flaw} */
    public static Controller controller(
            String flaw, Core core, NetworkInventory inventory, Journal journal, Southbound southbound, Random random) {
        return new Controller(
                core,
                inventory,
                DiscoverySettings.DEFAULT,
                journal,
                ImmutableList.of(southbound),
                Controller.READ_BACK_EVERY,
                42,
                random,
                Flaw.valueOf(flaw));
    }
}
