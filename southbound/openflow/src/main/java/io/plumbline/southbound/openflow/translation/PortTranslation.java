package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.wire.PortDescription;
import org.onlab.packet.MacAddress;

/** Ports as a switch describes them; speeds come in kbit/s. */
final class PortTranslation {
    private static final long KILO = 1000;

    private PortTranslation() {}

    static SwitchPort port(PortDescription port) {
        return new SwitchPort(
                Ports.fromOpenFlow(port.number()),
                PrintableText.cut(port.name()),
                MacAddress.valueOf(port.address()).toString().toLowerCase(java.util.Locale.ROOT),
                port.speedKilobits() * KILO,
                !port.down());
    }
}
