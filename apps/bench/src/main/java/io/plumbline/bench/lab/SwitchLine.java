package io.plumbline.bench.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Real switches in a line with unshaped links, a host's port at each end:
 *
 * <pre>
 *   h1 --10[s1]2---1[s2]2---1[s3]2---1[s4]2---1[s5]10-- h2
 * </pre>
 *
 * A flow from h1 to h2 crosses all of them. The hosts are names in network.yaml alone: nothing but the controller's probes moves.
 */
public final class SwitchLine implements AutoCloseable {

    /** Datapath id of the switch that h1 is at: the others follow. */
    public static final long FIRST = 1;

    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int HOST = 10;

    private final List<OpenVSwitch> switches = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();

    private SwitchLine() {}

    /** Starts {@code count} switches below {@code folder} and joins them. */
    public static SwitchLine start(Path folder, int count) throws LabException {
        SwitchLine line = new SwitchLine();
        try {
            for (int number = 1; number <= count; number++) {
                String name = "s" + number;
                line.switches.add(OpenVSwitch.start(folder.resolve(name), name, FIRST + number - 1));
            }
            for (int number = 1; number < count; number++) {
                line.join(number, RIGHT, number + 1, LEFT);
            }
            line.attachHost(1);
            line.attachHost(count);
            return line;
        } catch (LabException e) {
            line.close();
            throw e;
        }
    }

    private void join(int from, int fromPort, int to, int toPort) throws LabException {
        String fromDevice = "s%d-%d".formatted(from, fromPort);
        String toDevice = "s%d-%d".formatted(to, toPort);
        pair(fromDevice, toDevice);
        switches.get(from - 1).addPort(fromDevice, fromPort);
        switches.get(to - 1).addPort(toDevice, toPort);
    }

    private void attachHost(int number) throws LabException {
        String device = "s%d-%d".formatted(number, HOST);
        pair(device, device + "h");
        switches.get(number - 1).addPort(device, HOST);
    }

    private void pair(String one, String other) throws LabException {
        Program program = Program.plain();
        program.run("ip", "link", "add", one, "type", "veth", "peer", "name", other);
        devices.add(one);
        program.run("ip", "link", "set", one, "up");
        program.run("ip", "link", "set", other, "up");
    }

    public int size() {
        return switches.size();
    }

    public List<OpenVSwitch> switches() {
        return List.copyOf(switches);
    }

    /** Lets all of them connect to one controller. */
    public void connectTo(int port) throws LabException {
        for (OpenVSwitch each : switches) {
            each.connectTo(port);
        }
    }

    /** Leaves the switches alone for a while. */
    public void rest(Duration time) throws LabException {
        OwnedProcess.pause(time);
    }

    public void disconnect() throws LabException {
        for (OpenVSwitch each : switches) {
            each.disconnect();
        }
    }

    /** The network.yaml of this line: links far wider than what is asked for, so that every request fits. */
    public String networkYaml() {
        StringBuilder yaml = new StringBuilder("""
                version: 1
                defaults:
                  link:
                    capacityBitsPerSecond: 10000000000
                    framingOverheadBytes: 24
                    classes:
                      gold: {budgetMicroseconds: 6000, bufferBytes: 4000000}
                      silver: {budgetMicroseconds: 20000, bufferBytes: 4000000}
                switches:
                """);
        for (int number = 1; number <= size(); number++) {
            yaml.append("  - {id: \"of:%016x\", name: s%d}%n".formatted(FIRST + number - 1, number));
        }
        yaml.append("links:\n");
        for (int number = 1; number < size(); number++) {
            yaml.append("  - {between: [s%d/%d, s%d/%d]}%n".formatted(number, RIGHT, number + 1, LEFT));
        }
        yaml.append("accessPorts:\n  - {port: s1/%d}%n  - {port: s%d/%d}%n".formatted(HOST, size(), HOST));
        yaml.append("hosts:\n");
        yaml.append(host("h1", 1, 1)).append(host("h2", 2, size()));
        return yaml.toString();
    }

    private static String host(String name, int number, int at) {
        return "  - {name: %s, mac: \"02:00:00:00:00:%02x\", ips: [10.0.0.%d], port: s%d/%d}%n"
                .formatted(name, number, number, at, HOST);
    }

    @Override
    public void close() {
        switches.forEach(OpenVSwitch::close);
        switches.clear();
        devices.forEach(SwitchLine::remove);
        devices.clear();
    }

    private static void remove(String device) {
        try {
            Program.plain().run("ip", "link", "delete", device);
        } catch (LabException e) {
            // It goes with the namespace.
        }
    }
}
