"""Five Open vSwitches, two disjoint ways between the ends; README.md draws it. Port numbers are those of network.yaml."""
from mininet.topo import Topo

LINKS = [('s1', 2, 's2', 1), ('s2', 2, 's5', 1), ('s1', 3, 's3', 1), ('s3', 2, 's4', 1), ('s4', 2, 's5', 2)]
HOSTS = [('h1', 1, 's1', 10), ('h2', 2, 's5', 10), ('h3', 3, 's1', 11), ('h4', 4, 's5', 11),
         ('be1', 11, 's1', 12), ('be2', 12, 's2', 10), ('be5', 15, 's5', 12)]


class GuaranteedFlow(Topo):
    def build(self, **_options):
        for number in range(1, 6):
            self.addSwitch('s%d' % number, dpid='%016x' % number)
        for name, number, switch, port in HOSTS:
            self.addHost(name, ip='10.0.0.%d/24' % number, mac='00:00:00:00:00:%02x' % number)
            self.addLink(name, switch, port2=port)
        for near, near_port, far, far_port in LINKS:
            self.addLink(near, far, port1=near_port, port2=far_port)


def topology():
    return GuaranteedFlow()
