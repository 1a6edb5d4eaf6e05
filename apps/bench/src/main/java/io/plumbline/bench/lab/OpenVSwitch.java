package io.plumbline.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One real Open vSwitch in processes of its own, with its userspace datapath. The datapath type {@code dummy} is the same datapath
 * without a tap device, of which a network namespace could have only one.
 */
public final class OpenVSwitch implements AutoCloseable {

    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final Duration START = Duration.ofSeconds(10);

    private final String name;
    private final Program program;
    private final OwnedProcess database;
    private final OwnedProcess daemon;

    private OpenVSwitch(String name, Program program, OwnedProcess database, OwnedProcess daemon) {
        this.name = name;
        this.program = program;
        this.database = database;
        this.daemon = daemon;
    }

    /** Starts one without ports and without a controller; what it forwarded stays when a controller goes. */
    static OpenVSwitch start(Path folder, String name, long datapathId) throws LabException {
        String place = makeFolder(folder).toString();
        Program program = new Program(
                Map.of("OVS_RUNDIR", place, "OVS_LOGDIR", place, "OVS_DBDIR", place, "OVS_SYSCONFDIR", place));
        program.run("ovsdb-tool", "create", place + "/conf.db", SCHEMA);
        OwnedProcess database = program.start(
                name + " ovsdb-server",
                folder.resolve("ovsdb-server.log"),
                List.of("ovsdb-server", place + "/conf.db", "--remote=punix:" + place + "/db.sock"));
        database.await("db.sock", START, () -> Files.exists(folder.resolve("db.sock")));
        program.run("ovs-vsctl", "--no-wait", "init");
        OwnedProcess daemon =
                program.start(name + " ovs-vswitchd", folder.resolve("ovs-vswitchd.log"), vswitchd(place));
        OpenVSwitch made = new OpenVSwitch(name, program, database, daemon);
        made.vsctl(
                "add-br",
                name,
                "--",
                "set",
                "bridge",
                name,
                "datapath_type=dummy",
                "protocols=OpenFlow13",
                "fail_mode=secure",
                "other-config:datapath-id=%016x".formatted(datapathId));
        return made;
    }

    private static Path makeFolder(Path folder) throws LabException {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LabException("cannot make " + folder, e);
        }
    }

    private static List<String> vswitchd(String place) {
        List<String> command = new ArrayList<>(realTime() ? List.of("chrt", "-f", "10") : List.of());
        command.addAll(List.of("ovs-vswitchd", "unix:" + place + "/db.sock", "--enable-dummy"));
        return command;
    }

    /** Whether switches may run before everything else, as hardware would. */
    public static boolean realTime() {
        try {
            Program.plain().run("chrt", "-f", "10", "true");
            return true;
        } catch (LabException e) {
            return false;
        }
    }

    void addPort(String device, int number) throws LabException {
        vsctl("add-port", name, device, "--", "set", "interface", device, "ofport_request=" + number);
    }

    /** Lets it connect to a controller on loopback, in place of the one before. */
    void connectTo(int port) throws LabException {
        vsctl(
                "set-controller",
                name,
                "tcp:127.0.0.1:" + port,
                "--",
                "set",
                "controller",
                name,
                "connection-mode=out-of-band",
                "max_backoff=1000");
    }

    void disconnect() throws LabException {
        vsctl("del-controller", name);
    }

    /** What it holds, as {@code ovs-ofctl} says it. */
    public String flows() throws LabException {
        return program.run("ovs-ofctl", "-O", "OpenFlow13", "dump-flows", name);
    }

    private void vsctl(String... words) throws LabException {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=10"));
        command.addAll(List.of(words));
        program.run(command);
    }

    @Override
    public void close() {
        daemon.close();
        database.close();
    }
}
