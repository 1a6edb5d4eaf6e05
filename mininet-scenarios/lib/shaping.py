"""A shaped port: a link of a given rate with one strict-priority queue a class, made of HTB on a veth.

A frame takes as much of the rate as it has bytes, and as many more as the link's framing overhead: HTB's `overhead`. With 24 a link is like
an Ethernet (FCS, preamble, gap), with 0 it counts the frame and nothing else.

Three things about HTB and the userspace datapath of Open vSwitch shape what follows.
- A leaf's own `rate` outranks `prio`: leaves get next to nothing of their own and borrow everything, highest class first.
- Leaves drop at the head. A tail drop returns an error to the switch's batched send, which then throws away the rest of the batch,
  packets of other classes included.
- OpenFlow `set_queue` does nothing in the userspace datapath: a filter reads the outermost mark at the egress port. It is a BPF program
  with offsets from the start of the frame; u32 counts from the network header, which the kernel moves behind *all* VLAN tags, so that a
  host could choose its class by an inner tag.
"""
import json

from lib.inventory import SMALLEST_FRAME_BYTES
from lib.openvswitch import FRAME_ACCOUNTED_BYTES, run

CONTROL, FIRST_CLASS, BEST_EFFORT = 0x10, 0x11, 0x20  # HTB leaf minors
HANDLE = 1 << 16
RULE_4_BYTES = 200_000  # of the switch's one send socket; all congested ports of one ovs-vswitchd together
LLDP, VLAN, IPV4, IPV6 = 0x88CC, 0x8100, 0x0800, 0x86DD
# classic BPF
LOAD_HALF, LOAD_BYTE, EQUAL, AND, SHIFT_RIGHT, RETURN = 0x28, 0x30, 0x15, 0x54, 0x74, 0x06


def shape(device, port, control, best_effort_packets):
    """Give `device` the rate and the queues of `port`; nothing that was there before survives."""
    rate = '%dbit' % port.capacity_bits_per_second
    frame = 'burst 1600 cburst 1600' + (' overhead %d' % port.framing_bytes if port.framing_bytes else '')
    leaves = [(CONTROL, 0, _packets(control.buffer_bytes))]
    leaves += [(FIRST_CLASS + i, 1 + i, _packets(c.buffer_bytes)) for i, c in enumerate(port.classes)]
    leaves += [(BEST_EFFORT, 7, best_effort_packets)]
    if len(leaves) > 8:
        raise ValueError('%s: HTB knows 8 priorities, %d asked' % (port.name, len(leaves)))
    batch = ['qdisc replace dev {d} root handle 1: htb default %x' % BEST_EFFORT,
             'class add dev {d} parent 1: classid 1:1 htb rate {r} ceil {r} {f}']
    for minor, priority, packets in leaves:
        batch += ['class add dev {d} parent 1:1 classid 1:%x htb rate 100bit ceil {r} prio %d {f} quantum 1600'
                  % (minor, priority),
                  'qdisc add dev {d} parent 1:%x handle %x: pfifo_head_drop limit %d' % (minor, minor, packets)]
    program = by_dscp(port.classes) if port.towards_host else by_pcp(control, port.classes)
    batch += ['filter add dev {d} parent 1: protocol all prio 1 bpf bytecode "%s"' % assemble(program)]
    run(['ip', 'link', 'set', device, 'mtu', str(port.mtu_bytes)])
    run(['tc', '-batch', '-'], input='\n'.join(batch).format(d=device, r=rate, f=frame) + '\n')


def _packets(buffer_bytes):
    return -(-buffer_bytes // SMALLEST_FRAME_BYTES)  # up: a buffer that is full of the smallest frames


def check_rule_4(best_effort_packets, congested_ports):
    """One send socket serves all ports of a switch: what may queue behind it is bounded, or one port starves another."""
    queued = best_effort_packets * FRAME_ACCOUNTED_BYTES * congested_ports
    if queued >= RULE_4_BYTES:
        raise ValueError('%d packets x %d B x %d congested ports = %d B: more than %d B behind one ovs-vswitchd'
                         % (best_effort_packets, FRAME_ACCOUNTED_BYTES, congested_ports, queued, RULE_4_BYTES))


def by_pcp(control, classes):
    """LLDP and the outer tag's priority; whatever is neither is best effort."""
    program = [(LOAD_HALF, 12), ('if', LLDP, CONTROL), ('unless', VLAN), (LOAD_BYTE, 14), (SHIFT_RIGHT, 5), ('if', control.pcp, CONTROL)]
    return program + [('if', c.pcp, FIRST_CLASS + i) for i, c in enumerate(classes)]


def by_dscp(classes):
    """DSCP of IPv4, IPv6 and IPv4 behind one customer tag; whatever is neither is best effort."""
    ipv4, tagged = ([(LOAD_BYTE, at), (SHIFT_RIGHT, 2)] + [('if', c.dscp, FIRST_CLASS + i) for i, c in enumerate(classes)] for at in (15, 19))
    ipv6 = [(LOAD_HALF, 14), (SHIFT_RIGHT, 6), (AND, 0x3F)] + [('if', c.dscp, FIRST_CLASS + i) for i, c in enumerate(classes)]
    return [(LOAD_HALF, 12), ('case', IPV4, ipv4), ('case', IPV6, ipv6), ('unless', VLAN), (LOAD_HALF, 16), ('case', IPV4, tagged)]


def assemble(program):
    """Bytecode as tc takes it: `count,code jt jf k,...`. A returned number is the class; 0 is no match (best effort).

    if VALUE CLASS     answer CLASS when the accumulator is VALUE
    unless VALUE       answer best effort when it is not
    case VALUE PROGRAM run PROGRAM, then answer best effort, when it is
    """
    words = _words(program) + [(RETURN, 0, 0, 0)]
    return ','.join([str(len(words))] + ['%d %d %d %d' % word for word in words])


def _words(program):
    words = []
    for step in program:
        if step[0] == 'if':
            words += [(EQUAL, 0, 1, step[1]), (RETURN, 0, 0, HANDLE | step[2])]
        elif step[0] == 'unless':
            words += [(EQUAL, 1, 0, step[1]), (RETURN, 0, 0, 0)]
        elif step[0] == 'case':
            body = _words(step[2]) + [(RETURN, 0, 0, 0)]
            words += [(EQUAL, 0, len(body), step[1])] + body
        else:
            words.append((step[0], 0, 0, step[1]))
    return words


def counters(device):
    """What every queue of a shaped port has sent and dropped: leaf minor -> bytes, packets, drops."""
    queues = json.loads(run(['tc', '-s', '-j', 'qdisc', 'show', 'dev', device]))
    return {int(q['handle'].rstrip(':'), 16): {key: q[key] for key in ('bytes', 'packets', 'drops', 'qlen')}
            for q in queues if q.get('kind') == 'pfifo_head_drop'}


def offered(queues):
    """Bits that were offered to a port, from the differences of its counters; what was dropped is as long as what was sent, on average."""
    return sum(8 * queue['bytes'] * (1 + queue['drops'] / queue['packets']) for queue in queues.values() if queue['packets'])
