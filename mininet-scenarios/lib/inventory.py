"""network.yaml as the emulation needs it: every port's rate, and the classes by which its queues are told apart."""
import collections

import yaml

# A port that sends into a link is told apart by the PCP of the label, a port towards a host by DSCP, since the label is gone there.
Port = collections.namedtuple('Port', 'name towards_host capacity_bits_per_second mtu_bytes framing_bytes classes')
PortClass = collections.namedtuple('PortClass', 'name pcp dscp buffer_bytes')

SMALLEST_FRAME_BYTES = 64


class Inventory:
    """What network.yaml says about ports, classes, switches and hosts. The controller validates it; this only reads."""

    def __init__(self, path):
        self.path = path
        with open(path) as text:
            self.document = yaml.safe_load(text)
        self.class_names = [entry['name'] for entry in self.document['classes']]
        self.switches = {entry['name']: entry['id'] for entry in self.document['switches']}
        self.hosts = {entry['name']: entry for entry in self.document['hosts']}
        self.ports = {}
        for link in self.document['links']:
            near, far = link['between']
            self._add(near, False, link)
            self._add(far, False, link)
        for access in self.document['accessPorts']:
            self._add(access['port'], True, access)

    def _add(self, name, towards_host, section):
        defaults = self.document['defaults']['link']
        constants = {c: {**defaults.get('classes', {}).get(c, {}), **section.get('classes', {}).get(c, {})} for c in self.class_names}
        classes = [PortClass(entry['name'], entry['pcp'], entry['dscp'], constants[entry['name']]['bufferBytes'])
                   for entry in self.document['classes']]
        merged = {**defaults, **section}
        self.ports[name] = Port(name, towards_host, merged['capacityBitsPerSecond'], merged['mtuBytes'], merged['framingOverheadBytes'],
                                classes)

    @property
    def control_class(self):
        control = self.document['controlClass']
        return PortClass('control', control['pcp'], None, 8 * control['burstBytes'])
