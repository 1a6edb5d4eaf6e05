"""The same little network twice, with no link between the two; README.md draws it. Port numbers are those of network.yaml."""
from mininet.topo import Topo

LINKS = [('s1', 2, 's2', 1), ('s3', 2, 's4', 1)]
HOSTS = [('h1', 1, 's1', 10), ('h2', 2, 's2', 10), ('h3', 3, 's3', 10), ('h4', 4, 's4', 10),
         ('be1', 11, 's1', 11), ('be2', 12, 's2', 11), ('be3', 13, 's3', 11), ('be4', 14, 's4', 11)]


class SmallestPackets(Topo):
    def build(self, **_options):
        for number in range(1, 5):
            self.addSwitch('s%d' % number, dpid='%016x' % number)
        for name, number, switch, port in HOSTS:
            self.addHost(name, ip='10.0.0.%d/24' % number, mac='00:00:00:00:00:%02x' % number)
            self.addLink(name, switch, port2=port)
        for near, near_port, far, far_port in LINKS:
            self.addLink(near, far, port1=near_port, port2=far_port)


def topology():
    return SmallestPackets()
