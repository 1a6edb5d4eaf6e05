package io.plumbline.southbound.api;

import org.onosproject.net.meter.MeterId;
import org.onosproject.net.meter.MeterRequest;

/** A meter of a switch program: what is asked and the number it has. */
public record MeterEntry(MeterId id, MeterRequest request) {}
