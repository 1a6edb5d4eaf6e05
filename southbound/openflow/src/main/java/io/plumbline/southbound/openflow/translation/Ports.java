package io.plumbline.southbound.openflow.translation;

import org.onosproject.net.PortNumber;
import org.projectfloodlight.openflow.types.OFPort;

/** Port numbers: ONOS counts the reserved ones down from -1, OpenFlow from 0xffffffff. */
public final class Ports {
    private static final long MAX = 0xffff_ff00L;

    private Ports() {}

    /** As OpenFlow writes it. */
    public static OFPort toOpenFlow(PortNumber port) throws Untranslatable {
        long number = port.toLong();
        if (number < -8 || number == 0 || number > MAX) {
            throw Untranslatable.action("port " + port + " is none of OpenFlow's");
        }
        return OFPort.of((int) number);
    }

    /** From the 32 bits on the wire. */
    public static PortNumber fromOpenFlow(int wire) {
        long unsigned = Integer.toUnsignedLong(wire);
        return PortNumber.portNumber(unsigned <= MAX ? unsigned : wire);
    }
}
