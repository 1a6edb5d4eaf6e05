package io.plumbline.southbound.openflow.translation;

/** Numbers of the match fields of class OPENFLOW_BASIC (OpenFlow 1.5.1, section 7.2.3.8). */
final class Oxm {
    static final int BASIC_CLASS = 0x8000;

    static final int IN_PORT = 0;
    static final int METADATA = 2;
    static final int ETH_DST = 3;
    static final int ETH_SRC = 4;
    static final int ETH_TYPE = 5;
    static final int VLAN_VID = 6;
    static final int VLAN_PCP = 7;
    static final int IP_DSCP = 8;
    static final int IP_ECN = 9;
    static final int IP_PROTO = 10;
    static final int IPV4_SRC = 11;
    static final int IPV4_DST = 12;
    static final int TCP_SRC = 13;
    static final int TCP_DST = 14;
    static final int UDP_SRC = 15;
    static final int UDP_DST = 16;
    static final int SCTP_SRC = 17;
    static final int SCTP_DST = 18;
    static final int ICMPV4_TYPE = 19;
    static final int ICMPV4_CODE = 20;
    static final int ARP_OP = 21;
    static final int ARP_SPA = 22;
    static final int ARP_TPA = 23;
    static final int ARP_SHA = 24;
    static final int ARP_THA = 25;
    static final int IPV6_SRC = 26;
    static final int IPV6_DST = 27;
    static final int ICMPV6_TYPE = 29;
    static final int ICMPV6_CODE = 30;
    static final int IPV6_ND_TARGET = 31;
    static final int MPLS_LABEL = 34;
    static final int MPLS_BOS = 36;

    private Oxm() {}
}
