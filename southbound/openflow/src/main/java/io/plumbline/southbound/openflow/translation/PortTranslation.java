package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.SwitchPort;
import java.util.stream.Stream;
import org.projectfloodlight.openflow.protocol.OFPortConfig;
import org.projectfloodlight.openflow.protocol.OFPortDesc;
import org.projectfloodlight.openflow.protocol.OFPortDescPropEthernet;
import org.projectfloodlight.openflow.protocol.OFPortState;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Port descriptions. OpenFlow gives speeds in kbit/s, from 1.4 on in an Ethernet property. */
final class PortTranslation {
    private static final long KILO = 1000;

    private PortTranslation() {}

    static SwitchPort port(OFPortDesc port) {
        boolean down = port.getConfig().contains(OFPortConfig.PORT_DOWN)
                || port.getState().contains(OFPortState.LINK_DOWN);
        return new SwitchPort(
                Ports.fromOpenFlow(port.getPortNo().getPortNumber()),
                PrintableText.cut(port.getName()),
                port.getHwAddr().toString(),
                speedKilobits(port) * KILO,
                !down);
    }

    private static long speedKilobits(OFPortDesc port) {
        if (port.getVersion() == OFVersion.OF_13) {
            return port.getCurrSpeed();
        }
        return port.getProperties().stream()
                .flatMap(property ->
                        property instanceof OFPortDescPropEthernet ethernet ? Stream.of(ethernet) : Stream.empty())
                .mapToLong(OFPortDescPropEthernet::getCurrSpeed)
                .findFirst()
                .orElse(0);
    }
}
