package io.plumbline.rest.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.GuaranteedFlow.Direction;
import io.plumbline.controller.intent.RouteForm;
import io.plumbline.controller.intent.TrafficChange;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.pce.path.RoutePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the bodies of requests into the controller's values. The shapes are those of {@code openapi.yaml}. */
public final class RequestReader {
    /** IP protocols that have a name here. */
    public static final ImmutableMap<String, Long> PROTOCOLS = ImmutableMap.of("icmp", 1L, "tcp", 6L, "udp", 17L);

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ENDPOINT = 64;
    private static final long NANOS_PER_MICROSECOND = 1_000;
    private static final ImmutableMap<String, Direction> DIRECTIONS =
            ImmutableMap.of("forward", Direction.FORWARD, "both", Direction.BOTH);
    private static final TrafficSpec NO_TRAFFIC = new TrafficSpec(0, 0, 0, 0);

    private RequestReader() {}

    /** What {@code POST /v1/guaranteed-flows} and {@code POST /v1/feasibility} ask for. */
    public static GuaranteedFlow guaranteedFlow(byte[] body) throws InvalidInputException {
        Members members = Members.of(StrictJson.object(body));
        String name = members.text("name", LONGEST_NAME).orElse("");
        String from = members.requiredText("from", LONGEST_ENDPOINT).orElse("");
        String to = members.requiredText("to", LONGEST_ENDPOINT).orElse("");
        TrafficMatch match = members.object("match").map(RequestReader::match).orElse(TrafficMatch.ANY);
        Direction direction = members.choice("direction", DIRECTIONS).orElse(Direction.FORWARD);
        TrafficSpec traffic =
                members.requiredObject("traffic").map(RequestReader::traffic).orElse(NO_TRAFFIC);
        TrafficSpec reverseTraffic = reverseTraffic(members, direction).orElse(traffic);
        long maxDelayNanos = members.requiredObject("objective")
                .map(RequestReader::maxDelayNanos)
                .orElse(0L);
        Schedule schedule =
                members.object("schedule").map(RequestReader::schedule).orElse(Schedule.FROM_NOW);
        GuaranteedFlow flow = new GuaranteedFlow(
                name,
                from,
                to,
                match,
                direction,
                traffic,
                reverseTraffic,
                maxDelayNanos,
                schedule.start,
                schedule.end,
                schedule.duration,
                members.object("lease").map(RequestReader::seconds),
                members.object("route").map(RequestReader::route).orElse(RoutePolicy.ANY));
        if (members.valid()) {
            members.reject(flow.invalidField());
        }
        members.finish();
        return flow;
    }

    /** What {@code PUT /v1/guaranteed-flows/{id}/lease} asks for. */
    public static Duration lease(byte[] body) throws InvalidInputException {
        ObjectNode object = StrictJson.object(body);
        Members members = Members.of(object);
        Duration lease = seconds(members);
        members.finish();
        return lease;
    }

    /** What is to be otherwise in a flow's traffic. */
    public record Resize(TrafficChange traffic, Optional<TrafficChange> reverseTraffic) {}

    /** What {@code PATCH /v1/guaranteed-flows/{id}} asks for. */
    public static Resize resize(byte[] body) throws InvalidInputException {
        Members members = Members.of(StrictJson.object(body));
        TrafficChange traffic = members.requiredObject("traffic")
                .map(RequestReader::trafficChange)
                .orElse(TrafficChange.NONE);
        Optional<TrafficChange> reverse = members.object("reverseTraffic").map(RequestReader::trafficChange);
        members.finish();
        return new Resize(traffic, reverse);
    }

    private static TrafficChange trafficChange(Members members) {
        return new TrafficChange(
                members.integer("rateBitsPerSecond", TrafficSpec.SMALLEST_RATE, TrafficSpec.LARGEST_RATE),
                members.integer("burstBytes", TrafficSpec.SMALLEST_FRAME_BYTES, TrafficSpec.LARGEST_BURST_BYTES),
                toInt(members.integer(
                        "minPacketBytes", TrafficSpec.SMALLEST_FRAME_BYTES, TrafficSpec.LARGEST_FRAME_BYTES)),
                toInt(members.integer(
                        "maxPacketBytes", TrafficSpec.SMALLEST_FRAME_BYTES, TrafficSpec.LARGEST_FRAME_BYTES)));
    }

