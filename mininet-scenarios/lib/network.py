"""The Mininet network of a scenario: the scenario's topology, ports shaped as network.yaml says, hosts that send honest frames."""
import array
import ctypes
import fcntl
import os
import socket
import struct

from mininet.link import Link
from mininet.log import setLogLevel
from mininet.net import Mininet
from mininet.node import RemoteController

from lib import shaping
from lib.namespaces import CLONE_NEWNET
from lib.openvswitch import OpenVSwitch, run

libc = ctypes.CDLL(None, use_errno=True)
SIOCETHTOOL = 0x8946
OFFLOADS = dict(tx_checksum=0x17, tso=0x1F, gso=0x2C, gro=0x24)


class PlainLink(Link):
    """A veth pair. Rates and queues come from network.yaml; what Mininet's TCLink would silently get wrong is refused."""

    REFUSED = {
        'bw': 'rates come from network.yaml', 'delay': 'there is no netem here, TCLink only prints an error and goes on',
        'jitter': 'there is no netem here', 'loss': 'there is no netem here',
        'max_queue_size': 'TCLink only prints an error and goes on; queue limits come from network.yaml',
        'use_hfsc': 'TCLink leaves such a link unshaped', 'use_tbf': 'one queue has no classes',
        'enable_red': 'TCLink only prints an error and goes on', 'enable_ecn': 'TCLink only prints an error and goes on',
        'speedup': 'rates come from network.yaml', 'latency_ms': 'one queue has no classes'}

    def __init__(self, *arguments, **options):
        for layer in (options, options.get('params1') or {}, options.get('params2') or {}):
            for option in layer:
                if option in self.REFUSED and layer[option] not in (None, False):
                    raise ValueError('link option %s=%s: %s' % (option, layer[option], self.REFUSED[option]))
        Link.__init__(self, *arguments, **options)


class Network:
    """A running network."""

    def __init__(self, topology, inventory, best_effort_packets, openflow_port):
        """`best_effort_packets`: limit of every best-effort queue, or a function from port name to limit."""
        setLogLevel('error')
        Mininet.inited = True  # its init() would raise limits of the whole machine
        self.inventory = inventory
        self.limit = best_effort_packets if callable(best_effort_packets) else lambda port: best_effort_packets
        self.mininet = Mininet(topo=topology, switch=OpenVSwitch, link=PlainLink, controller=None, ipBase='10.0.0.0/24')
        if openflow_port:
            self.mininet.addController('plumbline', controller=RemoteController, ip='127.0.0.1', port=openflow_port)
        self.switches = {s.name: s for s in self.mininet.switches}
        self.hosts = {h.name: h for h in self.mininet.hosts}

    def start(self):
        for host in self.mininet.hosts:
            offloads_off(host.defaultIntf())
        self.mininet.start()
        for name, port in self.inventory.ports.items():
            shaping.shape(self.device(name), port, self.inventory.control_class, self.limit(name))

    def device(self, port_name):
        """The network device of a port that is written s1/2."""
        return '%s-eth%s' % tuple(port_name.split('/'))

    def pin_neighbours(self):
        """Make what ARP has found permanent: a flood may lose ARP, which no guarantee covers."""
        for host in self.mininet.hosts:
            lines = ['neigh replace %s lladdr %s dev %s nud permanent' % (other.IP(), other.MAC(), host.defaultIntf().name)
                     for other in self.mininet.hosts if other is not host]
            run(self.inside(host.name, 'ip', '-batch', '-'), input='\n'.join(lines) + '\n')

    def inside(self, host, *command):
        """A command line that runs in a host."""
        return ['mnexec', '-a', str(self.hosts[host].pid), *command]

    def command(self, host, *command):
        return run(self.inside(host, *command))

    def counters(self, port_name):
        return shaping.counters(self.device(port_name))

    def stop(self):
        """End the processes; links and namespaces die with the run."""
        for switch in self.switches.values():
            switch.stop(deleteIntfs=False)
        for host in self.hosts.values():
            host.terminate()


def offloads_off(interface):
    """Checksum and segmentation offload off, as `ethtool -K` does: the switch reads raw frames, and would forward unfinished ones."""
    pid = os.fork()
    if not pid:
        try:
            with open('/proc/%d/ns/net' % interface.node.pid) as namespace:
                if libc.setns(namespace.fileno(), CLONE_NEWNET):
                    os._exit(1)
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
                for command in OFFLOADS.values():
                    value = array.array('B', struct.pack('II', command, 0))
                    fcntl.ioctl(any_socket, SIOCETHTOOL, struct.pack('16sP', interface.name.encode(), value.buffer_info()[0]))
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(pid, 0)[1]:
        raise RuntimeError('offloads of %s' % interface.name)
