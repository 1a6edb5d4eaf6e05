package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.report.Report;
import java.io.IOException;

/** A measurement that stands by itself: makes what it needs, says what it found, leaves nothing running. */
enum Block {
    SETUP {
        @Override
        void run(Plan plan, Report report) throws LabException, IOException {
            new SetupBlock(plan, report).run();
        }
    },
    PACKETIN {
        @Override
        void run(Plan plan, Report report) throws LabException, IOException {
            new PacketInBlock(plan, report).run();
        }
    },
    STARTUP {
        @Override
        void run(Plan plan, Report report) throws LabException, IOException {
            new StartupBlock(plan, report).run();
        }
    };

    abstract void run(Plan plan, Report report) throws LabException, IOException;
}
