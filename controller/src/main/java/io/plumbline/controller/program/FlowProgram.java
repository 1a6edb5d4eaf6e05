package io.plumbline.controller.program;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.meter.MeterId;

/**
 * What one direction of a guaranteed flow adds to the programs of the switches on its path.
 *
 * @param parts in path order: the first is the ingress, the last the egress; the same switch when the path is one access link
 */
public record FlowProgram(ImmutableList<Part> parts) {
    /** What one switch gets. */
    public record Part(DeviceId device, ImmutableList<FlowRule> rules, ImmutableList<MeterEntry> meters) {
        /** What of it is in none of the others. */
        Part without(List<Part> others) {
            Set<RuleKey> rulesKept = new HashSet<>();
            Set<MeterId> metersKept = new HashSet<>();
            for (Part other : others) {
                if (other.device.equals(device)) {
                    other.rules.forEach(rule -> rulesKept.add(RuleKey.of(rule)));
                    other.meters.forEach(meter -> metersKept.add(meter.id()));
                }
            }
            return new Part(
                    device,
                    rules.stream()
                            .filter(rule -> !rulesKept.contains(RuleKey.of(rule)))
                            .collect(ImmutableList.toImmutableList()),
                    meters.stream()
                            .filter(meter -> !metersKept.contains(meter.id()))
                            .collect(ImmutableList.toImmutableList()));
        }
    }

    /** The part that polices; its last rule is the classifier. */
    public Part ingress() {
        return parts.get(0);
    }

    /** All other parts, the egress first: installed in this order, so that no packet meets a half-built path. */
    public ImmutableList<Part> beyondIngress() {
        return parts.subList(1, parts.size()).reverse();
    }

    /** Everything that no packet meets before {@link #changeOver}: all but the classifier, the egress first. */
    public ImmutableList<Part> prepared() {
        Part ingress = ingress();
        return ImmutableList.<Part>builder()
                .addAll(beyondIngress())
                .add(new Part(
                        ingress.device(),
                        ingress.rules().subList(0, ingress.rules().size() - 1),
                        ingress.meters()))
                .build();
    }

    /** The classifier: one rule, the same in every generation but for where it sends packets. */
    public Part changeOver() {
        return new Part(ingress().device(), ImmutableList.of(ingress().rules().getLast()), ImmutableList.of());
    }

    /** What of it is in none of the others, the ingress first. */
    public ImmutableList<Part> without(List<FlowProgram> others) {
        List<Part> kept =
                others.stream().flatMap(program -> program.parts.stream()).toList();
        return parts.stream().map(part -> part.without(kept)).collect(ImmutableList.toImmutableList());
    }
}
