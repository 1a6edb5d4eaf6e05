package io.plumbline.controller.intent;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** What is to be otherwise in a token bucket; what is absent stays. */
public record TrafficChange(
        OptionalLong rateBitsPerSecond,
        OptionalLong burstBytes,
        OptionalInt minPacketBytes,
        OptionalInt maxPacketBytes) {
    /** Everything stays. */
    public static final TrafficChange NONE =
            new TrafficChange(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** The token bucket then. */
    public TrafficSpec appliedTo(TrafficSpec spec) {
        return new TrafficSpec(
                rateBitsPerSecond.orElse(spec.rateBitsPerSecond()),
                burstBytes.orElse(spec.burstBytes()),
                minPacketBytes.orElse(spec.minPacketBytes()),
                maxPacketBytes.orElse(spec.maxPacketBytes()));
    }
}
