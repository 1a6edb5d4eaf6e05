"""The four points of smallest-packets; README.md says what they show and why the numbers are what they are."""
import copy
import json
import os
import re

from lib.asking import conforming, document, say_asked
from lib.report import megabits, milliseconds
from lib.trial import Load, Trials

from topology import topology

HERE = os.path.dirname(os.path.abspath(__file__))
FRAMING_BYTES = 24                 # what every emulated link charges, whatever network.yaml says of it
LABEL_BYTES = 4
BEST_EFFORT_PACKETS = 40
CONGESTED_PORTS_A_SWITCH = 1
FLOOD_PORT, FLOOD_PAYLOAD_BYTES, FLOOD_BITS_PER_SECOND = 9000, 1472, 4.4e6
FLOOD_TIMES = 1.9                  # the rate of a port that the flood has to offer it, at least
LOSS_PERCENT = 0.1
POLICED_WITHIN = 0.05
MOST_FLOWS = 40                    # a link that takes more has refused none, and proves nothing


class Side:
    """One of the two networks: who sends to whom over which link, and what was admitted there."""

    def __init__(self, source, destination, port, link, flood):
        self.source, self.destination, self.port, self.link, self.flood = source, destination, port, link, flood
        self.admitted = {}      # name -> (request, flow as it was answered)

    def named(self, request, name, port):
        named = copy.deepcopy(request)
        named.update({'name': name, 'from': self.source, 'to': self.destination})
        named['match']['destinationPort'] = port
        return named

    def flows(self, *left_out):
        return [conforming(name, request) for name, (request, _) in self.admitted.items() if name not in left_out]


def play(stage):
    for name, port in stage.inventory.ports.items():
        stage.inventory.ports[name] = port._replace(framing_bytes=FRAMING_BYTES)
    stage.open(topology(), BEST_EFFORT_PACKETS, CONGESTED_PORTS_A_SWITCH,
               pings=[('h1', 'h2'), ('be1', 'be2'), ('h3', 'h4'), ('be3', 'be4')], tcp=('be1', 'be2'))
    SmallestPackets(stage).play()


