package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.plumbline.controller.discovery.ConnectedSwitch;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.KnownHost;
import io.plumbline.controller.discovery.PortRole;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;

/**
 * What every switch holds beside guaranteed flows: LLDP, ARP and NDP go to the controller through meters; edges admit known hosts,
 * reset their marks and drop tags in the label range; best effort goes to its destination by the shortest way.
 *
 * <p>Only switches that can be programmed now are part of it: of any other it is not known which old rules it still has, so nothing is
 * sent through it; that is what {@link Transition} rests on.
 */
public final class BasePrograms {
    /** Devices by id. */
    static final Comparator<DeviceId> IN_ORDER = Comparator.comparing(DeviceId::toString);

    private final Map<DeviceId, Map<RuleKey, FlowRule>> rules = new LinkedHashMap<>();
    private final Map<DeviceId, PortRules> portRules = new LinkedHashMap<>();
    private final ImmutableSortedMap<DeviceId, ConnectedSwitch> switches;
    private final ShortestPaths paths;

    private BasePrograms(Discovery state, ImmutableSortedMap<DeviceId, ConnectedSwitch> switches) {
        this.switches = switches;
        paths = new ShortestPaths(state.links(), switches.keySet());
        switches.values().forEach(this::ports);
        for (KnownHost host : state.hosts()) {
            host.location()
                    .filter(at -> switches.containsKey(at.deviceId()) && state.portRole(at) == PortRole.EDGE)
                    .ifPresent(at -> host(at, host.mac()));
        }
    }

    /** The programs of all connected switches, in order. */
    public static ImmutableSortedMap<DeviceId, SwitchProgram> compile(Discovery state) {
        return new BasePrograms(state, state.connectedSwitches()).programs();
    }

    /** The programs of those connected switches that are ready: whose rules are known to be those of their last program. */
    public static ImmutableSortedMap<DeviceId, SwitchProgram> compile(Discovery state, Predicate<DeviceId> ready) {
        return new BasePrograms(
                        state, ImmutableSortedMap.copyOfSorted(Maps.filterKeys(state.connectedSwitches(), ready::test)))
                .programs();
    }

    private void ports(ConnectedSwitch target) {
        Map<RuleKey, FlowRule> all = rules.computeIfAbsent(target.id(), ignored -> new LinkedHashMap<>());
        PortRules ports = new PortRules(target.id(), SystemMeters.of(target.limits()), all);
        portRules.put(target.id(), ports);
        target.ports().forEach(ports::add);
        ScrubRules.add(target.id(), all);
    }

    private void host(ConnectPoint at, MacAddress mac) {
        PortRules ports = portRules.get(at.deviceId());
        if (ports == null) {
            throw new IllegalStateException(at + " is not of a connected switch");
        }
        ports.host(at.port(), mac);
        forward(at.deviceId(), mac, at.port());
        paths.towards(at.deviceId()).forEach((from, port) -> forward(from, mac, port));
    }

    private void forward(DeviceId from, MacAddress to, PortNumber out) {
        FlowRule rule = BaseRule.FORWARD.rule(
                from,
                DefaultTrafficSelector.builder().matchEthDst(to).build(),
                DefaultTrafficTreatment.builder().setOutput(out).build());
        rules.computeIfAbsent(from, ignored -> new LinkedHashMap<>()).put(RuleKey.of(rule), rule);
    }

    private ImmutableSortedMap<DeviceId, SwitchProgram> programs() {
        ImmutableSortedMap.Builder<DeviceId, SwitchProgram> programs = ImmutableSortedMap.orderedBy(IN_ORDER);
        switches.forEach((id, target) -> programs.put(
                id,
                new SwitchProgram(
                        ImmutableMap.copyOf(rules.getOrDefault(id, Map.of())),
                        SystemMeters.of(target.limits()).entries(id),
                        ImmutableSortedMap.of())));
        return programs.buildOrThrow();
    }
}
