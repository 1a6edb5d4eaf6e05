package io.plumbline.controller.view;

import java.time.Instant;

/**
 * Something that happened, for whoever watches.
 *
 * @param sequence counts up from 1 since the start of the controller
 * @param kind e.g. {@code flow.active}, {@code link.up}, {@code switch.connected}, {@code host.seen}
 * @param subject id of the flow, link, switch or host
 * @param detail one sentence
 */
public record ControllerEvent(long sequence, Instant at, String kind, String subject, String detail) {}
