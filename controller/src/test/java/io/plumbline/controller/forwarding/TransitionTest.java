package io.plumbline.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.controller.discovery.PortRole;
import io.plumbline.controller.discovery.PortView;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchLimits.MeterModel;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.EthCriterion;
import org.onosproject.net.flow.criteria.PortCriterion;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;

/**
 * Any trees before, any trees after, any part of a phase done in any order: nothing circles and no edge is open without its checks. Port
 * n + 1 of a switch leads to switch n; hosts are at ports 100 and above.
 */
class TransitionTest {
    private static final int HOST_PORT = 100;
    private static final int HOST_PORTS = 3;
    private static final SwitchLimits LIMITS = new SwitchLimits(
            new MeterModel(1_000, 1_000, 1_000_000, true, 1_000_000), 100, 1_000, 0, true, true, false, true, 14, true);

    private static DeviceId device(int number) {
        return DeviceId.deviceId("of:%016x".formatted(number));
    }

    private static MacAddress mac(int number) {
        return MacAddress.valueOf(number + 1);
    }

    /** Programs of a network in which each host is somewhere and each switch sends to it along some tree, or not at all. */
    private static ImmutableSortedMap<DeviceId, SwitchProgram> programs(Random random, int switches, int hosts) {
        List<Map<RuleKey, FlowRule>> rules = new ArrayList<>();
        List<PortRules> ports = new ArrayList<>();
        for (int i = 0; i < switches; i++) {
            rules.add(new LinkedHashMap<>());
            Map<RuleKey, FlowRule> own = rules.get(i);
            ports.add(new PortRules(device(i), SystemMeters.of(LIMITS), rule -> own.put(RuleKey.of(rule), rule)));
            ScrubRules.add(device(i), rule -> own.put(RuleKey.of(rule), rule));
            for (int port = HOST_PORT; port < HOST_PORT + HOST_PORTS; port++) {
                PortRole role = PortRole.values()[random.nextInt(PortRole.values().length)];
                ConnectPoint point = new ConnectPoint(device(i), PortNumber.portNumber(port));
                ports.get(i).add(new PortView(point, role, random.nextBoolean()));
            }
        }
        for (int host = 0; host < hosts; host++) {
            tree(random, switches, host, rules);
        }
        ImmutableSortedMap.Builder<DeviceId, SwitchProgram> programs =
                ImmutableSortedMap.orderedBy(BasePrograms.IN_ORDER);
        for (int i = 0; i < switches; i++) {
            programs.put(
                    device(i),
                    new SwitchProgram(
                            ImmutableMap.copyOf(rules.get(i)),
                            SystemMeters.of(LIMITS).entries(device(i)),
                            ImmutableSortedMap.of()));
        }
        return programs.buildOrThrow();
    }

    private static SwitchProgram one(Random random) {
        return programs(random, 4, 3).values().iterator().next();
    }

