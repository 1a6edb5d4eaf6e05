package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.controller.discovery.Attachment;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.program.Classifier;
import io.plumbline.controller.program.MeterPlan;
import io.plumbline.controller.verify.PathProbe;
import io.plumbline.controller.view.Refusal;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.southbound.api.Switch;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/** From what a user asks to what the path computation engine is asked: endpoints, times, meters, classifiers. Books nothing. */
final class Planner {
    /**
     * How much later than its reservation an ingress rule may end by itself: the round-up to whole seconds, and how late a switch
     * notices. Booked, so that nobody else has the capacity meanwhile.
     */
    static final long END_MARGIN_NANOS = 3_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** What can be asked of the engine, or why not. */
    sealed interface Plan {}

    record Planned(long startNanos, long endNanos, ImmutableList<Direction> directions) implements Plan {
        ImmutableList<PathRequest> requests() {
            return directions.stream().map(Direction::request).collect(ImmutableList.toImmutableList());
        }
    }

    record Impossible(Refusal refusal) implements Plan {}

    record Direction(
            int index,
            ConnectPoint from,
            ConnectPoint to,
            Classifier classifier,
            MeterPlan meter,
            PathRequest request) {}

    private final NetworkInventory inventory;
    private final Discovery discovery;
    private final Switches switches;
    private final Supplier<TeTopology> topology;

    /** @param topology what the engine knows now */
    Planner(NetworkInventory inventory, Discovery discovery, Switches switches, Supplier<TeTopology> topology) {
        this.inventory = inventory;
        this.discovery = discovery;
        this.switches = switches;
        this.topology = topology;
    }

    Plan plan(GuaranteedFlow flow, String id, long nowNanos) {
        Optional<InvalidField> invalid = flow.invalidField();
        if (invalid.isPresent()) {
            return invalid(Admission.Reason.INVALID, invalid.get());
        }
        long start = flow.start()
                .map(Planner::nanos)
                .map(at -> Math.max(at, nowNanos))
                .orElse(nowNanos);
        long end = flow.end()
                .map(Planner::nanos)
                .or(() -> flow.duration().map(length -> Math.addExact(start, length.toNanos())))
                .orElse(LiveFlow.NEVER);
        if (end <= start) {
            return invalid(
                    Admission.Reason.INVALID,
                    new InvalidField(
                            "schedule.end",
                            "after " + LiveFlow.instant(start),
                            LiveFlow.instant(end).toString()));
        }
        Optional<Attachment> from = discovery.resolve(flow.from());
        Optional<Attachment> to = discovery.resolve(flow.to());
        if (from.isEmpty() || to.isEmpty()) {
            return unknown(from.isEmpty() ? "from" : "to", from.isEmpty() ? flow.from() : flow.to());
        }
        if (from.get().point().equals(to.get().point())) {
            return invalid(
                    Admission.Reason.INVALID,
                    new InvalidField(
                            "to", "at another port than from (" + from.get().point() + ")", flow.to()));
        }
        if (flow.route().allowsAll()) {
            return directions(flow, id, from.get(), to.get(), start, end);
        }
        RouteNames names = new RouteNames(inventory, topology.get(), discovery.linkNames());
        ImmutableSet<String> ends = ImmutableSet.of(
                from.get().point().deviceId().toString(),
                to.get().point().deviceId().toString());
        return names.invalidField(flow.route(), ends)
                .map(field -> invalid(Admission.Reason.INVALID, field))
                .orElseGet(() ->
                        directions(flow.withRoute(names.resolve(flow.route())), id, from.get(), to.get(), start, end));
    }

