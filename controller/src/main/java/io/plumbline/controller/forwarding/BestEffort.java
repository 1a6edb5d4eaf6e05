package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;

/**
 * Keeps every switch at its base program, loop-free while it changes. Core thread only.
 *
 * <p>A switch takes part from the moment it is known what it holds, because it was read; until then no program sends anything through it
 * ({@link BasePrograms}), whatever old rules it has. Each change of the network is one {@link Transition} of all that take part, from what
 * each of them <i>really</i> holds. Should one of them leave, or fail to carry out its share, while that goes on, the transition ends at
 * the next barrier, and a new one begins without it: going on would lead packets through rules that nobody knows.
 *
 * <p><b>Why old rules of switches that do not take part close no loop</b>, even where several have lost us at different times: rules of
 * one compilation form trees, and lead only to switches that took part in it. So a chain of next hops goes from older rules to newer ones
 * or stays within one tree, and never comes back.
 *
 * <p>Programs are compiled only when a transition can begin, and transitions begin {@link #PACE_NANOS} apart at least: what changes
 * meanwhile, say many new hosts, is one compilation.
 */
public final class BestEffort {
    /** Between the beginnings of two transitions. The first change after a pause is not delayed. */
    static final long PACE_NANOS = 20_000_000L;

    /**
     * How long a transition waits for switches that have just connected and are being read: most come back with the rules with which they
     * went, and would be passed by for a moment for nothing.
     */
    static final long READING_NANOS = 250_000_000L;

    /** What others want to know. */
    public interface Listener {
        /** What the switch should hold from now on. */
        void wants(DeviceId device, SwitchProgram program);

        /** It did not carry out a change, for the n-th time: it is left out until it has been read again. */
        void failed(Switch target, ApplyOutcome outcome, int times);

        /** What was read is not what it should have held; it is being mended. */
        void drifted(DeviceId device, int changes);
    }

    /**
     * Where a switch stood when a read-back began. Unless it stands there still when the answer comes, the answer is of no use.
     *
     * @param turns how often it began or ceased to take part
     * @param updates how many changes it had been sent since; less than 0 while one was under way
     */
    public record Standing(int turns, long updates) {}

    /**
     * What looking at one switch has shown since the controller started.
     *
     * @param atNanos when its base rules were read last
     * @param drifted how many of them were not right, though nobody had changed them through us
     */
    public record Looked(long atNanos, long drifted) {}

    private final Core core;
    private final BasePrograms programs;
    private final Listener listener;
    private final TreeMap<DeviceId, BaseMember> members = new TreeMap<>(BasePrograms.IN_ORDER);
    private final Map<DeviceId, Integer> turns = new HashMap<>();
    private final Map<DeviceId, Long> beingRead = new HashMap<>();
    private final Map<DeviceId, Integer> failures = new HashMap<>();
    private final Map<DeviceId, Looked> looked = new HashMap<>();
    private boolean stale;
    private boolean moving;
    private long nextNanos = Long.MIN_VALUE;
    private Core.@Nullable Timer timer;

    public BestEffort(Core core, Discovery discovery, Listener listener) {
        this.core = core;
        this.programs = new BasePrograms(discovery);
        this.listener = listener;
    }

    /** The switches that take part, in order. */
    public ImmutableList<Switch> members() {
        return members.values().stream().map(BaseMember::target).collect(ImmutableList.toImmutableList());
    }

    /** Whether all that take part hold what they should, and nobody is waited for. */
    public boolean isSettled() {
        return !moving && !stale && beingRead.isEmpty();
    }

    /** Something is discovered that changes programs. */
    public void changed() {
        stale = true;
        proceed();
    }

    /** It has connected and is about to be read. */
    public void connected(DeviceId device) {
        ceases(device);
        beingRead.put(device, core.nowNanos() + READING_NANOS);
    }

    /** It is gone; it is not known any more what it holds. */
    public void disconnected(DeviceId device) {
        ceases(device);
        beingRead.remove(device);
        failures.remove(device);
    }

    /** To be asked just before a switch is read. */
    public Standing standing(DeviceId device) {
        BaseMember member = members.get(device);
        return new Standing(turns.getOrDefault(device, 0), member == null ? 0 : member.updates());
    }

