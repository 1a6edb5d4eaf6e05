package io.plumbline.southbound.simulated.conformance;

import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.FrameBuilder;
import io.plumbline.southbound.simulated.frame.Headers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.IpAddress;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.core.GroupId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.DefaultGroupDescription;
import org.onosproject.net.group.DefaultGroupKey;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupBuckets;
import org.onosproject.net.group.GroupDescription;

/** Random rules, groups and frames out of few values, so that many frames hit many rules. One seed, one pipeline. */
final class RandomPipeline {
    static final DeviceId DEVICE = DeviceId.deviceId("of:0000000000000001");
    static final int PORTS = 4;
    static final int TABLES = 4;
    private static final DefaultApplicationId APP = new DefaultApplicationId(1, "test");
    private static final short[] VLANS = {100, 101, 2047, 2048, 2049, 4094};
    private static final int[] DSCPS = {0, 26, 46};
    private static final int[] TRANSPORT_PORTS = {80, 443, 5001};

    private final Random random;

    RandomPipeline(long seed) {
        this.random = new Random(seed);
    }

    /** Groups 1 to 3: all, failover, indirect. */
    List<GroupDescription> groups() {
        return List.of(
                group(
                        1,
                        GroupDescription.Type.ALL,
                        DefaultGroupBucket.createAllGroupBucket(bucket()),
                        DefaultGroupBucket.createAllGroupBucket(bucket())),
                group(2, GroupDescription.Type.FAILOVER, watching(PORTS + 1), watching(1 + random.nextInt(PORTS))),
                group(3, GroupDescription.Type.INDIRECT, DefaultGroupBucket.createIndirectGroupBucket(bucket())));
    }

    private static GroupDescription group(int id, GroupDescription.Type type, GroupBucket... buckets) {
        return new DefaultGroupDescription(
                DEVICE, type, new GroupBuckets(List.of(buckets)), new DefaultGroupKey(new byte[] {(byte) id}), id, APP);
    }

    @SuppressWarnings("NullAway") // ONOS says "watches no group" by null
    private GroupBucket watching(long port) {
        return DefaultGroupBucket.createFailoverGroupBucket(bucket(), PortNumber.portNumber(port), null);
    }

    private TrafficTreatment bucket() {
        TrafficTreatment.Builder actions = DefaultTrafficTreatment.builder();
        if (random.nextBoolean()) {
            actions.pushVlan().setVlanId(vlan()).setVlanPcp((byte) random.nextInt(8));
        }
        return actions.setOutput(port()).build();
    }

