"""The six points of guaranteed-flow; README.md says what they show and why the numbers are what they are."""
import json
import os
import time

from lib import traffic
from lib.asking import conforming, document, say_asked
from lib.openvswitch import wait_for
from lib.report import megabits, milliseconds
from lib.trial import Load, Trials

from topology import topology

HERE = os.path.dirname(os.path.abspath(__file__))
BEST_EFFORT_PACKETS = 40           # of every best-effort queue: three full ones delay a packet by more than the bound
CONGESTED_PORTS_A_SWITCH = 1
PATH = ['s1/2', 's2/2', 's5/10']   # the ports at which the flow queues, the receiver's access port included
FLOOD_PORT, UNPROTECTED_PORT = 9000, 5002
FLOOD_PAYLOAD_BYTES = 1472         # full 1500-byte packets: the longest that may block a guaranteed one
FLOOD_TIMES = 1.9                  # the rate of a port that the flood has to offer it, at least
LOSS_PERCENT = 0.1
POLICED_WITHIN = 0.05
WORSE_TIMES = 3                    # the protected median delay that the unprotected one has to be, at least
PROBE_PACKETS_A_RUN = 200          # that the controller's own path probes may add to a guaranteed class
RULES_SECONDS, LINGER_SECONDS = 5, 30


def play(stage):
    stage.open(topology(), BEST_EFFORT_PACKETS, CONGESTED_PORTS_A_SWITCH,
               pings=[('h1', 'h2'), ('h3', 'h4'), ('be1', 'h2'), ('be2', 'h2'), ('be5', 'h2')], tcp=('h3', 'h4'))
    GuaranteedFlow(stage).play()


