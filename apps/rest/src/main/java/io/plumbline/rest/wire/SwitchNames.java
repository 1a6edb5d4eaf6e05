package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.NetworkView.SwitchView;

/** The names that a person knows switches by. */
public record SwitchNames(ImmutableMap<String, String> byId) {

    public static SwitchNames of(NetworkView view) {
        return new SwitchNames(view.switches().stream()
                .filter(known -> !known.name().isEmpty())
                .collect(ImmutableMap.toImmutableMap(SwitchView::id, SwitchView::name)));
    }

    /** Of a switch or of one of its ports, {@code device/port}; what has no name keeps its id. */
    String of(String id) {
        int slash = id.indexOf('/');
        String device = slash < 0 ? id : id.substring(0, slash);
        return byId.getOrDefault(device, device) + id.substring(device.length());
    }
}
