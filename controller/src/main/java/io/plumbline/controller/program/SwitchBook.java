package io.plumbline.controller.program;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.plumbline.controller.forwarding.BaseRule;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.PortCriterion;
import org.onosproject.net.flow.criteria.VlanIdCriterion;

/**
 * What one switch should hold, and the connection to it: the base program (forwarding, punts) and what guaranteed flows add. Each rule and
 * meter of a guaranteed flow has one owner, so that taking out an old flow never takes out what a newer one put in the same place.
 */
public final class SwitchBook {
    /** Meters below this belong to the base program. */
    public static final long FIRST_FLOW_METER = 16;

    private record Owned<T>(T value, long cookie) {}

    /** Which packets a rule behind the ingress is for. */
    private record Labelled(PortNumber inPort, VlanId label) {
        static Optional<Labelled> of(FlowRule rule) {
            return rule.selector().getCriterion(Criterion.Type.IN_PORT) instanceof PortCriterion port
                            && rule.selector().getCriterion(Criterion.Type.VLAN_VID) instanceof VlanIdCriterion vlan
                            && !vlan.vlanId().equals(VlanId.NONE)
                    ? Optional.of(new Labelled(port.port(), vlan.vlanId()))
                    : Optional.empty();
        }
    }

    private final DeviceId device;
    private final Map<RuleKey, Owned<FlowRule>> rules = new LinkedHashMap<>();
    /** Rules for packets with a label, by the port and the label. */
    private final Map<Labelled, Set<RuleKey>> byLabel = new HashMap<>();

    private final TreeMap<Long, Owned<MeterEntry>> meters = new TreeMap<>();
    private final TreeMap<Long, Long> meterNumbers = new TreeMap<>();
    /** By cookie, what is kept if it is there, whole, when the switch is read. */
    private final Map<Long, FlowProgram.Part> doubtful = new LinkedHashMap<>();

    private SwitchProgram base = SwitchProgram.EMPTY;
    private @Nullable Switch connected;
    private boolean ready;

    public SwitchBook(DeviceId device) {
        this.device = device;
    }

    public DeviceId device() {
        return device;
    }

    /** The connection; null while there is none. */
    public @Nullable Switch connected() {
        return connected;
    }

    /** The connection once the switch holds its program; null before. */
    public @Nullable Switch ready() {
        return ready ? connected : null;
    }

    public void connect(Switch target) {
        connected = target;
        ready = false;
    }

    public void disconnect() {
        connected = null;
        ready = false;
    }

    /** The switch holds what it should. */
    public void markReady() {
        ready = true;
    }

    /** What it holds is not known any more. */
    public void markUnknown() {
        ready = false;
    }

    public SwitchProgram base() {
        return base;
    }

    public void base(SwitchProgram program) {
        base = program;
    }

    /** The lowest meter number that nobody has, kept for {@code cookie} until {@link #freeMeters}. */
    public long takeMeter(long cookie) {
        long number = FIRST_FLOW_METER;
        for (Long taken : meterNumbers.keySet()) {
            if (taken > number) {
                break;
            }
            number = taken + 1;
        }
        meterNumbers.put(number, cookie);
        return number;
    }

    /** Keeps a meter number that a journal says is taken. */
    public void keepMeter(long number, long cookie) {
        meterNumbers.put(number, cookie);
    }

    /** Gives back the meter numbers of a flow's direction. */
    public void freeMeters(long cookie) {
        meterNumbers.values().removeIf(owner -> owner == cookie);
    }

    /** Gives back one meter number, if a flow's direction has it. */
    public void freeMeter(long number, long cookie) {
        meterNumbers.remove(number, cookie);
    }

    /** Adds what a guaranteed flow needs here and returns the changes that bring it about. */
    public ProgramUpdate add(FlowProgram.Part part, long cookie) {
        List<ProgramUpdate.Change> changes = new ArrayList<>();
        for (MeterEntry meter : part.meters()) {
            Owned<MeterEntry> old = meters.put(meter.id().id(), new Owned<>(meter, cookie));
            if (old == null) {
                changes.add(new ProgramUpdate.AddMeter(meter));
            } else if (!SwitchProgram.sameMeter(old.value, meter)) {
                changes.add(new ProgramUpdate.ModifyMeter(meter));
            }
        }
        for (FlowRule rule : part.rules()) {
            changes.addAll(evict(rule, cookie));
        }
        for (FlowRule rule : part.rules()) {
            rules.put(RuleKey.of(rule), new Owned<>(rule, cookie));
            Labelled.of(rule)
                    .ifPresent(labelled -> byLabel.computeIfAbsent(labelled, l -> new LinkedHashSet<>())
                            .add(RuleKey.of(rule)));
            changes.add(new ProgramUpdate.PutRule(rule));
        }
        return new ProgramUpdate(ImmutableList.copyOf(changes));
    }

    /**
     * Takes out what others still have for packets of a label that has changed hands. A label is free at a link as soon as nothing of its last
     * owner can be queued there; its rules go when that holds of its whole way.
     */
    private List<ProgramUpdate.Change> evict(FlowRule newcomer, long cookie) {
        List<ProgramUpdate.Change> changes = new ArrayList<>();
        Optional<Labelled> labelled = Labelled.of(newcomer);
        for (RuleKey key : labelled.map(byLabel::get).map(List::copyOf).orElse(List.of())) {
            Owned<FlowRule> held = rules.get(key);
            if (held != null && held.cookie != cookie && !key.equals(RuleKey.of(newcomer))) {
                forget(held.value);
                changes.add(new ProgramUpdate.RemoveRule(held.value));
            }
        }
        return changes;
    }

