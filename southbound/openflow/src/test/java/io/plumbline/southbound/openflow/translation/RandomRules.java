package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.onlab.packet.EthType;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.criteria.Criteria;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions;
import org.onosproject.net.meter.MeterId;

/** Rules with any of the matches and actions that can be translated, whether a switch would take them together or not. */
final class RandomRules {
    private final Random random;
    private final DeviceId device;

    RandomRules(long seed, DeviceId device) {
        this.random = new Random(seed);
        this.device = device;
    }

    FlowRule next() {
        FlowRule.Builder rule = DefaultFlowRule.builder()
                .forDevice(device)
                .forTable(random.nextInt(255))
                .withPriority(random.nextInt(65_536))
                .withCookie(random.nextLong())
                .withSelector(selector())
                .withTreatment(treatment())
                .makePermanent();
        int hard = random.nextInt(3) == 0 ? 1 + random.nextInt(65_535) : 0;
        if (hard != 0) {
            rule.withHardTimeout(hard);
        }
        int idle = random.nextInt(3) == 0 ? 1 + random.nextInt(65_535) : 0;
        if (idle != 0 && idle != hard) {
            rule.makeTemporary(idle);
        }
        return rule.build();
    }

    private TrafficSelector selector() {
        TrafficSelector.Builder selector = DefaultTrafficSelector.builder();
        List<Supplier<Criterion>> kinds = criteria();
        for (int i = random.nextInt(8); i > 0; i--) {
            selector.add(kinds.get(random.nextInt(kinds.size())).get());
        }
        return DefaultTrafficSelector.builder(oneFormOfEach(selector.build())).build();
    }

    /** A field cannot be matched exactly and under a mask at once. */
    private static TrafficSelector oneFormOfEach(TrafficSelector selector) {
        TrafficSelector.Builder kept = DefaultTrafficSelector.builder();
        boolean vlan = false;
        boolean metadata = false;
        boolean source = false;
        boolean destination = false;
        for (Criterion criterion : selector.criteria()) {
            String name = criterion.toString();
            boolean aboutVlan = name.contains("VLAN_VID") || name.contains("vlan=");
            boolean aboutMetadata = name.contains("METADATA");
            boolean aboutSource = name.startsWith("ETH_SRC");
            boolean aboutDestination = name.startsWith("ETH_DST");
            if ((aboutVlan && vlan)
                    || (aboutMetadata && metadata)
                    || (aboutSource && source)
                    || (aboutDestination && destination)) {
                continue;
            }
            vlan |= aboutVlan;
            metadata |= aboutMetadata;
            source |= aboutSource;
            destination |= aboutDestination;
            kept.add(criterion);
        }
        return kept.build();
    }

    private List<Supplier<Criterion>> criteria() {
        return List.of(
                () -> Criteria.matchInPort(port()),
                () -> Criteria.matchMetadata(random.nextLong()),
                () -> new MaskedMetadata(0x1200, 0xff00).on(device),
                () -> Criteria.matchEthDst(mac()),
                () -> Criteria.matchEthSrc(mac()),
                () -> Criteria.matchEthDstMasked(MacAddress.valueOf(0xff00L << 32), MacAddress.valueOf(0xffffL << 32)),
                () -> Criteria.matchEthSrcMasked(MacAddress.valueOf(1), MacAddress.valueOf(3)),
                () -> Criteria.matchEthType(random.nextInt(65_536)),
                () -> Criteria.matchVlanId(VlanId.NONE),
                () -> Criteria.matchVlanId(VlanId.ANY),
                () -> Criteria.matchVlanId(vlan()),
                () -> new MaskedVlan(0x1800, 0x1800).on(device),
                () -> new MaskedVlan(0x1000, 0x1800).on(device),
                () -> Criteria.matchVlanPcp((byte) random.nextInt(8)),
                () -> Criteria.matchIPDscp((byte) random.nextInt(64)),
                () -> Criteria.matchIPEcn((byte) random.nextInt(4)),
                () -> Criteria.matchIPProtocol((short) random.nextInt(255)),
                () -> Criteria.matchIPSrc(IpPrefix.valueOf(random.nextInt(), 1 + random.nextInt(32))),
                () -> Criteria.matchIPDst(IpPrefix.valueOf(random.nextInt(), 1 + random.nextInt(32))),
                () -> Criteria.matchIPv6Src(IpPrefix.valueOf(ipv6(), 1 + random.nextInt(128))),
                () -> Criteria.matchIPv6Dst(IpPrefix.valueOf(ipv6(), 1 + random.nextInt(128))),
                () -> Criteria.matchTcpSrc(transport()),
                () -> Criteria.matchTcpDst(transport()),
                () -> Criteria.matchUdpSrc(transport()),
                () -> Criteria.matchUdpDst(transport()),
                () -> Criteria.matchSctpSrc(transport()),
                () -> Criteria.matchSctpDst(transport()),
                () -> Criteria.matchIcmpType((short) random.nextInt(256)),
                () -> Criteria.matchIcmpCode((short) random.nextInt(256)),
                () -> Criteria.matchIcmpv6Type((short) random.nextInt(256)),
                () -> Criteria.matchIcmpv6Code((short) random.nextInt(256)),
                () -> Criteria.matchIPv6NDTargetAddress(ipv6()),
                () -> Criteria.matchMplsLabel(MplsLabel.mplsLabel(random.nextInt(1 << 20))),
                () -> Criteria.matchMplsBos(random.nextBoolean()),
                () -> Criteria.matchArpOp(random.nextInt(65_536)),
                () -> Criteria.matchArpSpa(Ip4Address.valueOf(random.nextInt())),
                () -> Criteria.matchArpTpa(Ip4Address.valueOf(random.nextInt())),
                () -> Criteria.matchArpSha(mac()),
                () -> Criteria.matchArpTha(mac()));
    }

