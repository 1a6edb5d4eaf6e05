package io.plumbline.southbound.api;

import com.google.common.collect.ImmutableList;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.group.GroupDescription;

/** What a read-back found. */
public sealed interface ReadOutcome {
    /** What the switch holds, with counters. */
    record State(ImmutableList<HeldRule> rules, ImmutableList<HeldMeter> meters, ImmutableList<GroupDescription> groups)
            implements ReadOutcome {}

    /** No complete answer. */
    record Failed(String reason) implements ReadOutcome {}

    /**
     * A rule as the switch holds it.
     *
     * @param rule equal in table, priority, match, treatment, cookie and time-outs to what was put, where the switch did not change it
     * @param cookie as held
     */
    record HeldRule(FlowRule rule, long cookie, long packets, long bytes, long ageNanos) {}

    /** A meter as the switch holds it, with its counters. */
    record HeldMeter(MeterEntry meter, long packetsIn, long bytesIn, long packetsDropped, long bytesDropped) {}
}
