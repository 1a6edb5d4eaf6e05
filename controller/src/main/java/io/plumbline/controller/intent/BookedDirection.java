package io.plumbline.controller.intent;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.program.Classifier;
import io.plumbline.controller.program.MeterPlan;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.reservation.Reservation;

/**
 * One admitted direction of a guaranteed flow: everything that the switches are programmed from.
 *
 * @param index 0 forward, 1 reverse
 * @param from ingress port, {@code device/port}
 * @param to egress port
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
        ImmutableList<String> linkNames) {}
