"""Probes, floods and their sinks in the hosts of a network."""
import contextlib
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROBE = [sys.executable, '-B', HERE + '/probe.py']
FLOOD = [sys.executable, '-B', HERE + '/flood.py']
FILL_SECONDS = 0.7   # until the queues are full of the flood
DRAIN_SECONDS = 0.4  # until the last probes have come through them


class Flow:
    """One probe flow: who sends what to whom, in frames without FCS."""

    def __init__(self, name, source, destination, port, bits_per_second, frame_bytes, burst_packets):
        self.name, self.source, self.destination, self.port = name, source, destination, port
        self.bits_per_second, self.frame_bytes, self.burst_packets = bits_per_second, frame_bytes, burst_packets

    def at(self, factor):
        return Flow(self.name, self.source, self.destination, self.port, self.bits_per_second * factor, self.frame_bytes,
                    self.burst_packets)

    @property
    def packets_per_second(self):
        return self.bits_per_second / 8 / self.frame_bytes


class Process:
    """A helper in a host that says READY, works until its standard input ends, and answers one JSON line."""

    def __init__(self, network, host, command, ready=True):
        self.what = '%s: %s' % (host, ' '.join(command[2:4]))
        self.process = subprocess.Popen(network.inside(host, *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        if ready and self.process.stdout.readline().strip() != 'READY':
            raise RuntimeError('%s did not start: %s' % (self.what, self.process.stderr.read().strip()))

    def result(self, seconds=30):
        output, errors = self.process.communicate(timeout=seconds)
        if self.process.returncode:
            raise RuntimeError('%s: %s' % (self.what, errors.strip()))
        return json.loads(output.strip().splitlines()[-1]) if output.strip() else None

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def flooding(network, streams_by_host, fill_seconds=FILL_SECONDS):
    """Best-effort load for as long as the block lasts; yields a dict that holds what every host sent once it is over."""
    sent, senders = {}, []
    try:
        senders = [(host, Process(network, host, FLOOD + ['send', json.dumps(streams)])) for host, streams in streams_by_host.items()]
        if senders:
            time.sleep(fill_seconds)
        yield sent
        for host, sender in senders:
            sent[host] = sender.result()
    finally:
        for _, sender in senders:
            sender.kill()


@contextlib.contextmanager
def sinks(network, ports_by_host):
    """UDP ports that take floods and throw them away."""
    running = []
    try:
        for host, ports in ports_by_host.items():
            running.append(Process(network, host, FLOOD + ['sink', *map(str, ports)]))
        yield
    finally:
        for process in running:
            process.kill()


def measure(network, flows, seconds, settle_seconds=1.0):
    """Send every flow at once for `seconds`; flow name -> what arrived, with delays in microseconds and loss in percent."""
    receivers, senders, results = {}, {}, {}
    try:
        for flow in flows:
            receivers[flow.name] = Process(network, flow.destination, PROBE + ['receive', str(flow.port), str(settle_seconds)])
        for flow in flows:
            address = network.hosts[flow.destination].IP()
            senders[flow.name] = Process(network, flow.source, PROBE + [
                'send', address, str(flow.port), str(flow.packets_per_second), str(flow.frame_bytes - 42), str(seconds),
                str(flow.burst_packets)], ready=False)
        sent = {name: sender.result(seconds + 30) for name, sender in senders.items()}
        time.sleep(DRAIN_SECONDS)
        for name, receiver in receivers.items():
            results[name] = dict(receiver.result(), **sent[name])
            results[name]['lossPercent'] = round(100 * (1 - results[name]['received'] / results[name]['sent']), 3)
        return results
    finally:
        for process in (*receivers.values(), *senders.values()):
            process.kill()
