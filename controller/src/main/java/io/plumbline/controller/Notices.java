package io.plumbline.controller;

import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.view.ControllerEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.onosproject.net.DeviceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what happened is told: to the watchers and to the log, with the names that a person knows. */
final class Notices {
    private static final Logger log = LoggerFactory.getLogger("io.plumbline.events");

    private final Core core;
    private final NetworkInventory inventory;
    private final Discovery discovery;
    private final List<Consumer<ControllerEvent>> watchers = new CopyOnWriteArrayList<>();
    private long sequence;

    Notices(Core core, NetworkInventory inventory, Discovery discovery) {
        this.core = core;
        this.inventory = inventory;
        this.discovery = discovery;
    }

    void tell(String kind, String subject, String detail) {
        log.info("{} {}: {}", kind, subject, detail);
        ControllerEvent event =
                new ControllerEvent(++sequence, LiveFlow.instant(core.nowNanos()), kind, subject, detail);
        watchers.forEach(watcher -> watcher.accept(event));
    }

    AutoCloseable watch(Consumer<ControllerEvent> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    String switchName(DeviceId device) {
        return inventory.switchName(device);
    }

    String linkName(String linkId) {
        String name = discovery.linkNames().get(linkId);
        return name == null ? linkId : name;
    }
}
