package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TopologyChange;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/** Discovery with cables between the ports of fake switches: what it sends arrives at the other end, and all its effects are kept. */
final class Scene {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;
    static final long SPEED = 10_000_000_000L;
    static final byte[] KEY = "a key of sixteen bytes or more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** Three switches in a row: s1/2 - s2/1, s2/2 - s3/1; hosts at ports 10 and above. */
    static final String NAMES = """
            version: 1
            switches:
            - {id: "of:0000000000000001", name: s1}
            - {id: "of:0000000000000002", name: s2}
            - {id: "of:0000000000000003", name: s3}
            """;

    final Discovery discovery;
    final Map<ConnectPoint, ConnectPoint> cables = new HashMap<>();
    final Map<DeviceId, Switch> connections = new HashMap<>();
    final List<PacketOut> sent = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    final TreeMap<String, TeNode> nodes = new TreeMap<>();
    final TreeMap<String, TeLink> links = new TreeMap<>();
    int programChanges;
    long now = 1_800_000_000L * SECOND;

    Scene(String yaml) {
        this(inventory(yaml), DiscoverySettings.DEFAULT);
    }

    Scene(NetworkInventory inventory, DiscoverySettings settings) {
        discovery = new Discovery(inventory, settings, KEY);
    }

    static NetworkInventory inventory(String yaml) {
        try {
            return NetworkYaml.parse("network.yaml", yaml);
        } catch (InventoryException e) {
            throw new AssertionError(e);
        }
    }

    static DeviceId device(int number) {
        return DeviceId.deviceId("of:%016x".formatted(number));
    }

    /** {@code s1/2}. */
    static ConnectPoint at(String port) {
        int slash = port.indexOf('/');
        return new ConnectPoint(
                device(Integer.parseInt(port.substring(1, slash))),
                PortNumber.portNumber(Long.parseLong(port.substring(slash + 1))));
    }

    static SwitchPort port(int device, long number, boolean up) {
        String mac = "02:00:00:00:%02x:%02x".formatted(device, number);
        return new SwitchPort(PortNumber.portNumber(number), "s" + device + "-eth" + number, mac, SPEED, up);
    }

    Scene cable(String one, String other) {
        cables.put(at(one), at(other));
        cables.put(at(other), at(one));
        return this;
    }

    Scene connect(int device, long... ports) {
        List<SwitchPort> described = LongStream.of(ports)
                .mapToObj(number -> port(device, number, true))
                .toList();
        FakeSwitch target = new FakeSwitch(device(device), described);
        connections.put(target.id(), target);
        return on(new SwitchEvent.Connected(target));
    }

    Scene disconnect(int device) {
        Switch gone = connection(device);
        connections.remove(device(device));
        return on(new SwitchEvent.Disconnected(device(device), gone, "lost"));
    }

    Switch connection(int device) {
        return Objects.requireNonNull(connections.get(device(device)));
    }

    Scene portUp(String port, boolean up) {
        ConnectPoint point = at(port);
        int number = (int) LldpFrame.number(point.deviceId());
        return on(new SwitchEvent.PortChanged(
                point.deviceId(), port(number, point.port().toLong(), up), false));
    }

    Scene on(SwitchEvent event) {
        return keep(discovery.on(event, now));
    }

    /** A frame of a host or of anybody else is punted. */
    Scene arrives(String port, byte[] frame) {
        return on(arrival(at(port), frame));
    }

    Effects effectsOf(String port, byte[] frame) {
        Effects effects = discovery.on(arrival(at(port), frame), now);
        keep(effects);
        return effects;
    }

    private static SwitchEvent.PacketArrived arrival(ConnectPoint at, byte[] frame) {
        return new SwitchEvent.PacketArrived(at.deviceId(), at.port(), 0, 0, frame, 0);
    }

    /** Lets time pass, a tick every 50 ms. */
    Scene run(long nanos) {
        for (long end = now + nanos; now < end; ) {
            now += 50 * MILLI;
            keep(discovery.tick(now));
        }
        return this;
    }

