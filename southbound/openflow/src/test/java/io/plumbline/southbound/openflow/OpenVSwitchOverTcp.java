package io.plumbline.southbound.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One Open vSwitch with bridge s1 on the dummy datapath that can dial the loopback of this machine, which one of the lab cannot: that
 * has a network of its own. It touches no interface. Its processes die with it.
 */
final class OpenVSwitchOverTcp implements AutoCloseable {
    private static final String START = """
            set -e
            ovsdb-tool create "$OVS_RUNDIR/conf.db" /usr/share/openvswitch/vswitch.ovsschema
            ovsdb-server "$OVS_RUNDIR/conf.db" --remote="punix:$OVS_RUNDIR/db.sock" --unixctl="$OVS_RUNDIR/ovsdb.ctl" \\
                --remote=db:Open_vSwitch,Open_vSwitch,manager_options --pidfile="$OVS_RUNDIR/ovsdb.pid" \\
                --log-file="$OVS_RUNDIR/ovsdb.log" --detach --no-chdir -vconsole:off
            ovs-vsctl --no-wait init
            ovs-vswitchd "unix:$OVS_RUNDIR/db.sock" --enable-dummy --unixctl="$OVS_RUNDIR/vswitchd.ctl" \\
                --pidfile="$OVS_RUNDIR/vswitchd.pid" --log-file="$OVS_RUNDIR/vswitchd.log" --detach --no-chdir -vconsole:off
            ovs-vsctl add-br s1 -- set bridge s1 datapath_type=dummy fail_mode=secure \\
                other-config:datapath-id=0000000000000001 other-config:disable-in-band=true
            echo ready
            read -r end || :
            """;

    private final Path folder;
    private final Process process;

    private OpenVSwitchOverTcp(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static OpenVSwitchOverTcp start(Path folder) throws Exception {
        Process process = command(folder, List.of("unshare", "--pid", "--fork", "--kill-child", "sh", "-c", START))
                .redirectError(folder.resolve("start.log").toFile())
                .start();
        OpenVSwitchOverTcp started = new OpenVSwitchOverTcp(folder, process);
        assertThat(process.inputReader().readLine())
                .as(Files.readString(folder.resolve("start.log")))
                .isEqualTo("ready");
        return started;
    }

    void vsctl(String arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("ovs-vsctl", "--timeout=10"));
        words.addAll(List.of(arguments.split(" ")));
        Process vsctl = command(folder, words).inheritIO().start();
        assertThat(vsctl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(vsctl.exitValue()).isZero();
    }

    private static ProcessBuilder command(Path folder, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        for (String variable : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR")) {
            builder.environment().put(variable, folder.toString());
        }
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        return builder;
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
