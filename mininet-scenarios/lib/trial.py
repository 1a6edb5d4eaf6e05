"""Measured runs under load, printed as they come, judged by their medians."""
import contextlib
import fcntl
import os
import statistics
import time

from lib import shaping, traffic
from lib.openvswitch import SCHEMA
from lib.report import megabits, milliseconds

COLUMNS = [('run  flow', 16), ('loss %', 8), ('p50 ms', 8), ('p99 ms', 8), ('max ms', 8), ('bound ms', 9), ('Mbit/s', 7), ('sender late ms', 14)]
NOISE_MILLISECONDS = 100  # of processor time that the machine below kept for itself in one run, from which on it is told


class Load:
    """Best effort for a measured run: what every host floods, who takes it, and the ports that it is to overload."""

    def __init__(self, streams, sinks, ports):
        self.streams, self.sinks, self.ports = streams, sinks, ports


class Trials:
    """The runs of one point of a scenario."""

    def __init__(self, stage, point, bounds):
        """`bounds`: flow name -> proven bound in microseconds, of the flows that have one."""
        self.stage, self.point, self.bounds, self.runs = stage, point, bounds, []

    def play(self, flows, load):
        self._row([name for name, _ in COLUMNS])
        self.point.say('-' * (sum(width for _, width in COLUMNS) + 2 * len(COLUMNS) - 2))
        for number in range(1, self.stage.runs + 1):
            with self._turn():
                run = self._run(flows, load)
            self.runs.append(run)
            for name, flow in run['flows'].items():
                delay = flow['microseconds']
                self._row(['%3d  %s' % (number, name), '%.3f' % flow['lossPercent'], *(milliseconds(delay[q]) for q in ('p50', 'p99', 'max')),
                           milliseconds(self.bounds.get(name)), megabits(flow['goodputBitsPerSecond']), '%.1f' % flow['latestMilliseconds']])
            if run['stealMilliseconds'] >= NOISE_MILLISECONDS:
                self.point.say('     noise: the machine below kept %d ms of processor time for itself in this run' % run['stealMilliseconds'])
        self.point.put(runs=self.runs, medians={flow.name: self._medians(flow.name) for flow in flows})
        return self

    @contextlib.contextmanager
    def _turn(self):
        """Measured runs of concurrent scenarios take turns: a few processors cannot forward two floods in time.

        The lock is on a file that all of them see and none of them makes.
        """
        with open(SCHEMA) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.point.say('     waiting: another scenario on this machine measures')
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _row(self, cells):
        self.point.say('  '.join(str(cell).ljust(width) if i == 0 else str(cell).rjust(width)
                                 for i, (cell, (_, width)) in enumerate(zip(cells, COLUMNS))))

    def _run(self, flows, load):
        network, steal = self.stage.network, steal_milliseconds()
        with traffic.sinks(network, load.sinks), traffic.flooding(network, load.streams) as flood:
            before, started = {port: network.counters(port) for port in load.ports}, time.monotonic()
            measured = traffic.measure(network, flows, self.stage.seconds)
            after, seconds = {port: network.counters(port) for port in load.ports}, time.monotonic() - started
        queues = {port: {leaf: {key: after[port][leaf][key] - before[port][leaf][key] for key in ('bytes', 'packets', 'drops')}
                         for leaf in after[port]} for port in load.ports}
        offered = {port: shaping.offered(queues[port]) / seconds for port in load.ports}
        return {'flows': measured, 'offeredBitsPerSecond': offered, 'queues': queues, 'flood': flood,
                'stealMilliseconds': steal_milliseconds() - steal}

    def _medians(self, name):
        return {'lossPercent': self.median(name, 'lossPercent'), 'goodputBitsPerSecond': self.median(name, 'goodputBitsPerSecond'),
                **{q: self.median(name, 'microseconds', q) for q in ('p50', 'p99', 'max')}}

    # ------------------------------------------------------------ judging

    def median(self, name, *keys):
        """The median over the runs of one figure of one flow; a run in which nothing arrived is the worst there is."""
        def figure(run):
            value = run['flows'][name]
            for key in keys:
                value = value[key]
            return float('inf') if value is None else value
        return statistics.median(figure(run) for run in self.runs)

    def check_offered(self, times):
        """Every port was offered at least so many times its rate, by the median: a busy machine may rob one flood of its processor."""
        ports = self.stage.inventory.ports
        offered = {port: statistics.median(run['offeredBitsPerSecond'][port] for run in self.runs) / ports[port].capacity_bits_per_second
                   for port in self.runs[0]['offeredBitsPerSecond']}
        self.point.check(min(offered.values()) >= times, 'offered to the queues, median times the rate of the port: %s'
                         % ', '.join('%s %.1f' % item for item in offered.items()))

    def check_kept(self, name, loss_percent, allowance_microseconds):
        """The promise to a flow is kept, by the medians."""
        loss, p99 = self.median(name, 'lossPercent'), self.median(name, 'microseconds', 'p99')
        self.point.check(loss <= loss_percent, '%s: median loss %.3f %% <= %.1f %%' % (name, loss, loss_percent))
        self.point.check(p99 <= self.bounds[name], '%s: median p99 %s ms <= bound %s ms, of which %s ms are software allowance' % (
            name, milliseconds(p99), milliseconds(self.bounds[name]), milliseconds(allowance_microseconds)))

    def check_classes(self, flows_by_port, spare_packets):
        """What a port sent in its guaranteed classes is what guaranteed flows sent, and `spare_packets` for probes of the controller."""
        worst = None
        for run in self.runs:
            for port, names in flows_by_port.items():
                sent = sum(queue['packets'] for leaf, queue in run['queues'][port].items() if shaping.FIRST_CLASS <= leaf < shaping.BEST_EFFORT)
                surplus = sent - sum(run['flows'][name]['received'] for name in names)
                if worst is None or surplus > worst[0]:
                    worst = surplus, port, sent
        self.point.check(worst[0] <= spare_packets, 'guaranteed classes carry guaranteed flows alone: at most %d of %d packets at %s are not theirs (path probes)'
                         % (max(0, worst[0]), worst[2], worst[1]))


def steal_milliseconds():
    """Time for which the machine below did not run us, since its start: noise that nothing in here can help."""
    with open('/proc/stat') as stat:
        return int(stat.readline().split()[8]) * 1000 // os.sysconf('SC_CLK_TCK')
