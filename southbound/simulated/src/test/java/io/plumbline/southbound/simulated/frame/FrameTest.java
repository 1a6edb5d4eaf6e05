package io.plumbline.southbound.simulated.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

class FrameTest {
    private static final MacAddress A = MacAddress.valueOf("00:00:00:00:00:01");
    private static final MacAddress B = MacAddress.valueOf("00:00:00:00:00:02");
    private static final IpAddress IP_A = IpAddress.valueOf("10.0.0.1");
    private static final IpAddress IP_B = IpAddress.valueOf("10.0.0.2");
    private static final IpAddress IP6_A = IpAddress.valueOf("2001:db8::1");
    private static final IpAddress IP6_B = IpAddress.valueOf("2001:db8::2");

    private static FrameBuilder ipv4() {
        return Frame.builder().from(A).to(B).ip(IP_A, IP_B);
    }

    private static FrameBuilder ipv6() {
        return Frame.builder().from(A).to(B).ip(IP6_A, IP6_B);
    }

    /** RFC 1071: a right header sums up to zero. */
    private static int ipv4Checksum(Frame frame) {
        return Checksum.fold(Checksum.sum(frame.bytes(), frame.headers().networkOffset(), 20));
    }

    @Test
    void knownBytes() {
        Frame frame = ipv4().dscp(46).udp(4000, 5001).length(46).build();
        assertThat(HexFormat.of().formatHex(frame.bytes()))
                .isEqualTo("000000000002" + "000000000001" + "0800" + "45b800200000000040116613" + "0a000001"
                        + "0a000002" + "0fa01389000c0000" + "00000000");
        assertThat(ipv4Checksum(frame)).isZero();
        assertThat(frame.headers().sourcePort()).isEqualTo(4000);
        assertThat(frame.headers().destinationPort()).isEqualTo(5001);
        assertThat(frame.dscp()).isEqualTo(46);
    }

    @Test
    void pushThenPop_givesTheSameFrame() {
        Frame frame = ipv4().udp(1, 2).build();
        Frame tagged = frame.pushVlan(Frame.VLAN).withVlanId(2048).withVlanPcp(5);
        assertThat(tagged.length()).isEqualTo(frame.length() + 4);
        assertThat(tagged.vlanId()).isEqualTo(2048);
        assertThat(tagged.vlanPcp()).isEqualTo(5);
        assertThat(tagged.withVlanId(2049).vlanPcp()).isEqualTo(5);
        assertThat(tagged.popVlan()).isEqualTo(frame);
    }

    @Test
    void rewritesDscp_keepingEcnAndChecksumRight() {
        byte[] bytes = ipv4().udp(1, 2).build().bytes();
        bytes[15] = 3;
        Checksum.fixIpv4(bytes, 14);
        Frame marked = Frame.of(bytes).withDscp(46, 0);
        assertThat(marked.headers().ecn()).isEqualTo(3);
        assertThat(marked.dscp()).isEqualTo(46);
        assertThat(ipv4Checksum(marked)).isZero();

        Frame six = ipv6().dscp(10).udp(1, 2).build();
        assertThat(six.dscp()).isEqualTo(10);
        assertThat(six.withDscp(63, 0).dscp()).isEqualTo(63);
        assertThat(six.withDscp(63, 0).withDscp(10, 0)).isEqualTo(six);
    }

    @Test
    void tagsBeyondTheVisibleOnesHideWhatIsBehind() {
        Frame twice = ipv4().udp(1, 2).vlan(2048, 5).vlan(100, 0).build();
        Headers seen = twice.headers(1);
        assertThat(seen.vlanId()).isEqualTo(2048);
        assertThat(seen.etherType()).isEqualTo(Frame.VLAN);
        assertThat(seen.isIp()).isFalse();
        assertThat(twice.headers(2).ipProtocol()).isEqualTo(Headers.UDP);
        assertThat(twice.headers(0).etherType()).isEqualTo(Frame.VLAN);
    }

    @Test
    void fragmentsHaveNoPorts() {
        byte[] bytes = ipv4().udp(4000, 5001).build().bytes();
        bytes[20] = 0x20; // more fragments: the first one
        assertThat(Frame.of(bytes).headers().destinationPort()).isZero();
        bytes[20] = 0;
        bytes[21] = 10; // a later one
        assertThat(Frame.of(bytes).headers().destinationPort()).isZero();
        assertThat(Frame.of(bytes).headers().ipProtocol()).isEqualTo(Headers.UDP);
    }

    @Test
    void looksBehindIpv6ExtensionHeaders() {
        byte[] hopByHopThenUdp = HexFormat.of().parseHex("1100000000000000" + "0fa0138900080000");
        Headers headers = ipv6().protocol(0, hopByHopThenUdp).build().headers();
        assertThat(headers.ipProtocol()).isEqualTo(Headers.UDP);
        assertThat(headers.destinationPort()).isEqualTo(5001);
    }

    @Test
    void damagedHeadersCountAsAbsent() {
        byte[] shortHeader = ipv4().udp(1, 2).build().bytes();
        shortHeader[14] = 0x44;
        assertThat(Frame.of(shortHeader).headers().isIp()).isFalse();

        byte[] tooLong = ipv4().udp(1, 2).build().bytes();
        tooLong[16] = 0x7f;
        assertThat(Frame.of(tooLong).headers().isIp()).isFalse();
        assertThat(Frame.of(tooLong).withDscp(46, 0)).isEqualTo(Frame.of(tooLong));
    }

    @Test
    void anyBytesAreTolerated() {
        long seed = 20261122;
        Random random = new Random(seed);
        Frame[] sound = {
            ipv4().udp(1, 2).build(),
            ipv4().tcp(1, 2).vlan(100, 3).build(),
            ipv6().vlan(1, 1).vlan(2, 2).udp(1, 2).build(),
            ipv6().icmpv6(new byte[32]).build(),
            Frame.builder().from(A).arp(1, A, IP_A, B, IP_B).build()
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = sound[random.nextInt(sound.length)].bytes();
            for (int damage = random.nextInt(8); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            try {
                rewriteAndRead(Frame.of(cut));
            } catch (RuntimeException failed) {
                throw new AssertionError(
                        "seed " + seed + " round " + i + ": " + HexFormat.of().formatHex(cut), failed);
            }
        }
    }

    private static void rewriteAndRead(Frame frame) {
        Frame rewritten = frame.pushVlan(Frame.VLAN)
                .withVlanId(2048)
                .withVlanPcp(5)
                .withDscp(46, 3)
                .popVlan()
                .popVlan()
                .withDscp(10, 0)
                .withEthDst(1)
                .withEthSrc(2);
        for (int tags = 0; tags < 3; tags++) {
            assertThat(frame.headers(tags).flowHash())
                    .isEqualTo(frame.headers(tags).flowHash());
            assertThat(rewritten.headers(tags).toString()).isNotNull();
        }
        assertThat(rewritten.toString()).isNotNull();
    }
}
