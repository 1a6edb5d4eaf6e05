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
 * @param generation counts the ways that this direction has had, from 0: tells their packets apart within the ingress
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
        ImmutableList<String> linkNames,
        int generation) {

    /** The same on another way, or under other meters. */
    public BookedDirection next(
            Reservation booked,
            Certificate proof,
            MeterPlan plan,
            ProgramCompiler.Meters numbers,
            ImmutableList<String> names) {
        return new BookedDirection(index, from, to, classifier, plan, booked, proof, numbers, names, generation + 1);
    }

    /** The ingress switch. */
    public DeviceId device() {
        return ConnectPoint.deviceConnectPoint(from).deviceId();
    }
}
