package io.plumbline.controller.program;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MeterEntry;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;

/**
 * What one direction of a guaranteed flow adds to the programs of the switches on its path.
 *
 * @param parts in path order: the first is the ingress, the last the egress; the same switch when the path is one access link
 */
public record FlowProgram(ImmutableList<Part> parts) {
    /** What one switch gets. */
    public record Part(DeviceId device, ImmutableList<FlowRule> rules, ImmutableList<MeterEntry> meters) {}

    /** The part that polices. */
    public Part ingress() {
        return parts.get(0);
    }

    /** All other parts, the egress first: installed in this order, so that no packet meets a half-built path. */
    public ImmutableList<Part> beyondIngress() {
        return parts.subList(1, parts.size()).reverse();
    }
}
