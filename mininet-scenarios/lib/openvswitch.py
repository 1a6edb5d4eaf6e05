"""One Open vSwitch a Mininet switch: its own ovsdb-server and ovs-vswitchd, in a folder of their own.

One process a switch, because all ports of an ovs-vswitchd share one send socket of 212,992 bytes: packets that queue at one port
would otherwise take the room of another. `datapath_type=dummy` is the same userspace datapath without a tap device of a fixed name.
"""
import json
import os
import re
import subprocess
import time

from mininet.node import Switch

from lib.namespaces import SCRATCH

SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema'
SEND_SOCKET_BYTES = 212992
FRAME_ACCOUNTED_BYTES = 2304  # what the kernel charges the send socket for one queued frame of full size


class OpenVSwitch(Switch):
    """A Mininet switch that is a pair of processes; ports keep the queues that `lib.shaping` gives them."""

    realtime = ['chrt', '-f', '10']  # emptied by `without_realtime`
    version = None

    @classmethod
    def setup(cls):
        cls.version = re.search(r'\d+\.\d+\.\d+', run(['ovs-vswitchd', '--version']))[0]
        if subprocess.run(cls.realtime + ['true'], stderr=subprocess.DEVNULL).returncode:
            cls.realtime = []

    def __init__(self, name, protocols='OpenFlow13', **params):
        Switch.__init__(self, name, **params)
        self.protocols = protocols
        self.folder = '%s/%s' % (SCRATCH, name)
        self.environment = dict(os.environ, OVS_RUNDIR=self.folder, OVS_DBDIR=self.folder, OVS_LOGDIR=self.folder,
                                OVS_SYSCONFDIR=self.folder)
        self.processes = []

    # ------------------------------------------------------------ life

    def start(self, controllers):
        os.makedirs(self.folder, exist_ok=True)
        database, server = self.folder + '/conf.db', 'unix:%s/db.sock' % self.folder
        run(['ovsdb-tool', 'create', database, SCHEMA], env=self.environment)
        self._launch(['ovsdb-server', database, '--remote=p' + server], 'ovsdb-server')
        wait_for(lambda: os.path.exists(self.folder + '/db.sock'), 5, 'ovsdb-server of ' + self.name)
        self.vsctl('--no-wait', 'init')
        self._launch(self.realtime + ['ovs-vswitchd', server, '--enable-dummy', '--disable-system'], 'ovs-vswitchd')
        bridge = ['--', 'add-br', self.name, '--', 'set', 'Bridge', self.name, 'datapath_type=dummy', 'fail_mode=secure',
                  'protocols=' + self.protocols, 'other-config:datapath-id=' + self.dpid,
                  'other-config:disable-in-band=true', 'other-config:dp-desc=' + self.name]
        for index, interface in enumerate(self.data_ports()):
            # linux-noop: leave the queues of this port to us
            bridge += ['--', 'add-port', self.name, interface.name,
                       '--', 'set', 'Interface', interface.name, 'ofport_request=%d' % self.ports[interface],
                       '--', 'set', 'Port', interface.name, 'qos=@q%d' % index,
                       '--', '--id=@q%d' % index, 'create', 'QoS', 'type=linux-noop']
        self.vsctl(*bridge)
        targets = ['%s:%s:%d' % (c.protocol, c.IP(), c.port) for c in controllers]
        if targets:
            self.vsctl('set-controller', self.name, *targets, '--', 'set', 'Controller', self.name, 'max_backoff=1000')

    def stop(self, deleteIntfs=True):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes = []
        Switch.stop(self, deleteIntfs)

    def data_ports(self):
        return [interface for interface in self.intfList() if interface.name != 'lo']

    def _launch(self, command, name):
        log = open('%s/%s.out' % (self.folder, name), 'w')
        self.processes.append(subprocess.Popen(
            command + ['--pidfile', '--no-chdir', '--log-file', '-vconsole:off'], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT))

    # ------------------------------------------------------------ what Mininet asks

    def connected(self):
        return 'true' in self.vsctl('--columns=is_connected', '--bare', 'find', 'Controller')

    # ------------------------------------------------------------ what it holds

    def vsctl(self, *arguments):
        return run(['ovs-vsctl', '--timeout=10', '--db=unix:%s/db.sock' % self.folder, *arguments], env=self.environment)

    def ofctl(self, *arguments, **keywords):
        return run(['ovs-ofctl', '-O', self.protocols, arguments[0], self.name, *arguments[1:]], env=self.environment, **keywords)

    def flows(self, match=''):
        """The rules that it holds, one line each."""
        lines = self.ofctl('dump-flows', *([match] if match else []), '--no-names')
        return [line.strip() for line in lines.splitlines() if 'actions=' in line]

    def meters(self):
        return [m.strip() for m in re.split(r'\n(?=meter[=:])', self.ofctl('dump-meters')) if m.strip().startswith('meter')]

    def meter_statistics(self):
        return [m.strip() for m in re.split(r'\n(?=meter[=:])', self.ofctl('meter-stats')) if m.strip().startswith('meter')]

    def appctl(self, *arguments):
        return run(['ovs-appctl', '-t', 'ovs-vswitchd', *arguments], env=self.environment)

    def processor_seconds(self):
        """Processor time that the forwarding process has used."""
        with open('/proc/%d/stat' % self.processes[1].pid) as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def run(command, **keywords):
    """The output of a command that has to succeed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **keywords)
    if done.returncode:
        raise RuntimeError('%s: %s' % (' '.join(command), (done.stderr or done.stdout).strip()))
    return done.stdout


def wait_for(condition, seconds, what):
    """Wait until `condition()`; its value. A TimeoutError names `what` was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError('%s: not within %g s' % (what, seconds))
        time.sleep(0.05)
