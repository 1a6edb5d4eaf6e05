package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.GuaranteedFlow.Direction;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.rest.json.RequestReader;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is asked for, as a body that can be POSTed as it is. Members that say nothing are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GuaranteedFlowJson(
        @Nullable String name,
        String from,
        String to,
        @Nullable Match match,
        String direction,
        Traffic traffic,
        @Nullable Traffic reverseTraffic,
        Objective objective,
        @Nullable Schedule schedule,
        @Nullable Lease lease,
        @Nullable Route route) {

    /** @param protocol its name where it has one, else its number */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Match(
            @Nullable Object protocol,
            @Nullable Integer sourcePort,
            @Nullable Integer destinationPort,
            @Nullable Integer vlan) {}

    public record Traffic(long rateBitsPerSecond, long burstBytes, int minPacketBytes, int maxPacketBytes) {
        static Traffic of(TrafficSpec spec) {
            return new Traffic(
                    spec.rateBitsPerSecond(), spec.burstBytes(), spec.minPacketBytes(), spec.maxPacketBytes());
        }
    }

    public record Objective(long maxDelayMicroseconds) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Schedule(
            @Nullable String start,
            @Nullable String end,
            @Nullable Long durationSeconds) {}

    public record Lease(long seconds) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Route(
            ImmutableList<String> excludedNodes,
            ImmutableList<String> excludedLinks,
            ImmutableList<String> excludedRiskGroups,
            ImmutableList<String> excludedLabels,
            ImmutableList<String> excludedCountries,
            ImmutableList<String> allowedCountries,
            ImmutableList<String> waypoints) {
        static Route of(RoutePolicy route) {
            return new Route(
                    route.excludedNodes().asList(),
                    route.excludedLinks().asList(),
                    route.excludedRiskGroups().asList(),
                    route.excludedLabels().asList(),
                    route.excludedCountries().asList(),
                    route.allowedCountries().asList(),
                    route.waypoints());
        }
    }

    /** The body that asks for this flow. A bound between two microseconds asks for the longer one, so that it still fits. */
    public static GuaranteedFlowJson of(GuaranteedFlow flow) {
        boolean both = flow.direction() == Direction.BOTH;
        boolean scheduled = flow.start().isPresent()
                || flow.end().isPresent()
                || flow.duration().isPresent();
        return new GuaranteedFlowJson(
                flow.name().isEmpty() ? null : flow.name(),
                flow.from(),
                flow.to(),
                flow.match().equals(TrafficMatch.ANY) ? null : match(flow.match()),
                both ? "both" : "forward",
                Traffic.of(flow.traffic()),
                both && !flow.reverseTraffic().equals(flow.traffic()) ? Traffic.of(flow.reverseTraffic()) : null,
                new Objective(Micros.up(flow.maxDelayNanos())),
                scheduled
                        ? new Schedule(
                                flow.start().map(Object::toString).orElse(null),
                                flow.end().map(Object::toString).orElse(null),
                                flow.duration().map(Duration::toSeconds).orElse(null))
                        : null,
                flow.lease().map(lease -> new Lease(lease.toSeconds())).orElse(null),
                flow.route().allowsAll() ? null : Route.of(flow.route()));
    }

    private static Match match(TrafficMatch match) {
        return new Match(
                match.protocol().isPresent() ? protocol(match.protocol().getAsInt()) : null,
                boxed(match.sourcePort()),
                boxed(match.destinationPort()),
                boxed(match.vlan()));
    }

    private static Object protocol(int number) {
        return RequestReader.PROTOCOLS.entrySet().stream()
                .filter(named -> named.getValue() == number)
                .map(named -> (Object) named.getKey())
                .findFirst()
                .orElse(number);
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