    private static void tree(Random random, int switches, int host, List<Map<RuleKey, FlowRule>> rules) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < switches; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        int at = HOST_PORT + random.nextInt(HOST_PORTS);
        FlowRule source = PortRules.host(device(order.get(0)), PortNumber.portNumber(at), mac(host));
        rules.get(order.get(0)).put(RuleKey.of(source), source);
        forward(rules, order.get(0), host, at);
        for (int i = 1; i < switches; i++) {
            if (random.nextInt(10) > 0) {
                forward(rules, order.get(i), host, order.get(random.nextInt(i)) + 1);
            }
        }
    }

    private static void forward(List<Map<RuleKey, FlowRule>> rules, int from, int host, int port) {
        FlowRule rule = BaseRule.FORWARD.rule(
                device(from),
                DefaultTrafficSelector.builder().matchEthDst(mac(host)).build(),
                DefaultTrafficTreatment.builder()
                        .setOutput(PortNumber.portNumber(port))
                        .build());
        rules.get(from).put(RuleKey.of(rule), rule);
    }

    /** What switches hold while changes are on their way. */
    private static final class Held {
        private final Map<DeviceId, Map<RuleKey, FlowRule>> rules = new LinkedHashMap<>();

        Held(Map<DeviceId, SwitchProgram> programs) {
            programs.forEach((id, program) -> rules.put(id, new LinkedHashMap<>(program.rules())));
        }

        void apply(DeviceId id, Change change) {
            Map<RuleKey, FlowRule> own = rules.computeIfAbsent(id, ignored -> new LinkedHashMap<>());
            switch (change) {
                case PutRule put -> own.put(RuleKey.of(put.rule()), put.rule());
                case RemoveRule remove -> own.remove(RuleKey.of(remove.rule()));
                default -> {}
            }
        }

        boolean holds(Map<DeviceId, SwitchProgram> programs) {
            return programs.entrySet().stream()
                    .allMatch(
                            wanted -> wanted.getValue().rules().equals(rules.getOrDefault(wanted.getKey(), Map.of())));
        }

        /** Whether some frame to that host would come by a switch twice. */
        boolean circles(int host, int switches) {
            for (int start = 0; start < switches; start++) {
                Set<Integer> seen = new HashSet<>();
                for (int at = start; at >= 0; at = next(at, host)) {
                    if (!seen.add(at)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private int next(int from, int host) {
            for (FlowRule rule : rules.getOrDefault(device(from), Map.of()).values()) {
                if (rule.selector().getCriterion(Criterion.Type.ETH_DST) instanceof EthCriterion destination
                        && destination.mac().equals(mac(host))
                        && rule.treatment().immediate().get(0) instanceof OutputInstruction output) {
                    int port = (int) output.port().toLong();
                    return port >= HOST_PORT ? -1 : port - 1;
                }
            }
            return -1;
        }

        /** Whether an edge is open that lacks a check, or a port that plays two roles. */
        boolean bypass() {
            return rules.values().stream().anyMatch(Held::bypass);
        }

        private static boolean bypass(Map<RuleKey, FlowRule> own) {
            long scrubs = own.values().stream()
                    .filter(rule -> rule.tableId() == Table.SCRUB)
                    .count();
            for (FlowRule rule : own.values()) {
                if (rule.id().value() == BaseRule.EDGE.cookie()) {
                    boolean drops = has(own, BaseRule.LABEL_DROP, port(rule));
                    boolean link = has(own, BaseRule.LINK, port(rule));
                    if (!drops || link || scrubs < 8) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean has(Map<RuleKey, FlowRule> own, BaseRule kind, PortNumber port) {
            return own.values().stream()
                    .anyMatch(rule ->
                            rule.id().value() == kind.cookie() && port(rule).equals(port));
        }

        private static PortNumber port(FlowRule rule) {
            return rule.selector().getCriterion(Criterion.Type.IN_PORT) instanceof PortCriterion in
                    ? in.port()
                    : PortNumber.ANY;
        }
    }

    private record Step(DeviceId device, Change change) {}

    private static List<Step> steps(Map<DeviceId, ProgramUpdate> phase, Random random) {
        List<Step> steps = new ArrayList<>();
        phase.forEach((id, update) -> update.changes().forEach(change -> steps.add(new Step(id, change))));
        Collections.shuffle(steps, random);
        return steps;
    }

    @Test
    void nothingCircles_andNoEdgeIsOpenUnchecked_whateverPartIsDone() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int switches = 2 + random.nextInt(7);
            int hosts = 1 + random.nextInt(4);
            ImmutableSortedMap<DeviceId, SwitchProgram> old = programs(random, switches, hosts);
            ImmutableSortedMap<DeviceId, SwitchProgram> next = programs(random, switches, hosts);
            Held held = new Held(old);
            for (Map<DeviceId, ProgramUpdate> phase : Transition.phases(old, next)) {
                for (Step step : steps(phase, random)) {
                    held.apply(step.device, step.change);
                    for (int host = 0; host < hosts; host++) {
                        assertThat(held.circles(host, switches))
                                .as("seed %d", seed)
                                .isFalse();
                    }
                    assertThat(held.bypass()).as("seed %d", seed).isFalse();
                }
            }
            assertThat(held.holds(next)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void anUpdateCarriedOut_isTheProgramThatItWasMadeFor() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            SwitchProgram old = one(random);
            SwitchProgram next = one(random);
            SwitchProgram after = old.after(next.updateFrom(old));

            assertThat(next.updateFrom(after).isEmpty()).as("seed %d", seed).isTrue();
            assertThat(after.rules()).as("seed %d", seed).hasSameSizeAs(next.rules());
            assertThat(after.meters()).as("seed %d", seed).hasSameSizeAs(next.meters());
        }
    }

    @Test
    void aMeterThatGoes_takesTheRulesThatUseItAlong() {
        SwitchProgram program = one(new Random(3));
        ImmutableList<Change> removals = program.meters().values().stream()
                .map(meter -> new ProgramUpdate.RemoveMeter(meter.id()))
                .collect(ImmutableList.toImmutableList());

        SwitchProgram after = program.after(new ProgramUpdate(removals));

        assertThat(after.meters()).isEmpty();
        assertThat(after.rules().values())
                .isNotEmpty()
                .allMatch(rule -> rule.treatment().meters().isEmpty())
                .hasSizeLessThan(program.rules().size());
    }

    /** The test above would notice: changing all at once, as a switch program by itself would, does circle and does leave gaps. */
    @Test
    void changingAllAtOnce_circlesAndBypasses() {
        int circles = 0;
        int bypasses = 0;
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            ImmutableSortedMap<DeviceId, SwitchProgram> old = programs(random, 6, 2);
            ImmutableSortedMap<DeviceId, SwitchProgram> next = programs(random, 6, 2);
            Map<DeviceId, ProgramUpdate> once = new LinkedHashMap<>();
            next.forEach((id, program) -> once.put(id, program.updateFrom(old.getOrDefault(id, SwitchProgram.EMPTY))));
            Held held = new Held(old);
            for (Step step : steps(once, random)) {
                held.apply(step.device, step.change);
                circles += held.circles(0, 6) ? 1 : 0;
                bypasses += held.bypass() ? 1 : 0;
            }
        }
        assertThat(circles).isPositive();
        assertThat(bypasses).isPositive();
    }

    @Test
    void whatStays_isNotTouched() {
        ImmutableSortedMap<DeviceId, SwitchProgram> programs = programs(new Random(3), 5, 3);

        assertThat(Transition.phases(programs, programs)).isEmpty();
    }

    @Test
    void aSwitchThatIsNotReady_isNotChanged_andANewOneGetsItsRestraintsFirst() {
        ImmutableSortedMap<DeviceId, SwitchProgram> programs = programs(new Random(3), 5, 3);

        assertThat(Transition.phases(programs, Map.of())).isEmpty();
        ImmutableList<ImmutableSortedMap<DeviceId, ProgramUpdate>> phases = Transition.phases(Map.of(), programs);
        assertThat(phases).hasSize(2);
        assertThat(phases.get(0).values())
                .allSatisfy(update -> assertThat(update.changes().get(0)).isInstanceOf(ProgramUpdate.AddMeter.class));
    }
}