    /** What is to be drained: a link or a switch, by name or id. */
    public record Drained(boolean isSwitch, String name) {}

    /** What {@code POST /v1/drain} and {@code POST /v1/undrain} ask for: exactly one of the two. */
    public static Drained drained(byte[] body) throws InvalidInputException {
        Members members = Members.of(StrictJson.object(body));
        Optional<String> link = members.text("link", RouteForm.LONGEST_ENTRY);
        Optional<String> node = members.text("switch", RouteForm.LONGEST_ENTRY);
        if (members.valid() && link.isPresent() == node.isPresent()) {
            members.reject("link", "given, or switch given", link.isPresent() ? "both" : "neither");
        }
        members.finish();
        return new Drained(node.isPresent(), node.or(() -> link).orElseThrow());
    }

    private static TrafficSpec traffic(Members members) {
        long rate = members.requiredInteger("rateBitsPerSecond", TrafficSpec.SMALLEST_RATE, TrafficSpec.LARGEST_RATE);
        long burst = members.requiredInteger(
                "burstBytes", TrafficSpec.SMALLEST_FRAME_BYTES, TrafficSpec.LARGEST_BURST_BYTES);
        OptionalLong least =
                members.integer("minPacketBytes", TrafficSpec.SMALLEST_FRAME_BYTES, TrafficSpec.LARGEST_FRAME_BYTES);
        long most = members.requiredInteger(
                "maxPacketBytes", TrafficSpec.SMALLEST_FRAME_BYTES, TrafficSpec.LARGEST_FRAME_BYTES);
        return new TrafficSpec(
                rate, burst, Math.toIntExact(least.orElse(TrafficSpec.SMALLEST_FRAME_BYTES)), Math.toIntExact(most));
    }

    private static Optional<TrafficSpec> reverseTraffic(Members members, Direction direction) {
        Optional<Members> given = members.object("reverseTraffic");
        if (given.isPresent() && direction == Direction.FORWARD) {
            members.reject("reverseTraffic", "absent unless direction is both", "an object");
        }
        return given.map(RequestReader::traffic);
    }

    private static TrafficMatch match(Members members) {
        return new TrafficMatch(
                toInt(members.integerOrName("protocol", 0, 255, PROTOCOLS)),
                toInt(members.integer("sourcePort", 1, 65_535)),
                toInt(members.integer("destinationPort", 1, 65_535)),
                toInt(members.integer("vlan", 1, 2_047)));
    }

    private static OptionalInt toInt(OptionalLong value) {
        return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.getAsLong())) : OptionalInt.empty();
    }

    private static long maxDelayNanos(Members members) {
        return members.requiredInteger(
                        "maxDelayMicroseconds", 1, GuaranteedFlow.LONGEST_DELAY_NANOS / NANOS_PER_MICROSECOND)
                * NANOS_PER_MICROSECOND;
    }

    private static Duration seconds(Members members) {
        return Duration.ofSeconds(members.requiredInteger("seconds", 1, GuaranteedFlow.LONGEST_LEASE.toSeconds()));
    }

    private static RoutePolicy route(Members members) {
        return new RoutePolicy(
                entries(members, "excludedNodes"),
                entries(members, "excludedLinks"),
                entries(members, "excludedRiskGroups"),
                entries(members, "excludedLabels"),
                entries(members, "excludedCountries"),
                entries(members, "allowedCountries"),
                members.texts("waypoints", RoutePolicy.MOST_WAYPOINTS, RouteForm.LONGEST_ENTRY));
    }

    private static ImmutableSortedSet<String> entries(Members members, String name) {
        return ImmutableSortedSet.copyOf(members.texts(name, RoutePolicy.MOST_ENTRIES, RouteForm.LONGEST_ENTRY));
    }

    private static Schedule schedule(Members members) {
        OptionalLong seconds = members.integer("durationSeconds", 1, GuaranteedFlow.LONGEST_DURATION.toSeconds());
        return new Schedule(
                members.instant("start"),
                members.instant("end"),
                seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty());
    }

    private record Schedule(Optional<Instant> start, Optional<Instant> end, Optional<Duration> duration) {
        static final Schedule FROM_NOW = new Schedule(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
