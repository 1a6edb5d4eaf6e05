package io.plumbline.controller.program;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.reservation.Reservation;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/**
 * One admitted direction of a guaranteed flow: everything that the switches are programmed from.
 *
 * @param index 0 forward, 1 reverse
 * @param from ingress port, {@code device/port}
 * @param to egress port
 * @param meters numbers of its meters at the ingress
 * @param linkNames what a person calls each hop, in order
 */
public record BookedDirection(
        int index,
        String from,
        String to,
        Classifier classifier,
        MeterPlan meter,
        Reservation reservation,
        Certificate certificate,
        ProgramCompiler.Meters meters,
        ImmutableList<String> linkNames) {

    /** The ingress switch. */
    public DeviceId device() {
        return ConnectPoint.deviceConnectPoint(from).deviceId();
    }
}
