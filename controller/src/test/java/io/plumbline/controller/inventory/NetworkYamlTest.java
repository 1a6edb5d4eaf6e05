package io.plumbline.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.inventory.LinkAttributes.ClassQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

class NetworkYamlTest {

    /** The whole of what may be said. */
    static final String FULL = """
            version: 1
            controlClass: {pcp: 7, rateBitsPerSecond: 64000, burstBytes: 400, maxPacketBytes: 200}
            classes:
              - {name: gold, pcp: 5, dscp: 46, queue: 1}
              - {name: silver, pcp: 3, dscp: 26, queue: 2}
            labels: {first: 2048, last: 4094}
            trustDiscoveredLinks: false
            defaults:
              link:
                capacityBitsPerSecond: 10000000
                propagationMicroseconds: 0
                mtuBytes: 1504
                framingOverheadBytes: 0
                bestEffortFloorBitsPerSecond: 500000
                controlBudgetMicroseconds: 3000
                controlBufferBytes: 4000
                classes:
                  gold: {budgetMicroseconds: 6000, bufferBytes: 20000}
                  silver: {budgetMicroseconds: 20000, bufferBytes: 40000}
              switch:
                softwareAllowanceMicroseconds: 1000
                stallAllowanceMicroseconds: 5000
            switches:
              - {id: "of:0000000000000001", name: s1, country: NO, labels: [lab]}
              - {id: "of:0000000000000002", name: s2, softwareAllowanceMicroseconds: 200}
            links:
              - {between: [s1/2, s2/1], propagationMicroseconds: 7, riskGroups: [duct-1], classes: {gold: {budgetMicroseconds: 100}}}
              - {between: [s1/3, "of:0000000000000003/1"], capacityBitsPerSecond: 5_000_000}
            accessPorts:
              - {port: s1/10, capacityBitsPerSecond: 20000000}
            hosts:
              - {name: h1, mac: "00:00:00:00:00:01", ips: [10.0.0.1, "fd00::1"], port: s1/10}
              - {name: h2, mac: 10:00:00:00:00:02}
            """;

    private static final DeviceId S1 = DeviceId.deviceId("of:0000000000000001");
    private static final DeviceId S2 = DeviceId.deviceId("of:0000000000000002");

    @Test
    void reads_everythingThatMayBeSaid() throws InventoryException {
        NetworkInventory network = NetworkYaml.parse("network.yaml", FULL);

        assertThat(network.classMark("gold")).contains(new ClassMark("gold", 5, 46, 1));
        assertThat(network.classMark("bronze")).isEmpty();
        assertThat(network.attributes(S1).country()).contains("NO");
        assertThat(network.softwareAllowanceNanos(S1)).isEqualTo(1_000_000);
        assertThat(network.softwareAllowanceNanos(S2)).isEqualTo(200_000);
        assertThat(network.stallAllowanceNanos(S2)).isEqualTo(5_000_000);
        assertThat(network.portName(new ConnectPoint(S1, org.onosproject.net.PortNumber.portNumber(10))))
                .isEqualTo("s1/10");
        DeclaredLink first = network.links().get(0);
        assertThat(first.attributes().propagationNanos()).isEqualTo(7_000);
        assertThat(first.attributes().capacityBitsPerSecond()).isEqualTo(OptionalLong.of(10_000_000));
        assertThat(first.attributes().classes())
                .containsEntry("gold", new ClassQueue(100_000, 20_000))
                .containsEntry("silver", new ClassQueue(20_000_000, 40_000));
        assertThat(network.links().get(1).attributes().capacityBitsPerSecond()).isEqualTo(OptionalLong.of(5_000_000));
        assertThat(network.hosts().get(0).ips()).hasSize(2);
        assertThat(network.hosts().get(1).mac()).isEqualTo(MacAddress.valueOf("10:00:00:00:00:02"));
        assertThat(network.port("s1/10")).isEqualTo(network.hosts().get(0).port());
        assertThat(network.port("of:0000000000000001/10")).isEqualTo(network.port("s1/10"));
        assertThat(network.port("s9/10")).isEmpty();
        assertThat(network.port("s1/0")).isEmpty();
    }

    @Test
    void version_isAllThatMustBeSaid() throws InventoryException {
        NetworkInventory network = NetworkYaml.parse("network.yaml", "version: 1\n");

        assertThat(network).isEqualTo(NetworkInventory.EMPTY);
        assertThat(network.linkDefaults().capacityBitsPerSecond()).isEmpty();
    }

    @Test
    void controlBooking_isWireBitsOfTheSmallestFrames() {
        ControlClass control = new ControlClass(7, 60_000, 600, 200);

        assertThat(control.booking(0).rateBitsPerSecond()).isEqualTo(64_000);
        assertThat(control.booking(24).rateBitsPerSecond()).isEqualTo(88_000);
        assertThat(control.booking(0).burstBits()).isEqualTo(8 * 640);
    }

    @Test
    void load_readsAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, FULL);

        assertThat(NetworkYaml.load(file)).isEqualTo(NetworkYaml.parse("network.yaml", FULL));
    }
}
