package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.simulated.time.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import org.onosproject.net.flow.FlowRule;

/** A flow rule as a switch holds it, with what it has counted. */
final class InstalledRule {
    private final FlowRule rule;
    private final RuleMatch match;
    private final long installedNanos;
    private final List<SimulatedTime.Timer> timers = new ArrayList<>();
    private long usedNanos;
    private long age;
    private long packets;
    private long bytes;

    InstalledRule(FlowRule rule, RuleMatch match, long nowNanos) {
        this.rule = rule;
        this.match = match;
        this.installedNanos = nowNanos;
        this.usedNanos = nowNanos;
    }

    /** Takes over the counters of the rule that it replaces: OpenFlow 1.3 without OFPFF_RESET_COUNTS. */
    void continueCounting(InstalledRule replaced) {
        packets = replaced.packets;
        bytes = replaced.bytes;
    }

    /** Seconds without a frame after which it ends, 0 for never. ONOS gives a rule with a hard time-out the same idle one: none is meant. */
    int idleSeconds() {
        return rule.isPermanent() || rule.timeout() == rule.hardTimeout() ? 0 : rule.timeout();
    }

    void ends(SimulatedTime.Timer timer) {
        timers.add(timer);
    }

    /** It is gone: its time-outs are void. */
    void ended() {
        timers.forEach(SimulatedTime.Timer::cancel);
        timers.clear();
    }

    FlowRule rule() {
        return rule;
    }

    long cookie() {
        return rule.id().value();
    }

    RuleMatch match() {
        return match;
    }

    /** Its place among rules of one priority: lower is older. */
    long age() {
        return age;
    }

    void age(long place) {
        age = place;
    }

    void count(int frameBytes, long nowNanos) {
        packets++;
        bytes += frameBytes;
        usedNanos = nowNanos;
    }

    long usedNanos() {
        return usedNanos;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    HeldRule held(long nowNanos) {
        return new HeldRule(rule, cookie(), packets, bytes, nowNanos - installedNanos);
    }
}
