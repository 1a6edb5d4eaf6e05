package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.ControllerProcess;
import io.plumbline.bench.lab.GuaranteedFlowClient;
import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.lab.SwitchLine;
import io.plumbline.bench.openflow.raw.Recording;
import io.plumbline.bench.openflow.raw.RecordingRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one flow makes the controller write: on the way up, and on the way down. Played in order, a cycle leaves nothing behind. */
record SetupCycle(Recording up, Recording down) {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    /** Lets {@code count} flows come and go with a relay between the switches and their controller; then the switches are alone. */
    static List<SetupCycle> record(
            int count, SwitchLine line, ControllerProcess controller, GuaranteedFlowClient client)
            throws LabException, IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), controller.openFlowPort());
        List<SetupCycle> cycles = new ArrayList<>();
        try (RecordingRelay relay = RecordingRelay.to(address)) {
            line.connectTo(relay.port());
            relay.awaitSwitches(line.size(), CONNECT);
            client.awaitFeasible(controller);
            client.release(client.acquire(0).id());
            for (int number = 1; number <= count; number++) {
                relay.take();
                GuaranteedFlowClient.Active flow = client.acquire(number);
                Recording up = relay.take();
                client.release(flow.id());
                cycles.add(new SetupCycle(up, relay.take()));
            }
            line.disconnect();
        }
        return cycles;
    }
}
