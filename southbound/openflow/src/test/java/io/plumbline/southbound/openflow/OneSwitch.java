package io.plumbline.southbound.openflow;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.testing.OpenVSwitchLab;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** One Open vSwitch with three ports, and a southbound that it is connected to. */
final class OneSwitch implements AutoCloseable {
    final EventLog events = new EventLog();
    final OpenVSwitchLab lab;
    final OpenFlowSouthbound southbound;
    final Switch s1;

    private OneSwitch(OpenFlowSettings settings, String protocols) throws SouthboundException {
        southbound = new OpenFlowSouthbound(settings.withAddress("127.0.0.1", 0));
        southbound.start(events);
        lab = OpenVSwitchLab.start();
        lab.addSwitch("s1", 1);
        lab.vsctl("set", "bridge", "s1", "protocols=" + protocols);
        lab.addPort("s1", 1).addPort("s1", 2).addPort("s1", 3);
        lab.connectTo(new InetSocketAddress("127.0.0.1", southbound.boundPort()));
        s1 = events.awaitSwitch();
    }

    static OneSwitch open() throws SouthboundException {
        return open(OpenFlowSettings.defaults());
    }

    static OneSwitch open(OpenFlowSettings settings) throws SouthboundException {
        return new OneSwitch(settings, "OpenFlow13,OpenFlow14,OpenFlow15");
    }

    static OneSwitch open(OFVersion version) throws SouthboundException {
        return open(OpenFlowSettings.defaults().withVersions(ImmutableSet.of(version)));
    }

    ApplyOutcome apply(Change... changes) {
        return apply(ImmutableList.copyOf(changes));
    }

    ApplyOutcome apply(List<? extends Change> changes) {
        return await(s1.apply(new ProgramUpdate(ImmutableList.copyOf(changes))));
    }

    ReadOutcome.State read() {
        return read(ReadScope.ALL);
    }

    ReadOutcome.State read(ReadScope scope) {
        ReadOutcome outcome = await(s1.read(scope));
        if (outcome instanceof ReadOutcome.State state) {
            return state;
        }
        throw new AssertionError(outcome);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        lab.close();
        southbound.close();
    }
}