class SmallestPackets:
    def __init__(self, stage):
        self.stage, self.report, self.controller, self.network = stage, stage.report, stage.controller, stage.network
        self.small, self.large = document(HERE, 'intents', 'small'), document(HERE, 'intents', 'large')
        self.right = Side('h1', 'h2', 's1/2', 's1/2->s2/1', ('be1', 'be2'))
        self.wrong = Side('h3', 'h4', 's3/2', 's3/2->s4/1', ('be3', 'be4'))

    def play(self):
        point = self.report.point
        with point(1, 'a link takes flows of the smallest packets until it is full') as one:
            self.fill(one)
        if not (self.right.admitted and self.wrong.admitted):
            raise RuntimeError('without guaranteed flows there is nothing to measure')
        with point(2, 'all of them send all that they may, in the smallest packets, beside a flood: every promise is kept') as two:
            self.keep(two)
        with point(3, 'a flow that is admitted for larger packets sends the smallest: it is policed by packets, the others do not notice') as three:
            self.police(three)
        with point(4, 'the same where %d bytes a frame are left out of account: promises break' % FRAMING_BYTES) as four:
            self.overbook(four)

    # ------------------------------------------------------------ 1: full

    def fill(self, point):
        say_asked(point, self.large)
        self.admit(point, self.right, 'large', self.right.named(self.large, 'large', 6000))
        say_asked(point, self.small)
        for side in (self.right, self.wrong):
            refusal = self.admit_until_refused(point, side)
            if refusal is None:
                continue
            constraint = refusal['constraint']
            self.show_link(point, side)
            point.check(refusal['code'] == 'BANDWIDTH' and constraint['name'] == side.link, 'the next is refused: %s: %s' % (
                refusal['code'], refusal['detail']))
        more = self.small_flows(self.wrong) - self.small_flows(self.right)
        point.check(more > 0, 'the same link takes %d flows more when it is said to need no bytes beside the frames' % more)
        point.put(admitted={side.link: [flow for _, flow in side.admitted.values()] for side in (self.right, self.wrong)})

    def admit(self, point, side, name, request):
        answer = self.controller.ask(request)
        if answer.status == 201 and answer.body['state'] == 'ACTIVE':
            side.admitted[name] = (request, answer.body)
            return None
        if answer.status != 409:
            point.check(False, 'POST /v1/guaranteed-flows for %s: %d %s' % (name, answer.status, json.dumps(answer.body)))
        return answer.body

    def admit_until_refused(self, point, side):
        for number in range(1, MOST_FLOWS + 1):
            name = 'small %d' % number
            refusal = self.admit(point, side, name, side.named(self.small, name, 6000 + number))
            if refusal is not None:
                return refusal if 'constraint' in refusal else None
        point.check(False, '%s takes %d flows and refuses none' % (side.link, MOST_FLOWS))
        return None

    @staticmethod
    def small_flows(side):
        return sum(name.startswith('small') for name in side.admitted)

    def show_link(self, point, side):
        """What is booked on the link, and what its flows really need there."""
        capacity = self.stage.inventory.ports[side.port].capacity_bits_per_second
        booked = self.stage.booked()[side.link]['gold'][0]
        needed = sum(self.on_the_wire(request['traffic']) for request, _ in side.admitted.values())
        bounds = [flow['directions'][0]['boundMicroseconds'] for _, flow in side.admitted.values()]
        point.say('%s: %d flows of 60-byte packets and %d other; booked %s Mbit/s of %s, needed with framing %s (%.0f %%); bounds %s to %s ms' % (
            side.link, self.small_flows(side), len(side.admitted) - self.small_flows(side), megabits(booked), megabits(capacity), megabits(needed),
            100 * needed / capacity, milliseconds(min(bounds)), milliseconds(max(bounds))))
        hop = self.controller.get(list(side.admitted.values())[-1][1]['links']['explain'])['directions'][0]['hops'][0]
        point.say('%s: queue budget %s ms, of which the calculus needs %s with all of them' % (
            side.link, milliseconds(hop['queueMicroseconds']), milliseconds(hop['calculatedMicroseconds'])))

    @staticmethod
    def on_the_wire(spec):
        """Bits a second that a flow takes of a link when it sends its smallest packets."""
        return spec['rateBitsPerSecond'] * (spec['minPacketBytes'] + LABEL_BYTES + FRAMING_BYTES) / spec['minPacketBytes']

    # ------------------------------------------------------------ 2, 3, 4: measured beside a flood

    def trials(self, point, side, flows):
        sender, receiver = side.flood
        stream = dict(bitsPerSecond=FLOOD_BITS_PER_SECOND, payloadBytes=FLOOD_PAYLOAD_BYTES, to=self.network.hosts[receiver].IP(), port=FLOOD_PORT)
        load = Load({sender: [stream]}, sinks={receiver: [FLOOD_PORT]}, ports=[side.port])
        bounds = {name: flow['directions'][0]['boundMicroseconds'] for name, (_, flow) in side.admitted.items()}
        trials = Trials(self.stage, point, bounds).play(flows, load)
        trials.check_offered(FLOOD_TIMES)
        return trials

    def check_kept(self, trials, side, *left_out):
        for flow in side.flows(*left_out):
            allowance = side.admitted[flow.name][1]['directions'][0]['bound']['softwareAllowanceMicroseconds']
            trials.check_kept(flow.name, LOSS_PERCENT, allowance)

    def keep(self, point):
        dropped = self.dropped('s1')
        trials = self.trials(point, self.right, self.right.flows())
        self.check_kept(trials, self.right)
        cut = self.cut_since(dropped, 's1')
        point.check(not cut, 'no meter of s1 has cut more than %.1f %% of a flow%s' % (
            LOSS_PERCENT, ''.join('; %s: %d packets' % item for item in cut.items())))

    def police(self, point):
        """As much as the bit meter lets through, in packets of 60 bytes: with their framing they would take far more of the link than is booked."""
        liar = conforming('large', dict(self.right.admitted['large'][0], traffic=self.small['traffic']))
        spec = self.large['traffic']
        most = -(-spec['rateBitsPerSecond'] // (8 * spec['minPacketBytes']))
        point.say('large sends %s Mbit/s in packets of %d B, which is %.0f packets/s; with packets of %d B as admitted it would be %d' % (
            megabits(liar.bits_per_second), liar.frame_bytes, liar.packets_per_second, spec['minPacketBytes'], most))
        dropped = self.dropped('s1')
        trials = self.trials(point, self.right, [liar, *self.right.flows('large')])
        self.check_kept(trials, self.right, 'large')
        arrived = trials.median('large', 'goodputBitsPerSecond') / 8 / liar.frame_bytes
        point.check(abs(arrived - most) <= POLICED_WITHIN * most, '%.1f packets/s of large arrive, %+.1f %% of the %d/s that it may send' % (
            arrived, 100 * (arrived / most - 1), most))
        cut = self.cut_since(dropped, 's1')
        point.check(len(cut) == 1 and all('pktps' in meter and 'rate=%d' % most in meter for meter in cut),
                    'it is the packet meter that cuts it, and no other meter of s1 cuts more than its share: %s' % (
                        ', '.join('%s: %d packets' % item for item in cut.items()) or 'none'))

    def overbook(self, point):
        point.say('%s is said to have no framing; its flows conform as those of point 2 do' % self.wrong.link)
        dropped = self.dropped('s3')
        trials = self.trials(point, self.wrong, self.wrong.flows())
        broken = [flow.name for flow in self.wrong.flows()
                  if trials.median(flow.name, 'lossPercent') > LOSS_PERCENT or trials.median(flow.name, 'microseconds', 'p99') > trials.bounds[flow.name]]
        point.check(broken, 'the checks of point 2 fail for %d of %d flows' % (len(broken), len(self.wrong.admitted)))
        loss = [trials.median(flow.name, 'lossPercent') for flow in self.wrong.flows()]
        cut = self.cut_since(dropped, 's3')
        point.check(not cut and max(loss) > LOSS_PERCENT, 'it is the link that loses their packets, up to %.1f %% of a flow: no meter of s3 has cut more than its share%s' % (
            max(loss), ''.join('; %s: %d packets' % item for item in cut.items())))

    # ------------------------------------------------------------ what meters have cut

    def dropped(self, switch):
        """Meter as it is programmed -> packets that it has dropped since it is there."""
        node = self.network.switches[switch]
        programmed = {int(re.search(r'meter=(\d+)', text)[1]): ' '.join(text.split()) for text in node.meters()}
        counts = {}
        for text in node.meter_statistics():
            number = int(re.search(r'meter:(\d+)', text)[1])
            bands = text.split('bands:')[1] if 'bands:' in text else ''
            counts[programmed.get(number, 'meter %d' % number)] = sum(map(int, re.findall(r'packet_count:(\d+)', bands)))
        return counts

    def cut_since(self, before, switch):
        """Meters of flows that have dropped more since than a flow may lose; the system's own, below 16, keep floods from the controller."""
        spare = LOSS_PERCENT / 100 * self.stage.runs * self.stage.seconds * conforming('small', self.small).packets_per_second
        return {meter: count - before.get(meter, 0) for meter, count in self.dropped(switch).items()
                if count - before.get(meter, 0) > spare and int(re.search(r'meter[= ](\d+)', meter)[1]) >= 16}
