package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A drawn network: a ring of switches with chords, so that no single link cuts it, and a host at some of them. */
final class Landscape {
    private static final int FEWEST_SWITCHES = 4;
    private static final int FIRST_HOST_PORT = 10;
    /** What can be promised of each link: its capacity less the floor of best effort. */
    static final long GUARANTEED_BITS_PER_SECOND = 9_500_000;

    private static final long CABLE_NANOS = 20_000;
    private static final String DEFAULTS = """
            version: 1
            defaults:
              link:
                capacityBitsPerSecond: 10000000
                mtuBytes: 1504
                framingOverheadBytes: 0
                bestEffortFloorBitsPerSecond: 500000
                classes:
                  gold: {budgetMicroseconds: 12000, bufferBytes: 60000}
                  silver: {budgetMicroseconds: 40000, bufferBytes: 90000}
              switch: {softwareAllowanceMicroseconds: 1000, stallAllowanceMicroseconds: 2000}
            """;

    /** Two switch ports that are joined. */
    record Cable(String a, String b) {}

    private final int switches;
    private final List<Cable> cables = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private final List<String> hostPorts = new ArrayList<>();
    private final int[] ports;

    Landscape(Random random) {
        switches = FEWEST_SWITCHES + random.nextInt(4);
        ports = new int[switches + 1];
        for (int i = 1; i <= switches; i++) {
            join(i, i % switches + 1);
        }
        int chords = 1 + random.nextInt(3);
        for (int i = 0; i < chords; i++) {
            int a = 1 + random.nextInt(switches);
            int b = 1 + random.nextInt(switches);
            if (a != b) {
                join(a, b);
            }
        }
        int first = random.nextInt(switches);
        int count = 3 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            hosts.add("h" + (i + 1));
            hostPorts.add("s" + ((first + i) % switches + 1) + "/" + (FIRST_HOST_PORT + i));
        }
    }

    private void join(int a, int b) {
        cables.add(new Cable("s" + a + "/" + ++ports[a], "s" + b + "/" + ++ports[b]));
    }

    ImmutableList<Cable> cables() {
        return ImmutableList.copyOf(cables);
    }

    ImmutableList<String> hosts() {
        return ImmutableList.copyOf(hosts);
    }

    ImmutableList<String> switchNames() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int i = 1; i <= switches; i++) {
            names.add("s" + i);
        }
        return names.build();
    }

    void build(SimulatedNetwork network) {
        switchNames().forEach(network::switchNode);
        for (int i = 0; i < hosts.size(); i++) {
            String[] port = hostPorts.get(i).split("/", -1);
            network.switchNode(port[0]).port(Long.parseLong(port[1]));
        }
        cables.forEach(cable -> network.link(cable.a, cable.b, CABLE_NANOS));
        for (int i = 0; i < hosts.size(); i++) {
            network.host(hosts.get(i), mac(i), ip(i), hostPorts.get(i));
        }
    }

    NetworkInventory inventory() {
        StringBuilder yaml = new StringBuilder(DEFAULTS);
        yaml.append("switches:\n");
        for (int i = 1; i <= switches; i++) {
            yaml.append(String.format("  - {id: \"of:%016x\", name: s%d}%n", i, i));
        }
        yaml.append("links:\n");
        cables.forEach(cable -> yaml.append("  - {between: [" + cable.a + ", " + cable.b + "]}\n"));
        yaml.append("accessPorts:\n");
        hostPorts.forEach(port -> yaml.append("  - {port: " + port + "}\n"));
        yaml.append("hosts:\n");
        for (int i = 0; i < hosts.size(); i++) {
            yaml.append("  - {name: %s, mac: \"%s\", ips: [%s], port: %s}\n"
                    .formatted(hosts.get(i), mac(i), ip(i), hostPorts.get(i)));
        }
        try {
            return NetworkYaml.parse("network.yaml", yaml.toString());
        } catch (InventoryException ours) {
            throw new IllegalStateException(yaml.toString(), ours);
        }
    }

    private static String mac(int host) {
        return String.format("00:00:00:00:00:%02x", host + 1);
    }

    private static String ip(int host) {
        return "10.0.0." + (host + 1);
    }
}