    /** Rules of which some are not valid; no two of one table have the same priority. */
    List<FlowRule> rules(int count) {
        Map<String, FlowRule> rules = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            FlowRule rule = i < 3 * TABLES ? wide(i % TABLES, 1 + i) : rule(random.nextInt(TABLES), 1 + i);
            rules.put(rule.tableId() + " " + rule.selector(), rule);
        }
        return new ArrayList<>(rules.values());
    }

    /** A rule of low priority that matches much, so that few frames miss everything. */
    private FlowRule wide(int table, int priority) {
        TrafficSelector.Builder match = DefaultTrafficSelector.builder();
        if (priority > TABLES) {
            match.matchInPort(port());
        }
        TrafficTreatment.Builder actions = DefaultTrafficTreatment.builder().setOutput(port());
        return build(table, priority, match, actions);
    }

    private FlowRule rule(int table, int priority) {
        TrafficSelector.Builder match = DefaultTrafficSelector.builder();
        boolean first = table == 0;
        int fields = random.nextInt(first ? 3 : 2);
        if (random.nextInt(3) > 0) {
            network(match);
        }
        for (int i = 0; i < fields; i++) {
            field(match);
        }
        if (!first && random.nextInt(3) == 0) {
            metadata(match);
        }
        TrafficTreatment.Builder actions = DefaultTrafficTreatment.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            action(actions);
        }
        if (random.nextInt(8) == 0) {
            actions.deferred();
            action(actions);
            actions.immediate();
        }
        if (random.nextInt(12) == 0) {
            actions.wipeDeferred();
        }
        return build(table, priority, match, actions);
    }

    private FlowRule build(int table, int priority, TrafficSelector.Builder match, TrafficTreatment.Builder actions) {
        if (table + 1 < TABLES && random.nextInt(3) > 0) {
            int bits = random.nextInt(256);
            int mask = random.nextBoolean() ? 0xff : 0x0f;
            actions.writeMetadata(bits & mask, mask).transition(table + 1 + random.nextInt(TABLES - table - 1));
        }
        return DefaultFlowRule.builder()
                .forDevice(DEVICE)
                .forTable(table)
                .withPriority(priority)
                .withSelector(match.build())
                .withTreatment(actions.build())
                .fromApp(APP)
                .makePermanent()
                .build();
    }

    private void metadata(TrafficSelector.Builder match) {
        int bits = random.nextInt(256);
        if (random.nextBoolean()) {
            match.matchMetadata(bits);
        } else {
            match.add(new MaskedMetadata(bits & 0x3, 0x3).on(DEVICE));
        }
    }

    private void network(TrafficSelector.Builder match) {
        switch (random.nextInt(5)) {
            case 0 -> match.matchEthType((short) Headers.ARP).matchArpOp(1 + random.nextInt(2));
            case 1 -> {
                match.matchEthType((short) Headers.IPV6);
                transport(match);
            }
            case 2 -> match.matchEthType((short) Frame.VLAN);
            default -> {
                match.matchEthType((short) Headers.IPV4);
                if (random.nextBoolean()) {
                    match.matchIPDst(IpPrefix.valueOf(address(), 24 + random.nextInt(9)));
                }
                if (random.nextInt(3) == 0) {
                    match.matchIPDscp((byte) dscp());
                }
                transport(match);
            }
        }
    }

    private void transport(TrafficSelector.Builder match) {
        switch (random.nextInt(4)) {
            case 0 -> match.matchIPProtocol((byte) Headers.UDP).matchUdpDst(transportPort());
            case 1 -> match.matchIPProtocol((byte) Headers.TCP).matchTcpSrc(transportPort());
            case 2 -> match.matchIPProtocol((byte) Headers.ICMPV6).matchIcmpv6Type((byte) 135);
            default -> {
                // any
            }
        }
    }

    private void field(TrafficSelector.Builder match) {
        switch (random.nextInt(9)) {
            case 0 -> match.matchEthSrc(mac());
            case 1 -> match.matchEthDst(mac());
            case 2 -> match.matchVlanId(VlanId.NONE);
            case 3 -> match.matchVlanId(VlanId.ANY).matchVlanPcp((byte) random.nextInt(3));
            case 4 -> match.matchVlanId(vlan());
            case 5 -> match.add(new MaskedVlan(0x1800, 0x1800).on(DEVICE));
            case 6 -> match.matchEthType((short) Headers.ARP).matchArpTpa(Ip4Address.valueOf("10.0.0.1"));
            default -> match.matchInPort(port());
        }
    }

    private void action(TrafficTreatment.Builder actions) {
        switch (random.nextInt(14)) {
            case 0 -> actions.pushVlan();
            case 1 -> actions.popVlan();
            case 2 -> actions.setVlanId(vlan());
            case 3 -> actions.setVlanPcp((byte) random.nextInt(8));
            case 4, 5 -> actions.setIpDscp((byte) dscp());
            case 6 -> actions.setOutput(PortNumber.IN_PORT);
            case 7 -> actions.setOutput(PortNumber.ALL);
            case 8 -> actions.group(new GroupId(1 + random.nextInt(3)));
            case 9 -> actions.setQueue(1 + random.nextInt(2));
            default -> actions.setOutput(port());
        }
    }

    /** A frame that ends with its number, which no rewriting touches. */
    Frame frame(int number) {
        FrameBuilder frame = Frame.builder().from(mac()).to(mac());
        for (int tags = Math.max(0, random.nextInt(5) - 2); tags > 0; tags--) {
            frame.vlan(vlan().toShort(), random.nextInt(3));
        }
        payload(frame.length(100));
        byte[] bytes = frame.build().bytes();
        if (random.nextInt(4) == 0) {
            damage(bytes);
        }
        ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, number);
        return Frame.of(bytes);
    }

    private void payload(FrameBuilder frame) {
        int destination = transportPort().toInt();
        switch (random.nextInt(7)) {
            case 0 -> frame.arp(1 + random.nextInt(2), mac(), address(), mac(), address());
            case 1 -> frame.payload(0x88b5, new byte[40]);
            case 2 -> frame.ip(address(), address()).dscp(dscp()).tcp(destination, destination);
            case 3 -> frame.ip(address6(), address6()).dscp(dscp()).udp(destination, destination);
            case 4 -> frame.ip(address6(), address6()).icmpv6(solicitation());
            default -> frame.ip(address(), address()).dscp(dscp()).udp(destination, destination);
        }
    }

    /** Changes a byte behind the addresses, often one that a parser depends on. */
    private void damage(byte[] bytes) {
        bytes[12 + random.nextInt(40)] = (byte) random.nextInt(256);
    }

    private static byte[] solicitation() {
        byte[] message = new byte[24];
        message[0] = (byte) 135;
        return message;
    }

    private PortNumber port() {
        return PortNumber.portNumber(1 + random.nextInt(PORTS));
    }

    private VlanId vlan() {
        return VlanId.vlanId(VLANS[random.nextInt(VLANS.length)]);
    }

    private int dscp() {
        return DSCPS[random.nextInt(DSCPS.length)];
    }

    private TpPort transportPort() {
        return TpPort.tpPort(TRANSPORT_PORTS[random.nextInt(TRANSPORT_PORTS.length)]);
    }

    private MacAddress mac() {
        return MacAddress.valueOf(1 + random.nextInt(3));
    }

    private IpAddress address() {
        return IpAddress.valueOf(0x0a000001 + random.nextInt(4));
    }

    private IpAddress address6() {
        return IpAddress.valueOf("2001:db8::" + (1 + random.nextInt(4)));
    }
}
