package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;

/**
 * Moves the switches from one set of base programs to the next in phases. A phase begins on any switch only when the phase before it has
 * ended on all (barrier); within a phase switches may be in any order, and any part of it may be done.
 *
 * <ol>
 *   <li><b>close</b>: table 3 loses the rules that change or go; ports that change their role lose the rule that lets their traffic on;
 *       hosts that go lose their table 1 rule.
 *   <li><b>prepare</b>: meters, table 2, drops and punts of tables 0 and 1 come first; then table 1 and table 3 get their new rules.
 *   <li><b>open</b>: ports get the rule of their new role.
 *   <li><b>clean</b>: what is left over and can do no harm any more goes.
 * </ol>
 *
 * <p><b>No loop.</b> Let O and N be, for one destination, the next hops before and after; each is a tree of shortest paths, so neither has
 * a loop. While <i>close</i> runs, what is installed is a part of O. Once it has ended everywhere, it is what O and N share. While
 * <i>prepare</i> runs, it is a part of N. A part of a tree has no loop, so at no moment is there one; and a packet under way follows O for
 * finitely many hops and then N for finitely many. The price is that a destination whose way changes is unreachable at the switches
 * concerned for the time of one barrier; others are not touched.
 *
 * <p>A switch that is not ready may hold anything. N leads nothing through it ({@link BasePrograms} leaves its links out), so no packet
 * that is on N comes to it. When it is ready, what it holds is its {@code old} program in the next transition.
 *
 * <p><b>No bypass.</b> An edge opens only when the rules that check, scrub and drop have been in place everywhere for a whole phase, and
 * they go only when it has been closed for a whole phase. A port never holds the rules of two roles, because one role is closed
 * before another opens.
 */
public final class Transition {

    /** Before rules that let traffic on come those that restrain it. */
    private static final Comparator<FlowRule> RESTRAINT_FIRST = Comparator.comparingInt(Transition::rank);

    private final List<Change> close = new ArrayList<>();
    private final List<Change> prepare = new ArrayList<>();
    private final List<Change> open = new ArrayList<>();
    private final List<Change> clean = new ArrayList<>();

    @SuppressWarnings(
            "ReferenceEquality") // a program that did not change is the same object, and there may be thousands of
    // rules
    private Transition(SwitchProgram old, SwitchProgram next) {
        if (old == next) {
            return;
        }
        List<Change> removals = new ArrayList<>();
        meters(old, next, removals);
        old.rules().forEach((key, rule) -> {
            FlowRule wanted = next.rules().get(key);
            if (wanted == null || !same(rule, wanted)) {
                remove(rule, wanted);
            }
        });
        next.rules().values().stream()
                .filter(rule -> isNews(old, rule))
                .sorted(RESTRAINT_FIRST)
                .forEach(rule -> (admitsPort(rule) ? open : prepare).add(new PutRule(rule)));
        clean.addAll(removals);
    }

    /**
     * The changes in phases, empty ones left out. Base programs only.
     *
     * @param old what each switch holds; one that is not in it holds nothing
     * @param next what each shall hold; one that is not in it is not ready, and not changed
     */
    public static ImmutableList<ImmutableSortedMap<DeviceId, ProgramUpdate>> phases(
            Map<DeviceId, SwitchProgram> old, Map<DeviceId, SwitchProgram> next) {
        ImmutableSortedMap.Builder<DeviceId, Transition> all = ImmutableSortedMap.orderedBy(BasePrograms.IN_ORDER);
        next.forEach((id, program) -> all.put(id, new Transition(old.getOrDefault(id, SwitchProgram.EMPTY), program)));
        ImmutableSortedMap<DeviceId, Transition> each = all.buildOrThrow();
        ImmutableList.Builder<ImmutableSortedMap<DeviceId, ProgramUpdate>> phases = ImmutableList.builder();
        for (int phase = 0; phase < 4; phase++) {
            ImmutableSortedMap<DeviceId, ProgramUpdate> updates = phase(each, phase);
            if (!updates.isEmpty()) {
                phases.add(updates);
            }
        }
        return phases.build();
    }

    private static ImmutableSortedMap<DeviceId, ProgramUpdate> phase(
            ImmutableSortedMap<DeviceId, Transition> each, int phase) {
        ImmutableSortedMap.Builder<DeviceId, ProgramUpdate> updates =
                ImmutableSortedMap.orderedBy(BasePrograms.IN_ORDER);
        each.forEach((id, transition) -> {
            List<Change> changes = transition.changes(phase);
            if (!changes.isEmpty()) {
                updates.put(id, new ProgramUpdate(ImmutableList.copyOf(changes)));
            }
        });
        return updates.buildOrThrow();
    }

    private List<Change> changes(int phase) {
        return switch (phase) {
            case 0 -> close;
            case 1 -> prepare;
            case 2 -> open;
            default -> clean;
        };
    }

    private void meters(SwitchProgram old, SwitchProgram next, List<Change> removals) {
        next.meters().forEach((id, meter) -> {
            if (!old.meters().containsKey(id)) {
                prepare.add(new AddMeter(meter));
            } else if (!SwitchProgram.sameMeter(old.meters().get(id), meter)) {
                prepare.add(new ModifyMeter(meter));
            }
        });
        old.meters().values().stream()
                .filter(meter -> !next.meters().containsKey(meter.id().id()))
                .forEach(meter -> removals.add(new RemoveMeter(meter.id())));
    }

    /** A rule that lets traffic on goes before anything else; one that restrains is replaced in place, or goes last. */
    private void remove(FlowRule rule, @Nullable FlowRule replacement) {
        if (admits(rule)) {
            close.add(new RemoveRule(rule));
        } else if (replacement == null) {
            clean.add(new RemoveRule(rule));
        }
    }

    private static boolean isNews(SwitchProgram old, FlowRule rule) {
        FlowRule before = old.rules().get(RuleKey.of(rule));
        return before == null || !same(before, rule);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean same(FlowRule a, FlowRule b) {
        return a == b
                || SwitchProgram.sameRule(a, b)
                        && a.treatment().meters().equals(b.treatment().meters());
    }

    private static boolean admits(FlowRule rule) {
        long cookie = rule.id().value();
        return admitsPort(rule) || cookie == BaseRule.SOURCE_KNOWN.cookie() || cookie == BaseRule.FORWARD.cookie();
    }

    private static boolean admitsPort(FlowRule rule) {
        long cookie = rule.id().value();
        return cookie == BaseRule.EDGE.cookie() || cookie == BaseRule.LINK.cookie();
    }

    private static int rank(FlowRule rule) {
        return admits(rule) ? 1 + rule.tableId() : 0;
    }
}