    /**
     * It has been read: from now on it takes part. One that did already is mended where it has drifted.
     *
     * @param found the base rules and meters that it holds
     * @param before where it stood when the reading began
     */
    public void read(Switch target, SwitchProgram found, Standing before) {
        DeviceId device = target.id();
        if (before.updates < 0 || !before.equals(standing(device))) {
            return;
        }
        BaseMember member = members.get(device);
        int drift =
                member == null ? 0 : member.held().updateFrom(found).changes().size();
        saw(device, drift);
        if (drift > 0) {
            listener.drifted(device, drift);
        }
        if (member == null || drift > 0) {
            beingRead.remove(device);
            takesPart(target, found);
        }
    }

    private void saw(DeviceId device, long drift) {
        Looked before = looked.getOrDefault(device, new Looked(0, 0));
        looked.put(device, new Looked(core.nowNanos(), before.drifted + drift));
    }

    /** Empty for a switch that was never read. */
    public Optional<Looked> looked(DeviceId device) {
        return Optional.ofNullable(looked.get(device));
    }

    private void takesPart(Switch target, SwitchProgram found) {
        turns.merge(target.id(), 1, Integer::sum);
        members.put(target.id(), new BaseMember(target, found));
        changed();
    }

    private void ceases(DeviceId device) {
        turns.merge(device, 1, Integer::sum);
        members.remove(device);
    }

    /** Begins a transition, when there is need for one and nothing stands against it. */
    private void proceed() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (moving || !stale) {
            return;
        }
        long now = core.nowNanos();
        beingRead.values().removeIf(until -> until <= now);
        long due = beingRead.values().stream().reduce(nextNanos, Math::max);
        if (due > now) {
            timer = core.schedule(due - now, this::proceed);
        } else {
            nextNanos = now + PACE_NANOS;
            begin();
        }
    }

    private void begin() {
        stale = false;
        moving = true;
        ImmutableSortedMap<DeviceId, SwitchProgram> next = programs.compile(members::containsKey);
        next.forEach(listener::wants);
        ImmutableMap<DeviceId, BaseMember> taking = ImmutableMap.copyOf(Maps.filterKeys(members, next::containsKey));
        new Move(taking, next, Transition.phases(Maps.transformValues(taking, BaseMember::held), next)).phase(0);
    }

    /** One transition under way. */
    private final class Move {
        private final ImmutableMap<DeviceId, BaseMember> taking;
        private final ImmutableSortedMap<DeviceId, SwitchProgram> next;
        private final ImmutableList<ImmutableSortedMap<DeviceId, ProgramUpdate>> phases;

        Move(
                ImmutableMap<DeviceId, BaseMember> taking,
                ImmutableSortedMap<DeviceId, SwitchProgram> next,
                ImmutableList<ImmutableSortedMap<DeviceId, ProgramUpdate>> phases) {
            this.taking = taking;
            this.next = next;
            this.phases = phases;
        }

        void phase(int at) {
            boolean whole = taking.entrySet().stream().allMatch(each -> stillTakes(each.getKey(), each.getValue()));
            if (!whole) {
                stale = true;
                end();
            } else if (at == phases.size()) {
                taking.forEach((device, member) -> {
                    member.holds(next.getOrDefault(device, SwitchProgram.EMPTY));
                    failures.remove(device);
                });
                end();
            } else {
                List<CompletableFuture<Void>> sent = new ArrayList<>();
                phases.get(at).forEach((device, update) -> sent.add(send(device, update)));
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                        .thenRun(() -> core.execute(() -> phase(at + 1)));
            }
        }

        private CompletableFuture<Void> send(DeviceId device, ProgramUpdate update) {
            BaseMember member = member(device);
            member.sends();
            CompletableFuture<Void> done = new CompletableFuture<>();
            member.target()
                    .apply(update)
                    .thenAccept(outcome -> core.execute(() -> {
                        outcome(member, update, outcome);
                        done.complete(null);
                    }));
            return done;
        }

        private BaseMember member(DeviceId device) {
            BaseMember member = taking.get(device);
            if (member == null) {
                throw new IllegalStateException(device + " takes no part");
            }
            return member;
        }

        private void end() {
            moving = false;
            proceed();
        }
    }

    private void outcome(BaseMember member, ProgramUpdate update, ApplyOutcome outcome) {
        DeviceId device = member.target().id();
        if (outcome instanceof ApplyOutcome.Applied) {
            member.carriedOut(update);
        } else if (stillTakes(device, member)) {
            ceases(device);
            listener.failed(member.target(), outcome, failures.merge(device, 1, Integer::sum));
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean stillTakes(DeviceId device, BaseMember member) {
        return members.get(device) == member;
    }
}
