package io.plumbline.controller.discovery;

import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/** A frame to be sent out of a port; whoever gets it must not change the bytes. */
public record PacketOut(DeviceId device, PortNumber port, byte[] frame) {}
