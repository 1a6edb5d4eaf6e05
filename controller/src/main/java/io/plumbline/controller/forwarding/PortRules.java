package io.plumbline.controller.forwarding;

import io.plumbline.controller.discovery.PortView;
import io.plumbline.controller.inventory.LabelRange;
import io.plumbline.southbound.api.MaskedVlan;
import java.util.function.Consumer;
import org.onlab.packet.MacAddress;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.criteria.Criteria;

/** The rules of tables 0 and 1 for the ports of one switch. */
final class PortRules {
    private static final short LLDP = (short) 0x88cc;
    private static final short ARP = 0x0806;
    private static final short IPV6 = (short) 0x86dd;
    private static final byte ICMPV6 = 58;
    private static final short SOLICITATION = 135;
    private static final short ADVERTISEMENT = 136;
    /** A tag whose VID is in the upper half, where labels are. */
    private static final int LABEL = MaskedVlan.PRESENT | LabelRange.LEAST;

    private final DeviceId device;
    private final SystemMeters meters;
    private final Consumer<FlowRule> rules;

    PortRules(DeviceId device, SystemMeters meters, Consumer<FlowRule> rules) {
        this.device = device;
        this.meters = meters;
        this.rules = rules;
    }

    void add(PortView port) {
        PortNumber number = port.point().port();
        switch (port.role()) {
            case DOWN -> {}
            case UNDETERMINED -> lldp(number, BaseRule.LLDP_AT_UNDETERMINED);
            case EDGE -> edge(number);
            case LINK -> link(number, port.trusted());
        }
    }

    private void lldp(PortNumber port, BaseRule kind) {
        put(kind, at(port).matchEthType(LLDP), meters.puntLldp(kind));
    }

    private void edge(PortNumber port) {
        lldp(port, BaseRule.LLDP_AT_EDGE);
        TrafficTreatment drop = DefaultTrafficTreatment.builder().drop().build();
        put(BaseRule.LABEL_DROP, at(port).add(new MaskedVlan(LABEL, LABEL).on(device)), drop);
        TrafficTreatment punt = meters.puntNeighbor(port);
        put(BaseRule.ARP, at(port).matchEthType(ARP), punt);
        put(BaseRule.NDP, neighbor(port, SOLICITATION), punt);
        put(BaseRule.NDP, neighbor(port, ADVERTISEMENT), punt);
        put(BaseRule.EDGE, at(port), next(Table.SOURCE));
        put(BaseRule.SOURCE_UNKNOWN, at(port), meters.puntSource(port));
    }

    private static TrafficSelector.Builder neighbor(PortNumber port, short type) {
        return at(port).matchEthType(IPV6).matchIPProtocol(ICMPV6).add(Criteria.matchIcmpv6Type(type));
    }

    /** Labels pass by rules of their own or not at all. */
    private void link(PortNumber port, boolean trusted) {
        lldp(port, BaseRule.LLDP_AT_LINK);
        TrafficTreatment onward = next(trusted ? Table.FORWARD : Table.SCRUB);
        put(BaseRule.LINK, at(port).matchVlanId(VlanId.NONE), onward);
        put(BaseRule.LINK, at(port).add(new MaskedVlan(MaskedVlan.PRESENT, LABEL).on(device)), onward);
    }

    /** A host may send from the port where it is known. */
    static FlowRule host(DeviceId device, PortNumber port, MacAddress mac) {
        return BaseRule.SOURCE_KNOWN.rule(device, at(port).matchEthSrc(mac).build(), next(Table.SCRUB));
    }

    private static TrafficSelector.Builder at(PortNumber port) {
        return DefaultTrafficSelector.builder().matchInPort(port);
    }

    static TrafficTreatment next(int table) {
        return DefaultTrafficTreatment.builder().transition(table).build();
    }

    private void put(BaseRule kind, TrafficSelector.Builder selector, TrafficTreatment treatment) {
        rules.accept(kind.rule(device, selector.build(), treatment));
    }
}
