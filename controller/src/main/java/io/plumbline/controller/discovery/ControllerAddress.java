package io.plumbline.controller.discovery;

import org.onlab.packet.Ip6Address;
import org.onlab.packet.MacAddress;

/** The locally administered addresses from which the controller itself asks hosts whether they are still there. */
final class ControllerAddress {
    static final MacAddress MAC = MacAddress.valueOf("02:50:4c:00:00:01");
    static final Ip6Address LINK_LOCAL = Ip6Address.valueOf("fe80::50:4cff:fe00:1");

    private ControllerAddress() {}
}
