package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.controller.discovery.PortView;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.MacAddress;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;

/**
 * The base rules of one switch, from one compilation to the next: what is wanted again is the same object again, so that a program that
 * did not change is told by identity, and one more host costs one more rule.
 */
final class DeviceRules {

    /** A rule for a host, and the port that it is about. */
    private record HostRule(PortNumber port, FlowRule rule) {}

    private final DeviceId device;
    private final SystemMeters meters;
    private final ImmutableList<FlowRule> scrub;
    private Map<PortView, ImmutableList<FlowRule>> ports = new HashMap<>();
    private Map<MacAddress, HostRule> sources = new HashMap<>();
    private Map<MacAddress, HostRule> forwards = new HashMap<>();
    private Map<PortView, ImmutableList<FlowRule>> nextPorts = new HashMap<>();
    private Map<MacAddress, HostRule> nextSources = new HashMap<>();
    private Map<MacAddress, HostRule> nextForwards = new HashMap<>();
    private List<FlowRule> rules = new ArrayList<>();
    private List<FlowRule> lastRules = List.of();
    private @Nullable SwitchProgram last;

    DeviceRules(DeviceId device, SystemMeters meters) {
        this.device = device;
        this.meters = meters;
        ImmutableList.Builder<FlowRule> fixed = ImmutableList.builder();
        ScrubRules.add(device, fixed::add);
        scrub = fixed.build();
    }

    boolean uses(SystemMeters others) {
        return meters.equals(others);
    }

    void begin() {
        rules.addAll(scrub);
    }

    void port(PortView port) {
        ImmutableList<FlowRule> own = ports.get(port);
        if (own == null) {
            ImmutableList.Builder<FlowRule> made = ImmutableList.builder();
            new PortRules(device, meters, made::add).add(port);
            own = made.build();
        }
        nextPorts.put(port, own);
        rules.addAll(own);
    }

    /** The host is at this port. */
    void host(PortNumber port, MacAddress mac) {
        HostRule source = sources.get(mac);
        if (source == null || !source.port.equals(port)) {
            source = new HostRule(port, PortRules.host(device, port, mac));
        }
        nextSources.put(mac, source);
        rules.add(source.rule);
        forward(mac, port);
    }

    /** Frames to the host leave by this port. */
    void forward(MacAddress mac, PortNumber out) {
        HostRule forward = forwards.get(mac);
        if (forward == null || !forward.port.equals(out)) {
            forward = new HostRule(out, rule(mac, out));
        }
        nextForwards.put(mac, forward);
        rules.add(forward.rule);
    }

    private FlowRule rule(MacAddress to, PortNumber out) {
        return BaseRule.FORWARD.rule(
                device,
                DefaultTrafficSelector.builder().matchEthDst(to).build(),
                DefaultTrafficTreatment.builder().setOutput(out).build());
    }

    /** The program made of what was said since {@link #begin}. */
    SwitchProgram end() {
        SwitchProgram program = last;
        if (program == null || !same(rules, lastRules)) {
            ImmutableMap.Builder<RuleKey, FlowRule> byKey = ImmutableMap.builder();
            rules.forEach(rule -> byKey.put(RuleKey.of(rule), rule));
            program = new SwitchProgram(byKey.buildOrThrow(), meters.entries(device), ImmutableSortedMap.of());
        }
        last = program;
        lastRules = rules;
        rules = new ArrayList<>(lastRules.size());
        ports = nextPorts;
        sources = nextSources;
        forwards = nextForwards;
        nextPorts = new HashMap<>();
        nextSources = new HashMap<>();
        nextForwards = new HashMap<>();
        return program;
    }

    @SuppressWarnings("ReferenceEquality") // what is wanted again is the same object
    private static boolean same(List<FlowRule> some, List<FlowRule> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }
}
