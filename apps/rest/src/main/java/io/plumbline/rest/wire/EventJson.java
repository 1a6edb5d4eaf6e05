package io.plumbline.rest.wire;

import io.plumbline.controller.view.ControllerEvent;

/** Something that happened. */
public record EventJson(long sequence, String at, String kind, String subject, String detail) {
    public static EventJson of(ControllerEvent event) {
        return new EventJson(event.sequence(), event.at().toString(), event.kind(), event.subject(), event.detail());
    }
}
