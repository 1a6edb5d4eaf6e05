package io.plumbline.controller.intent;

import io.plumbline.pce.path.RoutePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user asks for: endpoints, traffic, objective, schedule. Apps map their wire formats to this.
 *
 * @param name free text of up to 128 characters; empty when the user gave none
 * @param from source: host name, IP, MAC, or device/port
 * @param to destination, likewise
 * @param match which packets
 * @param direction one way or both
 * @param traffic token bucket from source to destination
 * @param reverseTraffic token bucket of the way back; equal to {@code traffic} unless given
 * @param maxDelayNanos the bound asked for, in each direction
 * @param start when it begins; absent: now
 * @param end when it ends; absent: when released
 * @param duration in place of end: from start
 * @param lease it is released unless renewed within this time; absent: no lease
 * @param route where its path may go and has to pass, in the direction from source to destination; the way back passes the waypoints in the
 *     opposite order. Switches by name or id, links as {@code s1/2->s2/1} or by id
 */
public record GuaranteedFlow(
        String name,
        String from,
        String to,
        TrafficMatch match,
        Direction direction,
        TrafficSpec traffic,
        TrafficSpec reverseTraffic,
        long maxDelayNanos,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<Duration> duration,
        Optional<Duration> lease,
        RoutePolicy route) {

    public static final long LONGEST_DELAY_NANOS = 10_000_000_000L;
    public static final Duration LONGEST_DURATION = Duration.ofDays(3660);
    public static final Duration LONGEST_LEASE = Duration.ofDays(1);
    /** Times are nanoseconds in a long. */
    public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ENDPOINT = 64;

    /** Over any path. */
    public GuaranteedFlow(
            String name,
            String from,
            String to,
            TrafficMatch match,
            Direction direction,
            TrafficSpec traffic,
            TrafficSpec reverseTraffic,
            long maxDelayNanos,
            Optional<Instant> start,
            Optional<Instant> end,
            Optional<Duration> duration,
            Optional<Duration> lease) {
        this(
                name,
                from,
                to,
                match,
                direction,
                traffic,
                reverseTraffic,
                maxDelayNanos,
                start,
                end,
                duration,
                lease,
                RoutePolicy.ANY);
    }

    /** One way, or two reservations admitted as one. */
    public enum Direction {
        FORWARD,
        BOTH
    }

    /** The first field that cannot be whatever the network, if any. */
    public Optional<InvalidField> invalidField() {
        if (name.length() > LONGEST_NAME) {
            return invalid("name", "at most " + LONGEST_NAME + " characters", name.length() + " characters");
        }
        if (from.isBlank() || from.length() > LONGEST_ENDPOINT) {
            return invalid("from", "1 to " + LONGEST_ENDPOINT + " characters", quoted(from));
        }
        if (to.isBlank() || to.length() > LONGEST_ENDPOINT) {
            return invalid("to", "1 to " + LONGEST_ENDPOINT + " characters", quoted(to));
        }
        if (from.equals(to)) {
            return invalid("to", "another endpoint than from", quoted(to));
        }
        if (maxDelayNanos < 1 || maxDelayNanos > LONGEST_DELAY_NANOS) {
            return invalid(
                    "objective.maxDelayMicroseconds",
                    "1 to " + LONGEST_DELAY_NANOS / 1000,
                    Long.toString(maxDelayNanos / 1000));
        }
        return match.invalidField()
                .or(() -> traffic.invalidField("traffic"))
                .or(() -> reverseTraffic.invalidField("reverseTraffic"))
                .or(this::invalidSchedule)
                .or(() -> RouteForm.invalidField(route));
    }

    private Optional<InvalidField> invalidSchedule() {
        if (start.isPresent() && start.get().isAfter(LATEST)) {
            return invalid("schedule.start", "not after " + LATEST, start.get().toString());
        }
        if (end.isPresent() && end.get().isAfter(LATEST)) {
            return invalid("schedule.end", "not after " + LATEST, end.get().toString());
        }
        if (end.isPresent() && duration.isPresent()) {
            return invalid(
                    "schedule.durationSeconds",
                    "absent when schedule.end is given",
                    duration.get().toString());
        }
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            return invalid(
                    "schedule.end",
                    "after schedule.start (" + start.get() + ")",
                    end.get().toString());
        }
        if (duration.isPresent()
                && (duration.get().compareTo(Duration.ofSeconds(1)) < 0
                        || duration.get().compareTo(LONGEST_DURATION) > 0)) {
            return invalid(
                    "schedule.durationSeconds",
                    "1 to " + LONGEST_DURATION.toSeconds(),
                    Long.toString(duration.get().toSeconds()));
        }
        return lease.flatMap(GuaranteedFlow::invalidLease);
    }

    /** Why a lease cannot be that long, if so. */
    public static Optional<InvalidField> invalidLease(Duration lease) {
        return lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(LONGEST_LEASE) > 0
                ? invalid("lease.seconds", "1 to " + LONGEST_LEASE.toSeconds(), Long.toString(lease.toSeconds()))
                : Optional.empty();
    }

    /** The same with another rate of its forward and, where it was the same, its reverse traffic. */
    public GuaranteedFlow withRate(long rateBitsPerSecond) {
        return with(
                traffic.withRate(rateBitsPerSecond),
                reverseTraffic.withRate(Math.min(reverseTraffic.rateBitsPerSecond(), rateBitsPerSecond)),
                maxDelayNanos);
    }

    /** The same with other traffic. */
    public GuaranteedFlow withTraffic(TrafficSpec newTraffic, TrafficSpec newReverse) {
        return with(newTraffic, newReverse, maxDelayNanos);
    }

    /** The same with another bound. */
    public GuaranteedFlow withMaxDelay(long newMaxDelayNanos) {
        return with(traffic, reverseTraffic, newMaxDelayNanos);
    }

    /** The same over other paths. */
    public GuaranteedFlow withRoute(RoutePolicy newRoute) {
        return with(traffic, reverseTraffic, maxDelayNanos, start, end, newRoute);
    }

    /** The same from another start on, until another end where one was given. */
    public GuaranteedFlow withStart(Instant newStart, Optional<Instant> newEnd) {
        return with(traffic, reverseTraffic, maxDelayNanos, Optional.of(newStart), newEnd, route);
    }

    private GuaranteedFlow with(TrafficSpec newTraffic, TrafficSpec newReverse, long newMaxDelayNanos) {
        return with(newTraffic, newReverse, newMaxDelayNanos, start, end, route);
    }

    private GuaranteedFlow with(
            TrafficSpec newTraffic,
            TrafficSpec newReverse,
            long newMaxDelayNanos,
            Optional<Instant> newStart,
            Optional<Instant> newEnd,
            RoutePolicy newRoute) {
        return new GuaranteedFlow(
                name,
                from,
                to,
                match,
                direction,
                newTraffic,
                newReverse,
                newMaxDelayNanos,
                newStart,
                newEnd,
                duration,
                lease,
                newRoute);
    }

    private static String quoted(String text) {
        return '"' + text.substring(0, Math.min(text.length(), LONGEST_ENDPOINT)) + '"';
    }

    private static Optional<InvalidField> invalid(String field, String limit, String value) {
        return Optional.of(new InvalidField(field, limit, value));
    }
}
