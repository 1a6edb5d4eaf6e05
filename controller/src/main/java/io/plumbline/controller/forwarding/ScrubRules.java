package io.plumbline.controller.forwarding;

import java.util.function.Consumer;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;

/**
 * The rules of table 2: whatever a host wrote into DSCP and PCP becomes 0, so that it travels as best effort. MPLS, whose traffic class
 * could lift a packet too, is dropped. What lies behind a second tag no queue looks at.
 */
final class ScrubRules {
    private static final short[] IP = {0x0800, (short) 0x86dd};
    private static final short[] MPLS = {(short) 0x8847, (short) 0x8848};

    private ScrubRules() {}

    static void add(DeviceId device, Consumer<FlowRule> rules) {
        for (short type : MPLS) {
            put(device, rules, BaseRule.MPLS_DROP, any().matchEthType(type), treat().drop());
        }
        for (short type : IP) {
            TrafficSelector.Builder tagged = any().matchEthType(type).matchVlanId(VlanId.ANY);
            TrafficSelector.Builder untagged = any().matchEthType(type).matchVlanId(VlanId.NONE);
            put(
                    device,
                    rules,
                    BaseRule.SCRUB_IP,
                    tagged,
                    onward().setVlanPcp((byte) 0).setIpDscp((byte) 0));
            put(device, rules, BaseRule.SCRUB_IP, untagged, onward().setIpDscp((byte) 0));
        }
        put(device, rules, BaseRule.SCRUB_TAG, any().matchVlanId(VlanId.ANY), onward().setVlanPcp((byte) 0));
        put(device, rules, BaseRule.SCRUB_NOTHING, any(), onward());
    }

    private static TrafficSelector.Builder any() {
        return DefaultTrafficSelector.builder();
    }

    private static TrafficTreatment.Builder treat() {
        return DefaultTrafficTreatment.builder();
    }

    private static TrafficTreatment.Builder onward() {
        return treat().transition(Table.FORWARD);
    }

    private static void put(
            DeviceId device,
            Consumer<FlowRule> rules,
            BaseRule kind,
            TrafficSelector.Builder selector,
            TrafficTreatment.Builder treatment) {
        rules.accept(kind.rule(device, selector.build(), treatment.build()));
    }
}
