package io.plumbline.controller;

import io.plumbline.controller.core.Core;
import io.plumbline.controller.forwarding.BasePrograms;
import io.plumbline.controller.forwarding.BaseRule;
import io.plumbline.controller.forwarding.BestEffort;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;

/**
 * Reads the base rules of one switch after the other, each once in a round, and hands them to {@link BestEffort}, which mends what has
 * drifted. Never two switches at a time, so that a large network costs no more at once than a small one. What guaranteed flows have in
 * switches is looked at by {@link Verification}. Core thread only.
 */
final class Lookout {
    private static final ReadScope BASE = new ReadScope(true, true, false, BaseRule.COOKIE, BaseRule.COOKIE_MASK);

    private static final long NOBODY_NANOS = 1_000_000_000L;

    private final Core core;
    private final BestEffort bestEffort;
    private final long roundNanos;
    private @Nullable DeviceId last;

    /** @param roundNanos the time in which each switch is looked at once, when all answer at once; 0: none is */
    Lookout(Core core, BestEffort bestEffort, long roundNanos) {
        this.core = core;
        this.bestEffort = bestEffort;
        this.roundNanos = roundNanos;
    }

    void begin() {
        if (roundNanos > 0) {
            later();
        }
    }

    private void later() {
        int members = bestEffort.members().size();
        core.schedule(members == 0 ? Math.min(roundNanos, NOBODY_NANOS) : roundNanos / members, this::look);
    }

    private void look() {
        List<Switch> members = bestEffort.members();
        if (members.isEmpty()) {
            later();
            return;
        }
        Switch target = next(members);
        last = target.id();
        BestEffort.Standing before = bestEffort.standing(target.id());
        target.read(BASE)
                .thenAccept(outcome -> core.execute(() -> {
                    if (outcome instanceof ReadOutcome.State state) {
                        bestEffort.read(target, SwitchBook.heldOfBase(state), before);
                    }
                    later();
                }));
    }

    private Switch next(List<Switch> members) {
        DeviceId after = last;
        return members.stream()
                .filter(member -> after != null && BasePrograms.IN_ORDER.compare(member.id(), after) > 0)
                .findFirst()
                .orElse(members.get(0));
    }
}
