"""What can be told without root: PYTHONPATH=mininet-scenarios /usr/bin/python3 -m unittest lib.tests"""
import struct
import unittest

from lib import shaping
from lib.inventory import PortClass

CONTROL = PortClass('control', 7, None, 3200)
CLASSES = [PortClass('gold', 5, 46, 20000), PortClass('silver', 3, 26, 40000)]
GOLD, SILVER = shaping.FIRST_CLASS, shaping.FIRST_CLASS + 1


def class_of(program, frame):
    """Carries the bytecode out as the kernel would; a load behind the end of the frame is no match."""
    words = [tuple(map(int, word.split())) for word in shaping.assemble(program).split(',')[1:]]
    at = accumulator = 0
    while True:
        code, true, false, k = words[at]
        at += 1
        if code == shaping.RETURN:
            return k & 0xFFFF or shaping.BEST_EFFORT
        if code == shaping.EQUAL:
            at += true if accumulator == k else false
        elif code == shaping.AND:
            accumulator &= k
        elif code == shaping.SHIFT_RIGHT:
            accumulator >>= k
        else:
            size = 2 if code == shaping.LOAD_HALF else 1
            if k + size > len(frame):
                return shaping.BEST_EFFORT
            accumulator = int.from_bytes(frame[k:k + size], 'big')


def frame(ethertype, *tags, dscp=0):
    ip = {0x0800: struct.pack('!BB', 0x45, dscp << 2), 0x86DD: struct.pack('!H', 0x6000 | dscp << 6)}.get(ethertype, b'')
    return bytes(12) + b''.join(struct.pack('!HH', 0x8100, pcp << 13 | vid) for vid, pcp in tags) + struct.pack('!H', ethertype) + ip + bytes(46)


class Link(unittest.TestCase):
    def check(self, expected, *arguments, **keywords):
        self.assertEqual(expected, class_of(shaping.by_pcp(CONTROL, CLASSES), frame(*arguments, **keywords)))

    def test_outerTagDecides(self):
        self.check(GOLD, 0x0800, (2048, 5))
        self.check(SILVER, 0x0800, (2048, 3))
        self.check(shaping.CONTROL, 0x88B5, (2048, 7))
        self.check(shaping.BEST_EFFORT, 0x0800, (100, 0))

    def test_innerTagAndDscp_doNotCount(self):
        self.check(shaping.BEST_EFFORT, 0x0800, (100, 0), (200, 7), dscp=46)
        self.check(shaping.BEST_EFFORT, 0x0800, dscp=46)

    def test_lldpIsControl(self):
        self.check(shaping.CONTROL, 0x88CC)


class AccessPort(unittest.TestCase):
    def check(self, expected, *arguments, **keywords):
        self.assertEqual(expected, class_of(shaping.by_dscp(CLASSES), frame(*arguments, **keywords)))

    def test_dscpDecides(self):
        self.check(GOLD, 0x0800, dscp=46)
        self.check(SILVER, 0x0800, dscp=26)
        self.check(GOLD, 0x86DD, dscp=46)
        self.check(GOLD, 0x0800, (100, 5), dscp=46)
        self.check(shaping.BEST_EFFORT, 0x0800, dscp=10)

    def test_pcpAndLldp_doNotCount(self):
        self.check(shaping.BEST_EFFORT, 0x0800, (100, 7))
        self.check(shaping.BEST_EFFORT, 0x88CC)
        self.check(shaping.BEST_EFFORT, 0x0800, (100, 5), (200, 5), dscp=46)


class Refusals(unittest.TestCase):
    def test_rule4_boundsWhatQueuesBehindOneSwitch(self):
        shaping.check_rule_4(40, 2)
        with self.assertRaisesRegex(ValueError, 'more than 200000 B'):
            shaping.check_rule_4(44, 2)

    def test_optionsThatTCLinkGetsWrong_areRefusedByName(self):
        from lib.network import PlainLink
        for option in ('delay', 'max_queue_size', 'use_hfsc'):
            with self.assertRaisesRegex(ValueError, option):
                PlainLink(None, None, **{option: '5ms'})
