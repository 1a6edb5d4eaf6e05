package io.plumbline.controller.discovery;

import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchPort;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/** A connected switch that says what it is and does nothing. */
record FakeSwitch(DeviceId id, List<SwitchPort> ports) implements Switch {

    static final SwitchLimits LIMITS = new SwitchLimits(
            new SwitchLimits.MeterModel(1_000, 1_000, 1_000_000, true, 1_000_000),
            1_000,
            100_000,
            100,
            true,
            true,
            false,
            true,
            14,
            true);

    @Override
    public SwitchLimits limits() {
        return LIMITS;
    }

    @Override
    public SwitchDescription description() {
        return new SwitchDescription("", "", "", "", "", "", "");
    }

    @Override
    public CompletionStage<ApplyOutcome> apply(ProgramUpdate update) {
        return CompletableFuture.completedFuture(new ApplyOutcome.Applied());
    }

    @Override
    public CompletionStage<ReadOutcome> read(ReadScope scope) {
        return CompletableFuture.completedFuture(new ReadOutcome.Failed("nothing to read"));
    }

    @Override
    public boolean packetOut(PortNumber port, byte[] frame) {
        return true;
    }

    @Override
    public void disconnect(String reason) {
        // there is no connection
    }

    /** Two connections are never the same, though they say the same. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
