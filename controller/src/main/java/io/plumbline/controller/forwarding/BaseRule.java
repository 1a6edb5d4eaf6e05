package io.plumbline.controller.forwarding;

import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;

/** The kinds of base rules: each has its table, its priority, and a cookie that tells it when rules are read back. */
public enum BaseRule {
    LLDP_AT_LINK(Table.CLASSIFY, 65_000),
    LLDP_AT_EDGE(Table.CLASSIFY, 65_000),
    LLDP_AT_UNDETERMINED(Table.CLASSIFY, 65_000),
    LABEL_DROP(Table.CLASSIFY, 45_000),
    ARP(Table.CLASSIFY, 30_000),
    NDP(Table.CLASSIFY, 30_000),
    EDGE(Table.CLASSIFY, 1_000),
    LINK(Table.CLASSIFY, 1_000),
    SOURCE_KNOWN(Table.SOURCE, 1_000),
    SOURCE_UNKNOWN(Table.SOURCE, 1),
    MPLS_DROP(Table.SCRUB, 2_000),
    SCRUB_IP(Table.SCRUB, 1_000),
    SCRUB_TAG(Table.SCRUB, 500),
    SCRUB_NOTHING(Table.SCRUB, 1),
    FORWARD(Table.FORWARD, 1_000);

    /** "PL" in the two highest bytes; the kind below. */
    public static final long COOKIE = 0x504C_0000_0000_0000L;

    /** The bits of a cookie that tell base rules from all others. */
    public static final long COOKIE_MASK = 0xFFFF_FFFF_FFFF_FF00L;

    private final int table;
    private final int priority;

    BaseRule(int table, int priority) {
        this.table = table;
        this.priority = priority;
    }

    public int table() {
        return table;
    }

    public int priority() {
        return priority;
    }

    public long cookie() {
        return COOKIE | ordinal() + 1L;
    }

    /** Whether a rule with this cookie is a base rule. */
    public static boolean isBase(long cookie) {
        return (cookie & COOKIE_MASK) == COOKIE;
    }

    FlowRule rule(DeviceId device, TrafficSelector selector, TrafficTreatment treatment) {
        return new DefaultFlowRule.Builder()
                .forDevice(device)
                .forTable(table)
                .withPriority(priority)
                .withCookie(cookie())
                .withSelector(selector)
                .withTreatment(treatment)
                .makePermanent()
                .build();
    }
}
