"""A scenario's stage: controller and network brought up and checked, and everything taken down again."""
import json
import os
import re
import subprocess
import time

from lib import namespaces
from lib.controller import Controller, Events
from lib.inventory import Inventory
from lib.network import Network
from lib.openvswitch import OpenVSwitch, wait_for
from lib.shaping import check_rule_4

DISCOVERY_SECONDS = 30
PING_SECONDS = 15
TCP_SECONDS = 2
TCP_LEAST_SHARE = 0.80  # of the link's rate that TCP has to reach on an idle network


class Stage:
    """What a scenario plays on: `controller`, `network`, `inventory`, `events`, `report` and the caller's `runs` and `seconds`."""

    def __init__(self, repository, folder, report, runs, seconds):
        self.repository, self.folder, self.report, self.runs, self.seconds = repository, folder, report, runs, seconds
        self.inventory = Inventory(folder + '/network.yaml')
        self.controller = self.network = self.events = None

    # ------------------------------------------------------------ up and down

    def open(self, topology, best_effort_packets, congested_ports, pings, tcp):
        """Point 0 of every scenario: start, wait for discovery, `pings` (pairs of hosts), one TCP transfer `tcp` on the idle network."""
        with self.report.point(0, 'controller and network are up, and see each other') as point:
            check_rule_4(best_effort_packets, congested_ports)
            self.controller = Controller(self.repository, self.inventory.path)
            point.say('controller    ready after %.1f s, REST 127.0.0.1:%d and OpenFlow %d inside the namespaces'
                      % (self.controller.start_seconds, self.controller.rest_port, self.controller.openflow_port))
            started = time.monotonic()
            self.network = Network(topology, self.inventory, best_effort_packets, self.controller.openflow_port)
            self.network.start()
            point.say('network       %d Open vSwitches %s, %d hosts, up after %.1f s' % (
                len(self.network.switches), OpenVSwitch.version, len(self.network.hosts), time.monotonic() - started))
            if not OpenVSwitch.realtime:
                point.say('WARNING       SCHED_FIFO is not permitted here: expect stalls of 10 to 200 ms under load')
            self.events = Events(self.controller)
            self._discovery(point)
            self._pings(point, pings)
            self.network.pin_neighbours()
            self._tcp(point, *tcp)
        if not self.report.document['points'][-1]['holds']:
            self._explain_failure()
            raise RuntimeError('the stage did not come up')

    def close(self):
        if self.network:
            self.network.stop()
        if self.controller and not self.controller.stop():
            self.report.say('the controller did not end by itself within %d s' % 10)

    def keep(self):
        """Leave the network up until Ctrl-C; the outside says how to reach it."""
        on = namespaces.SCRATCH + '/on'
        with open(on, 'w') as script:
            script.write('#!/bin/sh\n# on NODE COMMAND...: run a command in a host, or as a switch\'s own tool\nnode=$1; shift\ncase $node in\n')
            for name, host in self.network.hosts.items():
                script.write('%s) exec mnexec -a %d "$@";;\n' % (name, host.pid))
            for name, switch in self.network.switches.items():
                script.write('%s) exec env OVS_RUNDIR=%s "$@";;\n' % (name, switch.folder))
            script.write('esac\necho "no node $node" >&2; exit 1\n')
        os.chmod(on, 0o755)
        switch, hosts = next(iter(self.network.switches)), list(self.network.hosts)
        namespaces.tell('kept', restPort=self.controller.rest_port, examples=[
            '%s %s ovs-ofctl -O OpenFlow13 dump-flows %s' % (on, switch, switch),
            '%s %s ping -c 3 %s' % (on, hosts[0], self.network.hosts[hosts[1]].IP())])
        namespaces.wait_for_stop()

    # ------------------------------------------------------------ checks

    def _discovery(self, point):
        started = time.monotonic()
        expected = len(self.inventory.ports)  # one directed link a port: every link has two, an access port one
        def complete():
            health = self.controller.get('/health')
            return health if health['switches']['up'] == len(self.network.switches) and health['links']['up'] == expected else None
        try:
            health = wait_for(complete, DISCOVERY_SECONDS, 'discovery')
        except TimeoutError:
            health = self.controller.get('/health')
        topology = self.controller.topology()
        point.check(health['switches']['up'] == len(self.network.switches) and health['links']['up'] == expected,
                    'discovered: %d of %d switches, %d of %d directed links (access links included), after %.1f s' % (
                        health['switches']['up'], len(self.network.switches), health['links']['up'], expected, time.monotonic() - started))
        point.check(not topology['differences'], 'what is discovered is what network.yaml says%s'
                    % ''.join('; ' + difference for difference in topology['differences']))
        point.put(discovery=health)

    def _pings(self, point, pairs):
        for source, destination in pairs:
            address = self.network.hosts[destination].IP()
            def answered():
                done = subprocess.run(self.network.inside(source, 'ping', '-c', '3', '-i', '0.2', '-W', '1', address),
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                return done.stdout if done.returncode == 0 and ' 0% packet loss' in done.stdout else None
            try:
                times = re.search(r'= [\d.]+/([\d.]+)/', wait_for(answered, PING_SECONDS, 'ping'))
                point.check(True, 'ping %s -> %s, best effort: 3 of 3, %s ms on average' % (source, destination, times.group(1)))
            except TimeoutError:
                point.check(False, 'ping %s -> %s, best effort: no 3 answers in a row within %d s' % (source, destination, PING_SECONDS))

    def _tcp(self, point, source, destination):
        """iperf3 over the idle network: the links are what network.yaml says, and TCP gets through."""
        server = subprocess.Popen(self.network.inside(destination, 'iperf3', '-s'), stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        try:
            def measured():
                done = subprocess.run(self.network.inside(
                    source, 'iperf3', '-J', '--connect-timeout', '2000', '-t', str(TCP_SECONDS), '-c', self.network.hosts[destination].IP()),
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                end = json.loads(done.stdout or '{}').get('end', {})  # empty when the server was not there yet
                return end.get('sum_received', {}).get('bits_per_second')
            rate = wait_for(measured, 10, 'iperf3 from %s to %s' % (source, destination))
        finally:
            server.kill()
            server.wait()
        link = min(port.capacity_bits_per_second for port in self.inventory.ports.values())
        point.check(TCP_LEAST_SHARE * link <= rate <= link,
                    'TCP %s -> %s on the idle network: %.1f Mbit/s over links of %.0f Mbit/s' % (source, destination, rate / 1e6, link / 1e6))

    def _explain_failure(self):
        if not self.controller:
            return
        self.report.say('\nthe last words of the controller:\n' + self.controller.last_words())
        if self.controller.alive():
            for name, device in self.inventory.switches.items():
                program = self.controller.call('GET', '/v1/switches/%s/program?read=true' % device).body
                for difference in (program.get('differences') or [program.get('readError') or program.get('detail')]) if program else []:
                    if difference:
                        self.report.say('%s: %s' % (name, difference))

    # ------------------------------------------------------------ what switches and links hold

    def held(self):
        """Switch name -> the rules and meters that it holds now, without counters and ages."""
        return {name: sorted(self._bare(line) for line in switch.flows()) + sorted(' '.join(m.split()) for m in switch.meters())
                for name, switch in self.network.switches.items()}

    @staticmethod
    def _bare(line):
        return re.sub(r'(duration|n_packets|n_bytes|idle_age|hard_age)=[^,]*, ?', '', line)

    def booked(self):
        """Link name -> class -> what is reserved there now."""
        return {link['name']: {c['name']: (c['reservedRateBitsPerSecond'], c['reservedBurstBits'], c['reservations'])
                               for c in link['classes']}
                for link in self.controller.topology()['links']}
