#!/usr/bin/python3
"""Best-effort load, paced in user space, and the two that receive it.

    flood.py send STREAMS          STREAMS is JSON, a list of
        {"bitsPerSecond": ..., "payloadBytes": ..., "to": ADDRESS, "port": N, "dscp": 0}        a UDP stream, or
        {... the same ..., "toMac": MAC, "tags": [[VID, PCP], ...]}                              frames with tags of the host's own making, or
        {"bitsPerSecond": ..., "raw": HEX}                                                       one frame again and again
    flood.py sink PORT...          takes UDP and throws it away: no ICMP comes back
    flood.py witness PORT          counts the marks that arriving UDP frames to PORT carry

Each says READY and goes on until its standard input ends.
"""
import fcntl
import gc
import json
import os
import select
import socket
import struct
import sys
import time

HEADERS_BYTES = 42
ETH_P_ALL, SOL_PACKET, PACKET_AUXDATA, TP_STATUS_VLAN_VALID = 3, 263, 8, 0x10
SIOCGIFADDR, SIOCGIFHWADDR = 0x8915, 0x8927
TICK_SECONDS = 0.004  # a few frames at a time: fewer wake-ups for sender and switch


class Stream:
    """One paced stream; `due` sends what its rate has earned, never more than 10 ms of it at once."""

    def __init__(self, spec):
        self.rate = spec['bitsPerSecond']
        self.sent = self.errors = 0
        if 'raw' in spec or 'tags' in spec:
            interface = first_interface()
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            self.socket.bind((interface, 0))
            self.frame = bytes.fromhex(spec['raw']) if 'raw' in spec else tagged_frame(spec, interface)
            self.length = len(self.frame)
        else:
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, spec.get('dscp', 0) << 2)
            self.socket.connect((spec['to'], spec['port']))
            self.frame = bytes(spec['payloadBytes'])
            self.length = len(self.frame) + HEADERS_BYTES
        self.gap = 8 * self.length / self.rate

    def due(self, now):
        self.next = max(getattr(self, 'next', now), now - 0.010)
        while self.next <= now:
            self.next += self.gap
            try:
                self.socket.send(self.frame)
                self.sent += 1
            except OSError:
                self.errors += 1


def send(specs):
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(5))  # below the switches; a busy machine must not spare the network
    except OSError:
        pass
    streams = [Stream(spec) for spec in specs]
    gc.disable()
    print('READY', flush=True)
    started = time.monotonic()
    while not select.select([sys.stdin], [], [], TICK_SECONDS)[0]:
        now = time.monotonic()
        for stream in streams:
            stream.due(now)
    seconds = time.monotonic() - started
    print(json.dumps([dict(sent=s.sent, errors=s.errors, bitsPerSecond=round(8 * s.length * s.sent / seconds)) for s in streams]))


def tagged_frame(spec, interface):
    payload = bytes(spec['payloadBytes'])
    udp = struct.pack('!HHHH', 9, spec['port'], 8 + len(payload), 0) + payload
    header = struct.pack('!BBHHHBBH4s4s', 0x45, spec.get('dscp', 0) << 2, 20 + len(udp), 0, 0x4000, 64, 17, 0,
                         interface_request(interface, SIOCGIFADDR)[20:24], socket.inet_aton(spec['to']))
    header = header[:10] + struct.pack('!H', checksum(header)) + header[12:]
    tags = b''.join(struct.pack('!HH', 0x8100, pcp << 13 | vid) for vid, pcp in spec['tags'])
    return bytes.fromhex(spec['toMac'].replace(':', '')) + interface_request(interface, SIOCGIFHWADDR)[18:24] + tags + b'\x08\x00' + header + udp


def checksum(header):
    total = sum(struct.unpack('!%dH' % (len(header) // 2), header))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def interface_request(interface, number):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        return fcntl.ioctl(any_socket, number, struct.pack('256s', interface.encode()))


def first_interface():
    return next(name for _, name in socket.if_nameindex() if name != 'lo')


def sink(ports):
    sockets = []
    for port in ports:
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)  # full at once: the kernel drops, nobody has to read
        s.bind(('0.0.0.0', port))
        sockets.append(s)
    print('READY', flush=True)
    sys.stdin.read()


def witness(port):
    """-> {"VID/PCP/DSCP": frames} of UDP to `port`: of the outer tag, 0/0 without one, and of the IP header behind one tag at most.

    What lies behind a second tag is the customer's own; no port of this network looks there.
    """
    into = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    into.bind((first_interface(), ETH_P_ALL))
    into.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    print('READY', flush=True)
    seen = {}
    while into in select.select([into, sys.stdin], [], [])[0]:
        data, ancillary, _, address = into.recvmsg(128, 256)
        if address[2] == socket.PACKET_OUTGOING:
            continue
        # The kernel takes the outer tag out of the frame and hands it over beside it.
        auxiliary = [struct.unpack('IIIHHHH', value[:20]) for _, kind, value in ancillary if kind == PACKET_AUXDATA]
        tags = [fields[5] for fields in auxiliary if fields[0] & TP_STATUS_VLAN_VALID]
        at = 12
        while data[at:at + 2] == b'\x81\x00':
            tags.append(struct.unpack_from('!H', data, at + 2)[0])
            at += 4
        if data[at:at + 2] != b'\x08\x00' or struct.unpack_from('!H', data, at + 2 + 22)[0] != port:
            continue
        outer = tags[0] if tags else 0
        key = '%d/%d/%d' % (outer & 0xFFF, outer >> 13, data[at + 3] >> 2 if len(tags) < 2 else 0)
        seen[key] = seen.get(key, 0) + 1
    print(json.dumps(seen))


if __name__ == '__main__':
    verb, rest = sys.argv[1], sys.argv[2:]
    if verb == 'send':
        send(json.loads(rest[0]))
    elif verb == 'sink':
        sink([int(port) for port in rest])
    else:
        witness(int(rest[0]))