    /** @param flow with a route in ids */
    private Plan directions(GuaranteedFlow flow, String id, Attachment from, Attachment to, long start, long end) {
        RoutePolicy route = flow.route();
        ImmutableList.Builder<Direction> directions = ImmutableList.builder();
        int count = flow.direction() == GuaranteedFlow.Direction.BOTH ? 2 : 1;
        for (int index = 0; index < count; index++) {
            Attachment source = index == 0 ? from : to;
            Attachment sink = index == 0 ? to : from;
            Switch ingress = switches.book(source.point().deviceId()).connected();
            if (ingress == null || ingress.limits().maxMeters() == 0) {
                return noMeters(source.point(), ingress == null ? "is not connected" : "has no meters");
            }
            TrafficMatch match = index == 0 ? flow.match() : flow.match().reversed();
            Optional<Classifier> classifier = classifier(source, sink, match);
            if (classifier.isEmpty()) {
                return invalid(
                        Admission.Reason.INVALID,
                        new InvalidField("to", "of the same IP version as from", flow.from() + " to " + flow.to()));
            }
            TrafficSpec spec = index == 0 ? flow.traffic() : flow.reverseTraffic();
            MeterPlan meter = MeterPlan.of(
                    source.point().deviceId().toString(),
                    spec,
                    ingress.limits(),
                    inventory.stallAllowanceNanos(source.point().deviceId()));
            directions.add(new Direction(
                    index,
                    source.point(),
                    sink.point(),
                    classifier.get(),
                    meter,
                    new PathRequest(
                                    id + (index == 0 ? "/forward" : "/reverse"),
                                    source.point().deviceId().toString(),
                                    sink.point().toString(),
                                    meter.policed(),
                                    PathProbe.TRAFFIC,
                                    flow.maxDelayNanos(),
                                    start,
                                    end == LiveFlow.NEVER ? end : Math.addExact(end, END_MARGIN_NANOS))
                            .withRoute(
                                    index == 0
                                            ? route
                                            : route.withWaypoints(
                                                    route.waypoints().reverse()))));
        }
        return new Planned(start, end, directions.build());
    }

    /** Empty when the endpoints have addresses, but none of the same IP version. */
    private static Optional<Classifier> classifier(Attachment from, Attachment to, TrafficMatch match) {
        int version = 4;
        Optional<String> sourceIp = Optional.empty();
        Optional<String> sinkIp = Optional.empty();
        if (!from.ips().isEmpty() && !to.ips().isEmpty()) {
            for (int candidate : new int[] {4, 6}) {
                Optional<String> source = address(from, candidate);
                Optional<String> sink = address(to, candidate);
                if (sourceIp.isEmpty() && source.isPresent() && sink.isPresent()) {
                    version = candidate;
                    sourceIp = source;
                    sinkIp = sink;
                }
            }
            if (sourceIp.isEmpty()) {
                return Optional.empty();
            }
        }
        boolean byAddress = sourceIp.isPresent();
        return Optional.of(new Classifier(
                from.point().toString(),
                version,
                sourceIp,
                sinkIp,
                byAddress ? Optional.empty() : from.mac().map(MacAddress::toString),
                byAddress ? Optional.empty() : to.mac().map(MacAddress::toString),
                match.protocol(),
                match.sourcePort(),
                match.destinationPort(),
                match.vlan()));
    }

    private static Optional<String> address(Attachment at, int version) {
        return at.ips().stream()
                .filter(ip -> (ip.version() == IpAddress.Version.INET6) == (version == 6))
                .map(IpAddress::toString)
                .findFirst();
    }

    private Plan noMeters(ConnectPoint at, String why) {
        String name = inventory.switchName(at.deviceId());
        return new Impossible(new Refusal(
                Admission.Reason.SWITCH_CAPACITY,
                name + " " + why + ", so that it cannot police the flow",
                Optional.empty(),
                Optional.of(new Refusal.Constraint("", name, "", "meter", 1, 0, 1, "meters", Optional.empty(), "")),
                ImmutableList.of()));
    }

    private static Plan unknown(String field, String value) {
        return invalid(
                Admission.Reason.UNKNOWN_ENDPOINT,
                new InvalidField(field, "a known host name, IP or MAC address, or device/port of an edge port", value));
    }

    private static Plan invalid(Admission.Reason reason, InvalidField field) {
        return new Impossible(
                new Refusal(reason, field.toString(), Optional.of(field), Optional.empty(), ImmutableList.of()));
    }

    private static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS_PER_SECOND), at.getNano());
    }
}
