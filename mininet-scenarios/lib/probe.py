#!/usr/bin/python3
"""A probe flow over UDP, timed one way: all namespaces of a machine share one clock, and the kernel stamps arrivals.

    probe.py send ADDRESS PORT PACKETS_PER_SECOND PAYLOAD_BYTES SECONDS BURST_PACKETS   -> one JSON line
    probe.py receive PORT SETTLE_SECONDS   says READY, counts until its standard input ends -> one JSON line

A sender that wakes up late shifts its schedule: a burst that catches up is not what it has bought, and the meter would cut it.
Delay runs from just before the send call to the kernel's stamp at the receiver.
"""
import gc
import json
import os
import select
import socket
import struct
import sys
import time

HEADERS_BYTES = 42  # Ethernet, IPv4, UDP
STAMP = struct.Struct('!QQ')
SO_TIMESTAMPNS, SO_RCVBUFFORCE = 35, 33


def send(address, port, packets_per_second, payload_bytes, seconds, burst):
    become_realtime()
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.connect((address, port))
    padding = bytes(payload_bytes - STAMP.size)
    count, errors, latest = int(packets_per_second * seconds) // burst * burst, 0, 0.0
    gc.disable()
    start, number = time.monotonic() + 0.02, 0
    while number < count:
        ahead = start + number / packets_per_second - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
            late = time.monotonic() - (start + number / packets_per_second)
        else:
            late = -ahead
        if late > 0.0002:
            start += late
            latest = max(latest, late)
        for _ in range(burst):
            try:
                out.send(STAMP.pack(number, time.clock_gettime_ns(time.CLOCK_REALTIME)) + padding)
            except OSError:
                errors += 1
            number += 1
    print(json.dumps(dict(sent=count, errors=errors, latestMilliseconds=round(latest * 1e3, 1))))


def receive(port, settle_seconds):
    """Goodput leaves out the first `settle_seconds`: a token bucket that was full passes its burst there."""
    into = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    into.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    into.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
    into.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
    into.bind(('0.0.0.0', port))
    gc.disable()
    print('READY', flush=True)
    arrivals, seen, duplicates, marks = [], set(), 0, {}
    while True:
        ready = select.select([into, sys.stdin], [], [])[0]
        if into in ready:
            data, ancillary, _, _ = into.recvmsg(2048, 256)
            stamp = time.clock_gettime_ns(time.CLOCK_REALTIME)
            for _, kind, value in ancillary:
                if kind == SO_TIMESTAMPNS:
                    whole, nanos = struct.unpack('qq', value[:16])
                    stamp = whole * 10**9 + nanos
                elif kind == socket.IP_TOS:
                    marks[value[0] >> 2] = marks.get(value[0] >> 2, 0) + 1
            number, sent_at = STAMP.unpack_from(data)
            if number in seen:
                duplicates += 1
                continue
            seen.add(number)
            arrivals.append((stamp, stamp - sent_at, len(data)))
        elif sys.stdin in ready:
            break
    print(json.dumps(summary(arrivals, settle_seconds, duplicates, marks)))


def summary(arrivals, settle_seconds, duplicates, marks):
    delays = sorted(delay for _, delay, _ in arrivals)

    def quantile(share):
        return round(delays[min(len(delays) - 1, int(len(delays) * share))] / 1e3, 1) if delays else None

    settled = [a for a in arrivals if a[0] >= arrivals[0][0] + settle_seconds * 10**9]
    span = settled[-1][0] - settled[0][0] if len(settled) > 1 else 0
    bits = 8 * sum(size + HEADERS_BYTES for _, _, size in settled[1:])  # the first marks the start
    return dict(received=len(arrivals), duplicates=duplicates, dscp=marks,
                goodputBitsPerSecond=round(bits * 1e9 / span) if span else 0,
                microseconds=dict(min=quantile(0), p50=quantile(.5), p90=quantile(.9), p99=quantile(.99), p999=quantile(.999), max=quantile(1)))


def become_realtime():
    """Above the switches, which run at 10; without the permission the figures are only noisier."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(20))
    except OSError:
        pass


if __name__ == '__main__':
    verb, rest = sys.argv[1], sys.argv[2:]
    if verb == 'send':
        send(rest[0], int(rest[1]), float(rest[2]), int(rest[3]), float(rest[4]), int(rest[5]))
    else:
        receive(int(rest[0]), float(rest[1]))