class GuaranteedFlow:
    """The course of the points: what was asked, what was admitted, what was there before."""

    def __init__(self, stage):
        self.stage, self.report, self.controller, self.network = stage, stage.report, stage.controller, stage.network
        self.camera_request, self.machine_request = document(HERE, 'intents', 'camera'), document(HERE, 'intents', 'machine')
        self.camera = conforming('camera', self.camera_request)
        self.machine = conforming('machine', self.machine_request)
        self.unprotected = conforming('unprotected', self.camera_request, UNPROTECTED_PORT)
        self.admitted = {}

    def play(self):
        point = self.report.point
        with point(1, 'a guaranteed flow is asked for, proven, installed and verified') as one:
            self.held_before, self.booked_before = self.stage.held(), self.stage.booked()
            self.ask(one)
        if len(self.admitted) < 2:
            raise RuntimeError('without the guaranteed flows there is nothing to measure')
        self.mark, self.topology_before = self.stage.events.mark(), self.controller.topology()
        with point(2, 'best effort floods the same links and the same destination port at twice their rate') as two:
            self.flood(two)
        with point(3, 'the flow sends twice its rate: it is policed, and the guaranteed flow beside it does not notice') as three:
            self.twice(three)
        with point(4, 'best-effort hosts mark their own packets high: no effect, and the topology does not flap') as four:
            self.marking(four)
        with point(5, 'a request that does not fit is refused with reasons, and an alternative is accepted') as five:
            self.refusal(five)
        with point(6, 'released: the rules are gone, and the capacity is back after the linger') as six:
            self.release(six)

    # ------------------------------------------------------------ 1: asked, proven, installed, verified

    def ask(self, point):
        point.say('there is a neighbour already, over the same links:')
        if self.admit(point, 'machine', self.machine_request) is None:
            return
        point.say()
        held = self.stage.held()
        flow = self.admit(point, 'camera', self.camera_request)
        if flow is None:
            return
        direction = flow['directions'][0]
        self.show_proof(point, flow)
        self.show_held(point, direction, held)
        self.show_evidence(point, flow)
        want = document(HERE, 'expected', 'camera')
        names, classes = [hop['name'] for hop in direction['path']], [hop['class'] for hop in direction['path']]
        point.check(names == want['path'], 'path %s' % ', '.join(names))
        point.check(classes == want['classes'], 'class %s' % ', '.join(classes))
        terms = direction['bound']
        total = sum(terms[term + 'Microseconds'] for term in ('queues', 'propagation', 'processing', 'softwareAllowance'))
        point.check(0 <= total - terms['totalMicroseconds'] <= 4 and direction['boundMicroseconds'] <= direction['deadlineMicroseconds'],
                    'the terms add up to the bound, %s ms, within the deadline, %s ms' % (
                        milliseconds(direction['boundMicroseconds']), milliseconds(direction['deadlineMicroseconds'])))
        point.put(admitted=self.admitted)

    def admit(self, point, name, request):
        say_asked(point, request)
        answer = self.controller.ask(request)
        if answer.status != 201 or answer.body.get('state') != 'ACTIVE':
            point.check(False, 'POST /v1/guaranteed-flows for %s: %d %s' % (name, answer.status, json.dumps(answer.body)))
            return None
        direction = answer.body['directions'][0]
        self.admitted[name] = answer.body
        point.check(True, '%s is ACTIVE after %.0f ms: at most %s ms over %d links' % (
            answer.body['id'], answer.milliseconds, milliseconds(direction['boundMicroseconds']), len(direction['path'])))
        return answer.body

    def show_proof(self, point, flow):
        """Every term of the bound, hop by hop."""
        proof = self.controller.get(flow['links']['explain'])['directions'][0]
        meter, bound = proof['meter'], proof['bound']
        ingress = milliseconds(proof['ingressMicroseconds'])
        rows = [['into ' + self.switch(proof['ingress']), '', '', '', '', '', '', '', ingress, ingress]]
        for hop in proof['hops']:
            rows.append([hop['name'], hop['class'], hop['label'] or '-', hop['burstBits'], *(milliseconds(hop[term + 'Microseconds']) for term in (
                'queue', 'calculated', 'propagation', 'processing', 'softwareAllowance', 'soFar'))])
        rows.append(['bound', '', '', '', milliseconds(bound['queuesMicroseconds']), '', *(milliseconds(bound[term + 'Microseconds']) for term in (
            'propagation', 'processing', 'softwareAllowance', 'total'))])
        point.say()
        point.say('bound, ms')
        point.table(['hop', 'class', 'label', 'burst bit', 'queue', '(needed)', 'propagation', 'processing', 'software', 'so far'], rows, left=3)
        point.say('queue is the budget of the class, a constant and the term of the bound; needed is what the calculus finds with all that is booked now')
        point.say('meter         %d bit/s and %d packets/s; burst %d bit = %d asked + %d because a software switch may stall, rounded up; a tick adds %d bit' % (
            meter['rateBitsPerSecond'], meter['packetsPerSecond'], meter['burstBits'], 8 * self.camera_request['traffic']['burstBytes'],
            meter['stallAllowanceBits'], meter['tickBits']))

    def switch(self, device):
        return next((name for name, known in self.stage.inventory.switches.items() if known == device), device)

    def show_held(self, point, direction, before):
        """What the switches hold for the flow, read with ovs-ofctl: what came since it was asked for."""
        fresh = {name: [line for line in lines if line not in before[name]] for name, lines in self.stage.held().items()}
        point.say()
        for name, lines in fresh.items():
            for line in lines:
                point.say('%s  %s' % (name, line))
        point.say()
        on_path = {hop['name'].split('/')[0] for hop in direction['path']}
        point.check({name for name, lines in fresh.items() if lines} == on_path, 'the switches of the path hold rules and meters for it, the others none: %s'
                    % ', '.join('%s %d' % (name, len(lines)) for name, lines in fresh.items()))
        programmed = 'rate=%d burst_size=%d' % (direction['meter']['rateBitsPerSecond'] // 1000, direction['meter']['burstBits'] // 1000)
        ingress = self.switch(direction['meter']['switch'])
        point.check(any(programmed in line for line in fresh[ingress] if line.startswith('meter')),
                    'the meter at %s holds what was proven, in kbit: %s' % (ingress, programmed))

    def show_evidence(self, point, flow):
        evidence = self.controller.get(flow['links']['evidence'])
        for statement in evidence['statements']:
            point.say('%-9s     %s: promised %s, found %s' % (statement['kind'], statement['subject'], statement['promised'], statement['found']))
        point.check(evidence['statements'] and all(s['holds'] for s in evidence['statements']),
                    'ACTIVE rests on %d statements of evidence, and all hold' % len(evidence['statements']))

    # ------------------------------------------------------------ 2, 3, 4: measured under floods

    def load(self, marked=None):
        """be1 fills the first link twice over; be2 and be5 make up for what the link before has dropped already."""
        dscp = 46 if marked else 0
        streams = {'be1': marked or [self.stream(20e6)], 'be2': [self.stream(14e6, dscp)], 'be5': [self.stream(14e6, dscp)]}
        return Load(streams, sinks={'h2': [FLOOD_PORT]}, ports=PATH)

    def stream(self, bits_per_second, dscp=0, payload_bytes=FLOOD_PAYLOAD_BYTES, **more):
        return dict(more, bitsPerSecond=bits_per_second, payloadBytes=payload_bytes, to=self.network.hosts['h2'].IP(), port=FLOOD_PORT, dscp=dscp)

    def trials(self, point, flows, load):
        bounds = {name: flow['directions'][0]['boundMicroseconds'] for name, flow in self.admitted.items()}
        trials = Trials(self.stage, point, bounds).play(flows, load)
        trials.check_offered(FLOOD_TIMES)
        return trials

    def check_kept(self, trials, *names):
        for name in names:
            trials.check_kept(name, LOSS_PERCENT, self.admitted[name]['directions'][0]['bound']['softwareAllowanceMicroseconds'])

    def flood(self, point):
        point.say('"unprotected" is the same traffic at the same time from h1 to h2, on a UDP port for which nothing was asked')
        trials = self.trials(point, [self.camera, self.machine, self.unprotected], self.load())
        self.check_kept(trials, 'camera', 'machine')
        protected, unprotected = (trials.median(name, 'microseconds', 'p50') for name in ('camera', 'unprotected'))
        loss, bound = trials.median('unprotected', 'lossPercent'), trials.bounds['camera']
        point.check(unprotected >= WORSE_TIMES * protected, 'unprotected: median p50 %s ms >= %d x %s ms protected' % (
            milliseconds(unprotected), WORSE_TIMES, milliseconds(protected)))
        point.check(unprotected > bound, 'unprotected breaks the promise in delay: median p50 %s ms > %s ms' % (milliseconds(unprotected), milliseconds(bound)))
        point.check(loss > LOSS_PERCENT, 'unprotected breaks the promise in loss: %.1f %% > %.1f %%' % (loss, LOSS_PERCENT))

    def twice(self, point):
        trials = self.trials(point, [self.camera.at(2), self.machine], self.load())
        rate, admitted = trials.median('camera', 'goodputBitsPerSecond'), self.camera_request['traffic']['rateBitsPerSecond']
        point.check(abs(rate - admitted) <= POLICED_WITHIN * admitted, 'camera sends %s Mbit/s; %s arrive, counted from the first second on: %+.1f %% of the admitted %s' % (
            megabits(2 * admitted), megabits(rate), 100 * (rate / admitted - 1), megabits(admitted)))
        self.check_kept(trials, 'machine')

    def marking(self, point):
        """Everything that a host can write into a frame: DSCP, a priority tag, VLANs with a high PCP, two tags, the flow's own label."""
        label = self.admitted['camera']['directions'][0]['path'][0]['label']
        mac = self.network.hosts['h2'].MAC()
        tags = [[[0, 7]], [[100, 5]], [[100, 7]], [[100, 0], [200, 7]], [[label, 5]], [[label, 7]]]
        marked = [self.stream(14e6, 46), *(self.stream(3e6, 46, 1400, toMac=mac, tags=tag) for tag in tags)]
        point.say('be1 sends DSCP EF, priority tags with PCP 7, VLAN 100 with PCP 5 and 7, two tags, and the flow\'s own label %d; be2 and be5 send DSCP EF' % label)
        witness = traffic.Process(self.network, 'h2', traffic.FLOOD + ['witness', str(FLOOD_PORT)])
        try:
            trials = self.trials(point, [self.camera, self.machine], self.load(marked))
            seen = witness.result()
        finally:
            witness.kill()
        self.check_kept(trials, 'camera', 'machine')
        trials.check_classes({'s1/2': ['camera', 'machine'], 's2/2': ['camera', 'machine'], 's5/10': ['camera']}, PROBE_PACKETS_A_RUN)
        kept = ['%d with VID/PCP/DSCP %s' % (count, marks) for marks, count in seen.items() if not marks.endswith('/0/0')]
        point.check(seen and not kept, 'of %d flood frames seen at h2 none has kept a mark%s' % (sum(seen.values()), ''.join('; ' + text for text in kept)))
        point.check(not any(int(marks.split('/')[0]) >= 2048 for marks in seen), 'none of them has a tag of the label range')
        self.check_topology(point)

    def check_topology(self, point):
        before, now = self.topology_before, self.controller.topology()
        down = [link['name'] for link in now['links'] if not link['up']]
        point.check(not down and {link['id'] for link in now['links']} == {link['id'] for link in before['links']},
                    'all %d directed links are up after the floods of points 2 to 4%s' % (len(now['links']), ''.join('; down: ' + name for name in down)))
        events = self.stage.events.since(self.mark, 'link', 'switch', 'topology')
        point.check(now['version'] == before['version'] and not events, 'and never changed: topology version %d, before %d; %d link or switch events' % (
            now['version'], before['version'], len(events)))
        for event in events[:8]:
            point.say('%s  %s %s %s' % (event.get('at'), event.get('kind'), event.get('subject'), event.get('detail')))
        point.check(self.stage.events.failure is None, 'the event stream was open all the time')

    # ------------------------------------------------------------ 5: refused, and what would fit

    def refusal(self, point):
        request, want = document(HERE, 'intents', 'second-camera'), document(HERE, 'expected', 'second-camera')
        say_asked(point, request)
        answer = self.controller.ask(request)
        body = answer.body
        if not point.check(answer.status == 409, 'refused: %d %s: %s' % (answer.status, body.get('code'), body.get('detail', json.dumps(body)))):
            if answer.status == 201:
                self.admitted['second camera'] = body
            return
        point.put(refusal=body)
        constraint, alternatives = body['constraint'], body['alternatives']
        point.say('constraint    %s' % ', '.join('%s %s' % item for item in constraint.items() if item[1] is not None))
        point.check((body['code'], constraint['name'], constraint['class']) == (want['code'], want['name'], want['class']),
                    '%s; binding link %s, class %s' % (body['code'], constraint['name'], constraint['class']))
        point.check(constraint['asked'] - constraint['available'] == constraint['shortfall'] > 0, '%s: %d %s asked, %d available, %d short' % (
            constraint['quantity'], constraint['asked'], constraint['unit'], constraint['available'], constraint['shortfall']))
        for alternative in alternatives:
            point.say('alternative   %s: %s' % (alternative['kind'], alternative['why']))
        if not point.check(sorted(a['kind'] for a in alternatives) == want['alternatives'], 'alternatives: %s' % ', '.join(a['kind'] for a in alternatives)):
            return
        accepted = self.controller.ask(alternatives[0]['request'])
        active = accepted.status == 201 and accepted.body['state'] == 'ACTIVE'
        if active:
            self.admitted['alternative'] = accepted.body
        point.check(active, 'the first one, POSTed as it stands, is %s' % ('ACTIVE as ' + accepted.body['id'] if active else '%d %s' % (
            accepted.status, json.dumps(accepted.body))))

    # ------------------------------------------------------------ 6: released

    def release(self, point):
        for name, flow in self.admitted.items():
            answer = self.controller.release(flow['id'])
            point.check(answer.status == 200 and answer.body['state'] in ('RELEASING', 'ENDED') and answer.body['capacityReturnsAt'],
                        '%s (%s): %d %s after %.0f ms, its capacity returns at %s' % (flow['id'], name, answer.status, answer.body.get('state'),
                                                                                     answer.milliseconds, answer.body.get('capacityReturnsAt')))
        held = self.settled(self.stage.held, self.held_before, RULES_SECONDS)
        point.check(held == self.held_before, 'ovs-ofctl: every switch holds exactly the rules and meters of before')
        for name in held:
            for line in [line for line in held[name] if line not in self.held_before[name]]:
                point.say('left over: %s  %s' % (name, line))
            for line in [line for line in self.held_before[name] if line not in held[name]]:
                point.say('lost:      %s  %s' % (name, line))
        started = time.monotonic()
        booked = self.settled(self.stage.booked, self.booked_before, LINGER_SECONDS)
        point.check(booked == self.booked_before, 'every class of every link has the capacity back that it had before, %.1f s later' % (time.monotonic() - started))
        for link, classes in booked.items():
            if classes != self.booked_before.get(link):
                point.say('%s: %s, before %s' % (link, classes, self.booked_before.get(link)))
        point.check(self.controller.alive(), 'the controller is still there')

    @staticmethod
    def settled(read, wanted, seconds):
        """What `read` gives once it is `wanted`, or when the time is over."""
        try:
            wait_for(lambda: read() == wanted, seconds, 'the state of before')
        except TimeoutError:
            pass
        return read()