    private void forget(FlowRule rule) {
        RuleKey key = RuleKey.of(rule);
        rules.remove(key);
        Labelled.of(rule)
                .ifPresent(labelled -> byLabel.computeIfPresent(labelled, (l, keys) -> {
                    keys.remove(key);
                    return keys.isEmpty() ? null : keys;
                }));
    }

    /** What the switch may hold or not: decided by {@link #settleDoubts} when it is read. */
    public void doubt(FlowProgram.Part part, long cookie) {
        doubtful.put(cookie, part);
    }

    /** The switch was read: what was in doubt is wanted if all of it is there, and otherwise not. */
    public void settleDoubts(SwitchProgram held) {
        doubtful.forEach((cookie, part) -> {
            Map<RuleKey, FlowRule> wantedRules = new LinkedHashMap<>();
            part.rules().forEach(rule -> wantedRules.put(RuleKey.of(rule), rule));
            TreeMap<Long, MeterEntry> wantedMeters = new TreeMap<>();
            part.meters().forEach(meter -> wantedMeters.put(meter.id().id(), meter));
            SwitchProgram there = new SwitchProgram(
                    ImmutableMap.copyOf(Maps.filterKeys(held.rules(), wantedRules::containsKey)),
                    ImmutableSortedMap.copyOf(Maps.filterKeys(held.meters(), wantedMeters::containsKey)),
                    ImmutableSortedMap.of());
            SwitchProgram wanted = new SwitchProgram(
                    ImmutableMap.copyOf(wantedRules), ImmutableSortedMap.copyOf(wantedMeters), ImmutableSortedMap.of());
            if (wanted.updateFrom(there).isEmpty()) {
                add(part, cookie);
            }
        });
        doubtful.clear();
    }

    /** Takes out what a guaranteed flow has here, rules first, and returns the changes that bring it about. */
    public ProgramUpdate remove(FlowProgram.Part part, long cookie) {
        doubtful.remove(cookie);
        List<ProgramUpdate.Change> changes = new ArrayList<>();
        for (FlowRule rule : part.rules().reverse()) {
            Owned<FlowRule> held = rules.get(RuleKey.of(rule));
            if (held != null && held.cookie == cookie) {
                forget(rule);
                changes.add(new ProgramUpdate.RemoveRule(rule));
            }
        }
        for (MeterEntry meter : part.meters()) {
            Owned<MeterEntry> held = meters.get(meter.id().id());
            if (held != null && held.cookie == cookie) {
                meters.remove(meter.id().id());
                changes.add(new ProgramUpdate.RemoveMeter(meter.id()));
            }
        }
        return new ProgramUpdate(ImmutableList.copyOf(changes));
    }

    /** Everything that the switch should hold. */
    public SwitchProgram desired() {
        SwitchProgram flows = flows();
        ImmutableMap.Builder<RuleKey, FlowRule> allRules = ImmutableMap.builder();
        allRules.putAll(base.rules()).putAll(flows.rules());
        TreeMap<Long, MeterEntry> allMeters = new TreeMap<>(base.meters());
        allMeters.putAll(flows.meters());
        return new SwitchProgram(allRules.buildKeepingLast(), ImmutableSortedMap.copyOf(allMeters), base.groups());
    }

    /** What it should hold of guaranteed flows. */
    public SwitchProgram flows() {
        ImmutableMap.Builder<RuleKey, FlowRule> own = ImmutableMap.builder();
        rules.forEach((key, owned) -> own.put(key, owned.value));
        return new SwitchProgram(
                own.buildOrThrow(),
                ImmutableSortedMap.copyOf(Maps.transformValues(meters, Owned::value)),
                ImmutableSortedMap.of());
    }

    /** What was read back of guaranteed flows, or of what else is ours and not of the base program: rules of others are left alone. */
    public static SwitchProgram heldOfFlows(ReadOutcome.State state) {
        return held(
                state,
                cookie -> Cookies.isOurs(cookie) && !BaseRule.isBase(cookie),
                meter -> meter >= FIRST_FLOW_METER);
    }

    /** What was read back of the base program. */
    public static SwitchProgram heldOfBase(ReadOutcome.State state) {
        return held(state, BaseRule::isBase, meter -> meter < FIRST_FLOW_METER);
    }

    private static SwitchProgram held(ReadOutcome.State state, LongPredicate cookies, LongPredicate numbers) {
        ImmutableMap.Builder<RuleKey, FlowRule> rules = ImmutableMap.builder();
        for (ReadOutcome.HeldRule held : state.rules()) {
            if (cookies.test(held.cookie())) {
                rules.put(RuleKey.of(held.rule()), held.rule());
            }
        }
        TreeMap<Long, MeterEntry> meters = new TreeMap<>();
        for (ReadOutcome.HeldMeter held : state.meters()) {
            if (numbers.test(held.meter().id().id())) {
                meters.put(held.meter().id().id(), held.meter());
            }
        }
        return new SwitchProgram(rules.buildKeepingLast(), ImmutableSortedMap.copyOf(meters), ImmutableSortedMap.of());
    }
}
