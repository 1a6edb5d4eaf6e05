package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.GuaranteedFlowClient;
import io.plumbline.bench.report.Latencies;

/** What each step of setting up flows took: the controller's word for its own steps, our clock for the whole. */
final class SetupSteps {

    private static final long NANOS_PER_MICROSECOND = 1000;

    final Latencies admission = new Latencies();
    final Latencies journal = new Latencies();
    final Latencies install = new Latencies();
    final Latencies verify = new Latencies();
    final Latencies inside = new Latencies();
    final Latencies around = new Latencies();
    final Latencies whole = new Latencies();

    void record(GuaranteedFlowClient.Active flow) {
        GuaranteedFlowClient.Timing timing = flow.timing();
        admission.record(timing.admission() * NANOS_PER_MICROSECOND);
        journal.record(timing.journal() * NANOS_PER_MICROSECOND);
        install.record(timing.install() * NANOS_PER_MICROSECOND);
        verify.record(timing.verify() * NANOS_PER_MICROSECOND);
        inside.record(timing.total() * NANOS_PER_MICROSECOND);
        around.record(flow.nanos() - timing.total() * NANOS_PER_MICROSECOND);
        whole.record(flow.nanos());
    }
}
