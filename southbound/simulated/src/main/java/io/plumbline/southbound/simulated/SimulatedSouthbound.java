package io.plumbline.southbound.simulated;

import io.plumbline.southbound.api.Southbound;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.SwitchEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The controller's side of a simulated network. One life of a controller has one of these: a controller that starts again takes a new one,
 * and every switch that runs connects to it.
 */
public final class SimulatedSouthbound implements Southbound {
    private final SimulatedNetwork network;
    private volatile @Nullable Consumer<SwitchEvent> sink;

    SimulatedSouthbound(SimulatedNetwork network) {
        this.network = network;
    }

    /** @throws SouthboundException with ADDRESS_IN_USE while another one is started */
    @Override
    public void start(Consumer<SwitchEvent> receiver) throws SouthboundException {
        boolean free = network.time().call(() -> {
            sink = receiver;
            return network.listen(this);
        });
        if (!free) {
            sink = null;
            throw new SouthboundException(
                    SouthboundException.Code.ADDRESS_IN_USE,
                    "another controller is connected to this network",
                    new IllegalStateException("started twice"));
        }
    }

    void report(SwitchEvent event) {
        Consumer<SwitchEvent> receiver = sink;
        if (receiver != null) {
            network.log(() -> "> " + Narration.of(event));
            receiver.accept(event);
        }
    }

    @Override
    public void close() {
        network.time().run(() -> {
            network.forEachConnection(this, connection -> connection.close("the controller closed"));
            network.ended(this);
            sink = null;
        });
    }

    /** As {@code kill -9} of the controller: what it sent still arrives, what it waits for never comes. */
    public void kill() {
        network.change("controller killed", () -> {
            sink = null;
            network.forEachConnection(this, SimulatedConnection::abandon);
            network.ended(this);
        });
    }
}