    TrafficTreatment treatment() {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        List<Supplier<Instruction>> kinds = actions();
        for (int i = random.nextInt(6); i > 0; i--) {
            treatment.add(kinds.get(random.nextInt(kinds.size())).get());
        }
        if (random.nextInt(4) == 0) {
            treatment
                    .deferred()
                    .add(kinds.get(random.nextInt(kinds.size())).get())
                    .immediate();
        }
        if (random.nextInt(8) == 0) {
            treatment.wipeDeferred();
        }
        if (random.nextInt(3) == 0) {
            treatment.meter(MeterId.meterId(1 + random.nextInt(1000)));
        }
        if (random.nextInt(3) == 0) {
            treatment.writeMetadata(random.nextLong(), random.nextLong());
        }
        if (random.nextInt(3) == 0) {
            treatment.transition(random.nextInt(255));
        }
        return treatment.build();
    }

    @SuppressWarnings("NullAway") // a queue without a port
    private List<Supplier<Instruction>> actions() {
        return List.of(
                () -> Instructions.createOutput(port()),
                () -> Instructions.createOutput(PortNumber.CONTROLLER),
                () -> Instructions.createOutput(PortNumber.IN_PORT),
                () -> Instructions.createGroup(GroupId.valueOf(random.nextInt(1000))),
                () -> Instructions.setQueue(random.nextInt(8), null),
                Instructions::pushVlan,
                () -> Instructions.pushVlan(EthType.EtherType.QINQ.ethType()),
                Instructions::popVlan,
                () -> Instructions.modVlanId(vlan()),
                () -> Instructions.modVlanPcp((byte) random.nextInt(8)),
                Instructions::pushMpls,
                () -> Instructions.popMpls(EthType.EtherType.IPV4.ethType()),
                () -> Instructions.modMplsLabel(MplsLabel.mplsLabel(random.nextInt(1 << 20))),
                Instructions::decMplsTtl,
                () -> Instructions.modL2Src(mac()),
                () -> Instructions.modL2Dst(mac()),
                () -> Instructions.modL3Src(Ip4Address.valueOf(random.nextInt())),
                () -> Instructions.modL3Dst(Ip4Address.valueOf(random.nextInt())),
                () -> Instructions.modL3IPv6Src(ipv6()),
                () -> Instructions.modL3IPv6Dst(ipv6()),
                () -> Instructions.modIpDscp((byte) random.nextInt(64)),
                Instructions::decNwTtl,
                Instructions::copyTtlIn,
                Instructions::copyTtlOut,
                () -> Instructions.modTcpSrc(transport()),
                () -> Instructions.modTcpDst(transport()),
                () -> Instructions.modUdpSrc(transport()),
                () -> Instructions.modUdpDst(transport()));
    }

    private PortNumber port() {
        return PortNumber.portNumber(1 + random.nextInt(60_000));
    }

    private MacAddress mac() {
        return MacAddress.valueOf(random.nextLong() & 0xffff_ffff_ffffL);
    }

    private VlanId vlan() {
        return VlanId.vlanId((short) random.nextInt(4096));
    }

    private TpPort transport() {
        return TpPort.tpPort(random.nextInt(65_536));
    }

    private Ip6Address ipv6() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return Ip6Address.valueOf(octets);
    }
}
