package io.plumbline.bench.pce;

import io.plumbline.bench.report.Report;
import io.plumbline.controller.inventory.InventoryException;
import java.io.IOException;

/** One block of the engine's bars: what is measured and what it should reach. */
interface PceBlock {

    /** As {@code --only} takes it. */
    String name();

    /** In one line, for {@code --list} and the heading. */
    String what();

    /** Measures, shows a table, and adds rows and goals. Bad files are exceptions; a missed goal is a result. */
    void run(PcePlan plan, Report report) throws InventoryException, IOException;
}