    private Scene keep(Effects effects) {
        sent.addAll(effects.packetOuts());
        notices.addAll(effects.notices());
        programChanges += effects.programsChanged() ? 1 : 0;
        effects.topologyChanges().forEach(this::keep);
        for (PacketOut out : effects.packetOuts()) {
            ConnectPoint far = cables.get(new ConnectPoint(out.device(), out.port()));
            if (far != null && connections.containsKey(far.deviceId()) && connections.containsKey(out.device())) {
                now += 10_000;
                on(arrival(far, out.frame()));
            }
        }
        return this;
    }

    private void keep(TopologyChange change) {
        switch (change) {
            case TopologyChange.PutNode put -> nodes.put(put.node().id(), put.node());
            case TopologyChange.RemoveNode remove -> nodes.remove(remove.nodeId());
            case TopologyChange.PutLink put -> links.put(put.link().id(), put.link());
            case TopologyChange.RemoveLink remove -> links.remove(remove.linkId());
            case TopologyChange.SetLinkUp set ->
                links.put(set.linkId(), set.up() ? up(set.linkId(), true) : up(set.linkId(), false));
            case TopologyChange.SetLinkDrained set -> throw new AssertionError("discovery drains nothing: " + set);
            case TopologyChange.SetNodeUp set -> throw new AssertionError("discovery keeps lost nodes: " + set);
            case TopologyChange.SetNodeDrained set -> throw new AssertionError("discovery drains nothing: " + set);
            case TopologyChange.All all -> all.changes().forEach(this::keep);
        }
    }

    private TeLink up(String id, boolean up) {
        TeLink link = Objects.requireNonNull(links.get(id));
        return new TeLink(
                link.id(),
                link.from(),
                link.to(),
                link.capacityBitsPerSecond(),
                link.propagationNanos(),
                link.framingOverheadBytes(),
                link.tagBytes(),
                link.mtuBytes(),
                link.bestEffortFloorBitsPerSecond(),
                link.classes(),
                link.control(),
                link.firstLabel(),
                link.lastLabel(),
                link.riskGroups(),
                link.labels(),
                link.country(),
                link.trusted(),
                up,
                link.drained());
    }

    /** Three switches in a row with host ports 10 and 11 each, discovered. */
    static Scene row(String yaml) {
        return new Scene(yaml)
                .cable("s1/2", "s2/1")
                .cable("s2/2", "s3/1")
                .connect(1, 2, 10, 11)
                .connect(2, 1, 2, 10, 11)
                .connect(3, 1, 10, 11)
                .run(2 * SECOND);
    }

    PortRole role(String port) {
        return discovery.portRole(at(port));
    }

    List<String> upLinks() {
        return discovery.links().stream()
                .filter(DiscoveredLink::up)
                .map(DiscoveredLink::name)
                .toList();
    }

    List<String> said(String kind) {
        return notices.stream()
                .filter(notice -> notice.kind().equals(kind))
                .map(notice -> notice.subject() + ": " + notice.detail())
                .toList();
    }

    /** The frames that went out of a port since the last time, LLDP left out. */
    List<byte[]> framesTo(String port) {
        List<byte[]> frames = ImmutableList.copyOf(sent).stream()
                .filter(out ->
                        out.device().equals(at(port).deviceId()) && out.port().equals(at(port).port()))
                .map(PacketOut::frame)
                .filter(frame -> frame[12] != (byte) 0x88)
                .toList();
        return frames;
    }

    /** The last LLDP frame that went out of a port. */
    byte[] lldpOf(String port) {
        return sent.stream()
                .filter(out -> new ConnectPoint(out.device(), out.port()).equals(at(port)))
                .map(PacketOut::frame)
                .filter(frame -> frame[12] == (byte) 0x88)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    Scene forget() {
        sent.clear();
        notices.clear();
        programChanges = 0;
        return this;
    }

    static MacAddress mac(int number) {
        return MacAddress.valueOf("00:00:00:00:00:%02x".formatted(number));
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
