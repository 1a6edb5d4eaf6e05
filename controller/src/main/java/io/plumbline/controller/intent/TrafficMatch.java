package io.plumbline.controller.intent;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which packets from the source belong to the guaranteed flow, beside the addresses of its endpoints. Everything absent means any.
 *
 * @param protocol IP protocol number, 0 to 255
 * @param sourcePort TCP or UDP, 1 to 65535; needs protocol 6 or 17
 * @param destinationPort likewise
 * @param vlan the customer's VLAN, 1 to 2047
 */
public record TrafficMatch(
        OptionalInt protocol, OptionalInt sourcePort, OptionalInt destinationPort, OptionalInt vlan) {
    /** Everything between the endpoints. */
    public static final TrafficMatch ANY =
            new TrafficMatch(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    private static final int TCP = 6;
    private static final int UDP = 17;

    /** The same traffic seen from the other end. */
    public TrafficMatch reversed() {
        return new TrafficMatch(protocol, destinationPort, sourcePort, vlan);
    }

    /** The first field that cannot be, if any. */
    public Optional<InvalidField> invalidField() {
        if (outside(protocol, 0, 255)) {
            return invalid("protocol", "0 to 255, udp, tcp or icmp", protocol);
        }
        if (outside(vlan, 1, 2047)) {
            return invalid("vlan", "1 to 2047 (above are path labels)", vlan);
        }
        boolean ports = protocol.isPresent() && (protocol.getAsInt() == TCP || protocol.getAsInt() == UDP);
        if (sourcePort.isPresent() && (!ports || outside(sourcePort, 1, 65535))) {
            return invalid("sourcePort", ports ? "1 to 65535" : "absent unless protocol is udp or tcp", sourcePort);
        }
        if (destinationPort.isPresent() && (!ports || outside(destinationPort, 1, 65535))) {
            return invalid(
                    "destinationPort", ports ? "1 to 65535" : "absent unless protocol is udp or tcp", destinationPort);
        }
        return Optional.empty();
    }

    private static boolean outside(OptionalInt value, int low, int high) {
        return value.isPresent() && (value.getAsInt() < low || value.getAsInt() > high);
    }

    private static Optional<InvalidField> invalid(String field, String limit, OptionalInt value) {
        return Optional.of(new InvalidField("match." + field, limit, Integer.toString(value.orElse(0))));
    }
}
