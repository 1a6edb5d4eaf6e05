package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.KnownHost;
import io.plumbline.controller.forwarding.BestEffort;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.ProgramView;
import io.plumbline.pce.Pce;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchProgram;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.onlab.packet.IpAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/** Puts together what an app may see of the network. Core thread only. */
final class NetworkSurvey {
    private NetworkSurvey() {}

    static NetworkView of(Discovery discovery, NetworkInventory inventory, Switches switches, Pce pce, Instant at) {
        TreeMap<String, NetworkView.SwitchView> views = new TreeMap<>();
        inventory
                .switches()
                .keySet()
                .forEach(device ->
                        views.put(device.toString(), view(new SwitchBook(device), inventory, Optional.empty())));
        switches.all()
                .forEach(book -> views.put(
                        book.device().toString(),
                        view(book, inventory, switches.bestEffort().looked(book.device()))));
        return new NetworkView(
                pce.topology(),
                pce.snapshot(),
                ImmutableMap.copyOf(discovery.linkNames()),
                ImmutableList.copyOf(views.values()),
                discovery.hosts().stream().map(NetworkSurvey::view).collect(ImmutableList.toImmutableList()),
                discovery.differences(),
                at);
    }

    private static NetworkView.SwitchView view(
            SwitchBook book, NetworkInventory inventory, Optional<BestEffort.Looked> looked) {
        Switch connected = book.connected();
        SwitchProgram desired = book.desired();
        return new NetworkView.SwitchView(
                book.device().toString(),
                inventory.switchName(book.device()),
                connected != null,
                Optional.ofNullable(connected).map(Switch::description),
                Optional.ofNullable(connected).map(Switch::limits),
                connected == null ? ImmutableList.of() : ImmutableList.copyOf(connected.ports()),
                desired.rules().size(),
                desired.meters().size(),
                looked.map(BestEffort.Looked::atNanos).map(LiveFlow::instant),
                looked.map(BestEffort.Looked::drifted).orElse(0L));
    }

    private static NetworkView.HostView view(KnownHost host) {
        return new NetworkView.HostView(
                host.name().orElse(""),
                host.mac().toString(),
                host.ips().stream().map(IpAddress::toString).collect(ImmutableList.toImmutableList()),
                host.location().map(ConnectPoint::toString).orElse(""),
                host.seen().word());
    }

    /** By id or by name. */
    static Optional<SwitchBook> switchNamed(String text, NetworkInventory inventory, Switches switches) {
        for (SwitchBook book : switches.all()) {
            DeviceId device = book.device();
            if (device.toString().equals(text) || inventory.switchName(device).equals(text)) {
                return Optional.of(book);
            }
        }
        return Optional.empty();
    }

    static CompletionStage<ProgramView> program(SwitchBook book, boolean readBack) {
        Switch connected = book.connected();
        String device = book.device().toString();
        SwitchProgram desired = book.desired();
        return readBack && connected != null
                ? connected.read(ReadScope.ALL).thenApply(held -> new ProgramView(device, desired, Optional.of(held)))
                : CompletableFuture.completedFuture(new ProgramView(device, desired, Optional.empty()));
    }
}
