package io.plumbline.southbound.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Real Open vSwitch for one test: an ovsdb-server and an ovs-vswitchd of its own, in namespaces of their own, with switches that
 * are linked to each other and to hosts that the test plays itself.
 *
 * <pre>
 * try (var lab = OpenVSwitchLab.start()) {
 *     lab.addSwitch("s1", 1).addSwitch("s2", 2).link("s1", 1, "s2", 1).connectTo(controllerAddress);
 *     LabHost h1 = lab.host("s1", 2);
 *     h1.send(frame);
 * }
 * </pre>
 *
 * <p>The switches are OVS's own dummy datapath: the flow tables, groups and meters that a kernel-less bridge has, but ports that are
 * unix sockets, so that no interface of the machine is touched. Frames really are forwarded; queues and line rates do not exist
 * here (the Mininet scenarios have them). Nothing of this reaches the machine's network: a switch dials its controller through a
 * {@link ControlRelay}. All processes die with the namespace, also when the JVM is killed: its first process waits for the end of
 * its standard input.
 *
 * <p>Not thread-safe, except that {@link #close} may be called at any time. A command that fails is an
 * {@link IllegalStateException} with its output.
 */
public final class OpenVSwitchLab implements AutoCloseable {

    private static final String SWITCH_DAEMON = "ovs-vswitchd \"unix:$OVS_RUNDIR/db.sock\" --enable-dummy"
            + " --unixctl=\"$OVS_RUNDIR/vswitchd.ctl\" --pidfile=\"$OVS_RUNDIR/vswitchd.pid\""
            + " --log-file=\"$OVS_RUNDIR/vswitchd.log\" --detach --no-chdir -vconsole:off";

    private static final String INIT = """
            set -e
            exec 2>"$OVS_RUNDIR/lab.log"
            ip link set lo up
            ovsdb-tool create "$OVS_RUNDIR/conf.db" /usr/share/openvswitch/vswitch.ovsschema
            ovsdb-server "$OVS_RUNDIR/conf.db" --remote="punix:$OVS_RUNDIR/db.sock" --unixctl="$OVS_RUNDIR/ovsdb.ctl" \\
                --pidfile="$OVS_RUNDIR/ovsdb.pid" --log-file="$OVS_RUNDIR/ovsdb.log" --detach --no-chdir -vconsole:off
            ovs-vsctl --no-wait init
            %s
            echo ready
            read -r end || :
            rm -rf "$OVS_RUNDIR"
            """.formatted(SWITCH_DAEMON);

    private static final long COMMAND_SECONDS = 20;

    private record Port(String switchName, int number) {

        String interfaceName() {
            return switchName + "-" + number;
        }
    }

    private final Path folder;
    private final Process namespace;
    private final Collection<String> switches = new TreeSet<>();
    private final Map<String, ControlRelay> relays = new TreeMap<>();
    private final Map<Port, Port> peers = new HashMap<>();
    private final Map<Port, String> sockets = new HashMap<>();
    private final List<LabHost> hosts = new ArrayList<>();
    private @Nullable InetSocketAddress controller;

    private OpenVSwitchLab(Path folder, Process namespace) {
        this.folder = folder;
        this.namespace = namespace;
    }

    /** Open vSwitch with no switch yet. Takes about a tenth of a second. */
    public static OpenVSwitchLab start() {
        try {
            Path folder = Files.createTempDirectory("plumb-ovs");
            Process namespace = process(
                            folder,
                            List.of(
                                    "unshare",
                                    "--net",
                                    "--mount",
                                    "--pid",
                                    "--fork",
                                    "--kill-child",
                                    "--mount-proc",
                                    "sh",
                                    "-c",
                                    INIT))
                    .start();
            BufferedReader output = namespace.inputReader();
            OpenVSwitchLab lab = new OpenVSwitchLab(folder, namespace);
            if (!"ready".equals(output.readLine())) {
                String log = read(folder.resolve("lab.log"));
                lab.close();
                throw new IllegalStateException("Open vSwitch did not start: " + log);
            }
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A switch without ports that speaks OpenFlow 1.3. Without a controller it drops every frame.
     *
     * @param name at most 15 letters and digits
     * @param datapathId what it says of itself in its features
     */
    public OpenVSwitchLab addSwitch(String name, long datapathId) {
        vsctl(
                "add-br",
                name,
                "--",
                "set",
                "bridge",
                name,
                "datapath_type=dummy",
                "fail_mode=secure",
                "protocols=OpenFlow13",
                "other-config:datapath-id=%016x".formatted(datapathId),
                "other-config:disable-in-band=true");
        switches.add(name);
        if (controller != null) {
            dial(name, controller);
        }
        return this;
    }

    /** Every switch, also one that is added later, dials this controller, and again about a second after it lost it. */
    public OpenVSwitchLab connectTo(InetSocketAddress address) {
        controller = address;
        switches.forEach(name -> dial(name, address));
        return this;
    }

    private void dial(String name, InetSocketAddress address) {
        Path socket = folder.resolve(name + ".control");
        closeQuietly(relays.remove(name));
        relays.put(name, ControlRelay.open(socket, address));
        vsctl("set-controller", name, "unix:" + socket, "--", "set", "controller", name, "max_backoff=1000");
    }

    /** Cuts the control channel of a switch, which goes on forwarding, until {@link #restoreControl}. */
    public void cutControl(String switchName) {
        closeQuietly(relays.remove(switchName));
    }

    /** The switch reaches its controller again within about two seconds. */
    public void restoreControl(String switchName) {
        if (controller == null) {
            throw new IllegalStateException("connectTo comes first");
        }
        relays.put(switchName, ControlRelay.open(folder.resolve(switchName + ".control"), controller));
    }

    /** A port that leads nowhere. */
    public OpenVSwitchLab addPort(String switchName, int port) {
        addPort(new Port(switchName, port));
        return this;
    }

    private void addPort(Port port) {
        String name = port.interfaceName();
        String number = "ofport_request=" + port.number();
        vsctl("add-port", port.switchName(), name, "--", "set", "interface", name, "type=dummy", number);
    }

    /** A cable between two switches, in both directions, with a new port at each end. */
    public OpenVSwitchLab link(String switchA, int portA, String switchB, int portB) {
        Port a = new Port(switchA, portA);
        Port b = new Port(switchB, portB);
        Path socket = folder.resolve(a.interfaceName() + ".link");
        sockets.put(a, "pstream=punix:" + socket);
        sockets.put(b, "stream=unix:" + socket);
        peers.put(a, b);
        peers.put(b, a);
        addPort(a);
        addPort(b);
        plug(a);
        return this;
    }

    /** A host on a new port, played by the test: it sends and receives whole Ethernet frames. */
    public LabHost host(String switchName, int port) {
        Port at = new Port(switchName, port);
        Path socket = folder.resolve(at.interfaceName() + ".host");
        LabHost host = LabHost.listen(socket);
        hosts.add(host);
        sockets.put(at, "stream=unix:" + socket);
        addPort(at);
        plug(at);
        host.awaitAttached();
        return host;
    }

    /** Cuts the cable at this port: its frames are lost, and both of its ends see their port go down. */
    public void linkDown(String switchName, int port) {
        Port at = new Port(switchName, port);
        unplug(at);
        ends(at).forEach(end -> appctl("netdev-dummy/set-admin-state", end.interfaceName(), "down"));
    }

    /** A fault that no port shows: the cable at this port loses every frame and both ends stay up. */
    public void silence(String switchName, int port) {
        unplug(new Port(switchName, port));
    }

    /** Mends what {@link #linkDown} or {@link #silence} broke. */
    public void linkUp(String switchName, int port) {
        Port at = new Port(switchName, port);
        plug(at);
        ends(at).forEach(end -> appctl("netdev-dummy/set-admin-state", end.interfaceName(), "up"));
    }

    /** The listening end comes first, as the other one dials at once and then only every second. */
    private void plug(Port at) {
        ends(at).sorted(Comparator.comparing(this::socketOf))
                .forEach(end -> vsctl("set", "interface", end.interfaceName(), "options:" + socketOf(end)));
    }

    private void unplug(Port at) {
        ends(at).forEach(end -> vsctl("clear", "interface", end.interfaceName(), "options"));
    }

    private Stream<Port> ends(Port at) {
        return Stream.concat(Stream.of(at), Stream.ofNullable(peers.get(at)));
    }

    private String socketOf(Port port) {
        return Optional.ofNullable(sockets.get(port))
                .orElseThrow(() -> new IllegalStateException("no cable at " + port.interfaceName()));
    }

    /** Stops all switches in the middle of what they do: they neither forward nor answer until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets the switches go on. */
    public void thaw() {
        signal("CONT");
    }

    /** All switches die and come back empty: no rules, meters or groups; ports, links and controllers as before. */
    public void crash() {
        signal("KILL");
        inside("sh", "-c", SWITCH_DAEMON);
    }

    private void signal(String signal) {
        inside("kill", "-" + signal, read(folder.resolve("vswitchd.pid")).strip());
    }

    /** Runs {@code ovs-ofctl -O OpenFlow13}: the judge of what a switch holds that shares no code with us. */
    public String ofctl(String... words) {
        return run(concat(List.of("ovs-ofctl", "-O", "OpenFlow13"), words));
    }

    /** Runs {@code ovs-vsctl}. */
    public String vsctl(String... words) {
        return run(concat(List.of("ovs-vsctl", "--timeout=10"), words));
    }

    /** Runs {@code ovs-appctl} on the ovs-vswitchd of this lab. */
    public String appctl(String... words) {
        return run(concat(
                List.of("ovs-appctl", "-t", folder.resolve("vswitchd.ctl").toString()), words));
    }

    /** Runs any program inside the network, mount and process namespaces of the lab. */
    public String inside(String... words) {
        long init = namespace
                .children()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the lab is gone"))
                .pid();
        return run(concat(List.of("nsenter", "--target", Long.toString(init), "--net", "--mount", "--pid"), words));
    }

    /** What ovs-vswitchd logged so far. */
    public String log() {
        return read(folder.resolve("vswitchd.log"));
    }

    @Override
    public void close() {
        relays.values().forEach(OpenVSwitchLab::closeQuietly);
        hosts.forEach(OpenVSwitchLab::closeQuietly);
        closeQuietly(namespace.getOutputStream());
        try {
            if (!namespace.waitFor(5, TimeUnit.SECONDS)) {
                namespace.destroyForcibly();
            }
        } catch (InterruptedException e) {
            namespace.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        deleteFolder();
    }

    /** Done by the namespace's first process already, unless it ended too early. */
    private void deleteFolder() {
        try (Stream<Path> left = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            left.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException ignored) {
            // A temporary folder: nothing depends on it.
        }
    }

    private String run(List<String> words) {
        try {
            Path output = Files.createTempFile(folder, "command", ".out");
            Process process = process(folder, words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String text = read(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(
                        String.join(" ", words) + (ended ? " failed: " : " did not end: ") + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + String.join(" ", words), e);
        }
    }

    private static ProcessBuilder process(Path folder, List<String> words) {
        List<String> command = new ArrayList<>(words);
        Requirement.program(words.get(0)).ifPresent(program -> command.set(0, program.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", Requirement.searchPath());
        for (String variable : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR")) {
            environment.put(variable, folder.toString());
        }
        return builder;
    }

    private static List<String> concat(List<String> head, String... tail) {
        return Stream.concat(head.stream(), Stream.of(tail)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception ignored) {
            // The namespace ends in any case, and everything in it.
        }
    }
}
