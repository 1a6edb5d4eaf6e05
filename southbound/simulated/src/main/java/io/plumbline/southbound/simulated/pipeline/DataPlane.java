package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved.Reason;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.time.SimulatedTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.meter.MeterId;

/** What one switch holds, and what that does to frames. For the one thread of its time. */
public final class DataPlane {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Told of every rule that ends, whoever ended it. */
    public interface Removals {
        void removed(HeldRule rule, Reason reason);
    }

    private final SimulatedTime time;
    private final SwitchLimits limits;
    private final Ports ports;
    private final Removals removals;
    private final FlowTables tables = new FlowTables();
    private final Meters meters;
    private final Groups groups;
    private int vlanLimit = 1;

    public DataPlane(SimulatedTime time, SwitchLimits limits, Ports ports, Removals removals) {
        this.time = time;
        this.limits = limits;
        this.ports = ports;
        this.removals = removals;
        this.meters = new Meters(limits);
        this.groups = new Groups(limits);
    }

    /** How many VLAN tags it looks behind; Open vSwitch: 1 unless its vlan-limit says 2. */
    public void vlanLimit(int tags) {
        vlanLimit = tags;
    }

    /** Forgets everything, and tells nobody. */
    public void clear() {
        tables.all().forEach(InstalledRule::ended);
        tables.clear();
        meters.clear();
        groups.clear();
    }

    /** A frame comes in. */
    public ImmutableList<Step> receive(PortNumber port, Frame frame) {
        return run(port, frame, true);
    }

    /** What would happen to a frame that came in now; nothing changes. */
    public ImmutableList<Step> wouldDo(PortNumber port, Frame frame) {
        return run(port, frame, false);
    }

    private ImmutableList<Step> run(PortNumber port, Frame frame, boolean counts) {
        if (!frame.isWhole()) {
            return ImmutableList.of();
        }
        return new PipelineRun(tables, meters, groups, ports, time.nowNanos(), counts)
                .run(new Packet(port, frame, vlanLimit));
    }

    /** Carries out a change, or says why not. */
    public Optional<Problem> carryOut(Change change) {
        return Optional.ofNullable(
                switch (change) {
                    case PutRule put -> put(put.rule());
                    case RemoveRule remove -> remove(remove.rule(), Reason.DELETED);
                    case AddMeter add -> meters.add(add.meter(), time.nowNanos());
                    case ModifyMeter modify -> meters.modify(modify.meter(), time.nowNanos());
                    case RemoveMeter remove -> removeMeter(remove.id());
                    case AddGroup add -> groups.add(add.group(), check());
                    case ModifyGroup modify -> groups.modify(modify.group(), check());
                    case RemoveGroup remove -> removeGroup(remove.groupId());
                });
    }

    private TreatmentCheck check() {
        return new TreatmentCheck(meters, groups);
    }

    private @Nullable Problem put(FlowRule rule) {
        if (rule.tableId() < 0 || rule.tableId() > FlowTables.LAST) {
            return new Problem(Kind.OTHER, "OFPFMFC_BAD_TABLE_ID: " + rule.tableId());
        }
        RuleMatch match = RuleMatch.of(rule.selector());
        if (match == null) {
            return new Problem(
                    Kind.BAD_MATCH, "OFPBMC_BAD_FIELD: " + rule.selector().criteria());
        }
        if (!new MatchPrerequisites(rule.selector()).met()) {
            return new Problem(
                    Kind.BAD_MATCH, "OFPBMC_BAD_PREREQ: " + rule.selector().criteria());
        }
        Problem problem = check().problem(rule);
        if (problem != null) {
            return problem;
        }
        InstalledRule replaced = tables.find(rule);
        if (replaced == null && tables.size() >= limits.maxEntries()) {
            return new Problem(Kind.TABLE_FULL, "OFPFMFC_TABLE_FULL: " + tables.size() + " entries are held");
        }
        InstalledRule installed = new InstalledRule(rule, match, time.nowNanos());
        if (replaced != null) {
            installed.continueCounting(replaced);
            replaced.ended();
        }
        tables.put(installed);
        startTimeouts(installed);
        return null;
    }

    private void startTimeouts(InstalledRule installed) {
        FlowRule rule = installed.rule();
        if (rule.hardTimeout() > 0 && limits.hardTimeouts()) {
            long nanos = rule.hardTimeout() * NANOS_PER_SECOND;
            installed.ends(time.schedule(nanos, () -> remove(rule, Reason.HARD_TIMEOUT)));
        }
        if (installed.idleSeconds() > 0) {
            endWhenIdle(installed);
        }
    }

    private void endWhenIdle(InstalledRule installed) {
        long idleEndNanos = installed.usedNanos() + installed.idleSeconds() * NANOS_PER_SECOND;
        if (idleEndNanos <= time.nowNanos()) {
            remove(installed.rule(), Reason.IDLE_TIMEOUT);
        } else {
            installed.ends(time.schedule(idleEndNanos - time.nowNanos(), () -> endWhenIdle(installed)));
        }
    }

    private @Nullable Problem remove(FlowRule rule, Reason reason) {
        InstalledRule removed = tables.remove(rule);
        if (removed != null) {
            removed.ended();
            removals.removed(removed.held(time.nowNanos()), reason);
        }
        return null;
    }

    private @Nullable Problem removeMeter(MeterId id) {
        if (meters.remove(id.id())) {
            removeWhere(rule -> rule.treatment().meters().stream()
                    .anyMatch(meter -> meter.meterId().equals(id)));
        }
        return null;
    }

    private @Nullable Problem removeGroup(int id) {
        if (groups.remove(id)) {
            GroupId groupId = new GroupId(id);
            removeWhere(rule -> leadsTo(rule.treatment().allInstructions(), groupId));
        }
        return null;
    }

    private static boolean leadsTo(List<Instruction> instructions, GroupId groupId) {
        return instructions.stream()
                .anyMatch(instruction -> instruction instanceof GroupInstruction group
                        && group.groupId().equals(groupId));
    }

    private void removeWhere(Predicate<FlowRule> condition) {
        tables.where(condition).forEach(installed -> remove(installed.rule(), Reason.OTHER));
    }

    /** Loses the rules that fulfil the condition without a word, as a faulty switch does. */
    public ImmutableList<FlowRule> lose(Predicate<FlowRule> condition) {
        ImmutableList<FlowRule> lost = rules().stream().filter(condition).collect(ImmutableList.toImmutableList());
        lost.forEach(rule -> forget(tables.remove(rule)));
        return lost;
    }

    private static void forget(@Nullable InstalledRule lost) {
        if (lost != null) {
            lost.ended();
        }
    }

    /** The rules held, by table, then priority downwards, then age. */
    public ImmutableList<FlowRule> rules() {
        return tables.all().stream().map(InstalledRule::rule).collect(ImmutableList.toImmutableList());
    }

    public ReadOutcome.State read(ReadScope scope) {
        ImmutableList<HeldRule> rules = tables.all().stream()
                .filter(rule -> scope.rules() && ((rule.cookie() ^ scope.cookie()) & scope.cookieMask()) == 0)
                .map(rule -> rule.held(time.nowNanos()))
                .collect(ImmutableList.toImmutableList());
        return new ReadOutcome.State(
                rules,
                scope.meters() ? meters.held() : ImmutableList.of(),
                scope.groups() ? groups.held() : ImmutableList.of());
    }
}
