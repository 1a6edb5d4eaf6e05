package io.plumbline.pce.admission;

import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.topology.Limits;
import java.util.Optional;

/** Whether a request makes sense by itself. The first field that does not is named, with its value and its limit. */
final class RequestCheck {
    /** 10 Tbit/s. */
    static final long MAX_RATE_BITS_PER_SECOND = 10_000_000_000_000L;

    private static final long MAX_BURST_BITS = 8 * Limits.MAX_BUFFER_BYTES;
    private static final long MAX_PACKETS = 100_000_000_000L;

    private final PathRequest request;
    private final long nowNanos;

    RequestCheck(PathRequest request, long nowNanos) {
        this.request = request;
        this.nowNanos = nowNanos;
    }

    Optional<Rejected> run() {
        if (request.id().isBlank()) {
            return Optional.of(
                    new Rejected(Reason.INVALID, request.id(), "id: blank, a name is needed", Optional.empty()));
        }
        if (request.ingressNode().equals(request.egressNode())) {
            return Optional.of(new Rejected(
                    Reason.INVALID,
                    request.id(),
                    "egressNode: " + request.egressNode() + " given, which is the ingress too",
                    Optional.empty()));
        }
        return traffic("traffic", request.traffic())
                .or(() -> request.probe().equals(PolicedTraffic.NONE)
                        ? Optional.empty()
                        : traffic("probe", request.probe()))
                .or(() -> within("deadlineNanos", "", request.deadlineNanos(), 1, Limits.MAX_NANOS, "ns"))
                .or(() -> within("startNanos", "", request.startNanos(), 0, Long.MAX_VALUE - 1, "ns"))
                .or(() -> within(
                        "endNanos",
                        "",
                        request.endNanos(),
                        Math.max(request.startNanos(), nowNanos) + 1,
                        Long.MAX_VALUE,
                        "ns"))
                .or(() -> request.route().allowsAll() ? Optional.empty() : new RouteCheck(request).byItself(nowNanos));
    }

    private Optional<Rejected> traffic(String name, PolicedTraffic traffic) {
        return within(name, ".rateBitsPerSecond", traffic.rateBitsPerSecond(), 1, MAX_RATE_BITS_PER_SECOND, "bit/s")
                .or(() -> within(name, ".maxPacketBytes", traffic.maxPacketBytes(), 1, Limits.MAX_FRAME_BYTES, "byte"))
                // A bucket smaller than a packet lets none through, and the calculus needs sigma >= packet.
                .or(() -> within(
                        name, ".burstBits", traffic.burstBits(), 8L * traffic.maxPacketBytes(), MAX_BURST_BITS, "bit"))
                .or(() -> within(name, ".tickBits", traffic.tickBits(), 0, MAX_BURST_BITS, "bit"))
                .or(() -> within(name, ".packetsPerSecond", traffic.packetsPerSecond(), 1, MAX_PACKETS, "packet/s"))
                .or(() -> within(name, ".burstPackets", traffic.burstPackets(), 1, MAX_PACKETS, "packet"))
                .or(() -> within(name, ".tickPackets", traffic.tickPackets(), 0, MAX_PACKETS, "packet"));
    }

    private Optional<Rejected> within(String record, String component, long value, long least, long most, String unit) {
        // The name is put together only for a refusal: this is asked many times for each request.
        return value >= least && value <= most
                ? Optional.empty()
                : within(record + component, value, least, most, unit);
    }

    private Optional<Rejected> within(String field, long value, long least, long most, String unit) {
        return within(request.id(), field, value, least, most, unit, nowNanos);
    }

    /** The refusal of a value that is not within its limits, if it is not. */
    static Optional<Rejected> within(
            String id, String field, long value, long least, long most, String unit, long nowNanos) {
        if (value >= least && value <= most) {
            return Optional.empty();
        }
        long limit = value < least ? least : most;
        return Optional.of(new Rejected(
                Reason.INVALID,
                id,
                field + ": " + (value + " " + unit).strip() + " given, at " + (value < least ? "least " : "most ")
                        + limit + " allowed",
                Optional.of(new Constraint("", "", field, value, limit, unit, nowNanos))));
    }
}
