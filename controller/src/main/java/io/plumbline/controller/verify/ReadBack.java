package io.plumbline.controller.verify;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.meter.Band;

/** Compares what one switch should hold of a guaranteed flow with what was read back from it. Pure. */
public final class ReadBack {
    private ReadBack() {}

    /** One statement for the rules together when all are right, else one for each that is not; and one for each meter. */
    public static ImmutableList<Statement> compare(
            String switchName, FlowProgram.Part part, ReadOutcome outcome, Instant at) {
        return switch (outcome) {
            case ReadOutcome.Failed failed ->
                ImmutableList.of(new Statement(
                        Statement.Kind.READ, switchName, "holds the flow's rules", failed.reason(), false, at));
            case ReadOutcome.State state -> compareState(switchName, part, state, at);
        };
    }

    private static ImmutableList<Statement> compareState(
            String switchName, FlowProgram.Part part, ReadOutcome.State state, Instant at) {
        Map<RuleKey, FlowRule> rules = state.rules().stream()
                .map(ReadOutcome.HeldRule::rule)
                .collect(Collectors.toMap(RuleKey::of, Function.identity(), (a, b) -> a));
        ImmutableList.Builder<Statement> statements = ImmutableList.builder();
        for (FlowRule wanted : part.rules()) {
            FlowRule held = rules.get(RuleKey.of(wanted));
            boolean same = held != null && SwitchProgram.sameRule(wanted, held);
            statements.add(new Statement(
                    Statement.Kind.READ,
                    switchName + " table " + wanted.tableId() + " rule " + wanted.priority(),
                    describe(wanted.treatment()),
                    held == null ? "not there" : describe(held.treatment()),
                    same,
                    at));
        }
        Map<Long, MeterEntry> meters = new TreeMap<>();
        state.meters().forEach(meter -> meters.put(meter.meter().id().id(), meter.meter()));
        for (MeterEntry wanted : part.meters()) {
            MeterEntry held = meters.get(wanted.id().id());
            statements.add(new Statement(
                    Statement.Kind.READ,
                    switchName + " meter " + wanted.id().id(),
                    describe(wanted),
                    held == null ? "not there" : describe(held),
                    held != null && SwitchProgram.sameMeter(wanted, held),
                    at));
        }
        return statements.build();
    }

    private static String describe(TrafficTreatment treatment) {
        List<String> does = new ArrayList<>();
        treatment.meters().forEach(meter -> does.add(meter.toString()));
        if (treatment.writeMetadata() != null) {
            does.add(treatment.writeMetadata().toString());
        }
        treatment.allInstructions().forEach(instruction -> does.add(instruction.toString()));
        if (treatment.tableTransition() != null) {
            does.add(treatment.tableTransition().toString());
        }
        return String.join(", ", does);
    }

    private static String describe(MeterEntry meter) {
        StringBuilder text = new StringBuilder();
        for (Band band : meter.request().bands()) {
            text.append(band.type()).append(" above ").append(band.rate());
            text.append(
                    switch (meter.request().unit()) {
                        case KB_PER_SEC -> " kbit/s, burst " + band.burst() + " kbit";
                        case PKTS_PER_SEC -> " packets/s, burst " + band.burst() + " packets";
                        case BYTES_PER_SEC -> " bytes/s, burst " + band.burst() + " bytes";
                    });
        }
        return text.toString();
    }
}
