package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.Headers;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.PortNumber;

class SimulatedHostTest {
    private static final IpAddress H1_IPV6 = IpAddress.valueOf("fe80::1");
    private static final IpAddress H2_IPV6 = IpAddress.valueOf("fe80::2");

    private final Lab lab = new Lab(1);
    private final SimulatedHost h1 = lab.network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/1");
    private final SimulatedHost h2 = lab.network.host(
            "h2",
            MacAddress.valueOf("00:00:00:00:00:02"),
            ImmutableList.of(IpAddress.valueOf("10.0.0.2"), H2_IPV6),
            "s1/2");

    SimulatedHostTest() {
        lab.connect();
        lab.install("s1", put(rule("s1", 0, 1, match -> {}, actions -> actions.setOutput(PortNumber.FLOOD))));
    }

    @Test
    void answersArp() {
        lab.network.delivers(h1.arpFor(h2.ip())).from("h1").to("h2");
        lab.time.advance(Lab.MILLI);
        assertThat(h1.received()).singleElement().satisfies(reply -> {
            Headers headers = reply.frame().headers();
            assertThat(headers.arpOperation()).isEqualTo(2);
            assertThat(headers.arpSourceMac()).isEqualTo(h2.mac().toLong());
            assertThat(headers.source()).isEqualTo(h2.ip());
            assertThat(headers.ethDst()).isEqualTo(h1.mac().toLong());
        });
    }

    @Test
    void answersForItsOwnAddressesAlone_andOnlyIfItShould() {
        lab.network.delivers(h1.arpFor(IpAddress.valueOf("10.0.0.9"))).from("h1");
        h2.answers(false);
        lab.network.delivers(h1.arpFor(h2.ip())).from("h1");
        lab.time.advance(Lab.MILLI);
        assertThat(h1.received()).isEmpty();
        h2.answers(true);
        lab.network.walk(h1.arpFor(h2.ip())).from("h1").to("h2");
        assertThat(h1.received()).isEmpty();
    }

    @Test
    void answersNeighbourSolicitations() {
        byte[] solicitation = HexFormat.of().parseHex("8700000000000000" + "fe800000000000000000000000000002");
        Frame frame = Frame.builder()
                .from(h1.mac())
                .to(MacAddress.valueOf("33:33:ff:00:00:02"))
                .ip(H1_IPV6, IpAddress.valueOf("ff02::1:ff00:2"))
                .icmpv6(solicitation)
                .build();
        lab.network.delivers(frame).from("h1").to("h2");
        lab.time.advance(Lab.MILLI);
        assertThat(h1.received()).singleElement().satisfies(reply -> {
            Headers headers = reply.frame().headers();
            assertThat(headers.icmpType()).isEqualTo(136);
            assertThat(headers.ndTarget()).isEqualTo(H2_IPV6);
            assertThat(headers.destination()).isEqualTo(H1_IPV6);
        });
    }
}
