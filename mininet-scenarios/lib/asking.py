"""What a scenario asks for: request documents in its folder, and the probe flows that use them."""
import json
import os

from lib import traffic
from lib.report import megabits, milliseconds


def document(folder, *path):
    """A JSON document of the scenario."""
    with open(os.path.join(folder, *path) + '.json') as file:
        return json.load(file)


def conforming(name, request, port=None):
    """The probe flow that uses a request to the full: its rate in its largest packets, its burst at once."""
    spec = request['traffic']
    return traffic.Flow(name, request['from'], request['to'], port or request['match']['destinationPort'],
                        spec['rateBitsPerSecond'], spec['maxPacketBytes'], spec['burstBytes'] // spec['maxPacketBytes'])


def say_asked(point, request):
    spec = request['traffic']
    point.say('asked for     %s -> %s, UDP port %d, %s Mbit/s, burst %d B, packets of %d B, within %s ms' % (
        request['from'], request['to'], request['match']['destinationPort'], megabits(spec['rateBitsPerSecond']),
        spec['burstBytes'], spec['maxPacketBytes'], milliseconds(request['objective']['maxDelayMicroseconds'])))
