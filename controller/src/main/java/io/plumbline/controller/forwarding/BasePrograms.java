package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.plumbline.controller.discovery.ConnectedSwitch;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.KnownHost;
import io.plumbline.controller.discovery.PortRole;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/**
 * What every switch holds beside guaranteed flows: LLDP, ARP and NDP go to the controller through meters; edges admit known hosts,
 * reset their marks and drop tags in the label range; best effort goes to its destination by the shortest way.
 *
 * <p>Only switches that can be programmed now are part of it: of any other it is not known which old rules it still has, so nothing is
 * sent through it; that is what {@link Transition} rests on.
 */
public final class BasePrograms {
    /** Devices by id. */
    public static final Comparator<DeviceId> IN_ORDER = Comparator.comparing(DeviceId::toString);

    private final Discovery state;
    private final Map<DeviceId, DeviceRules> rules = new HashMap<>();

    /** Programs of what this discovery finds; to be kept, as the next compilation reuses what the last one made. */
    public BasePrograms(Discovery state) {
        this.state = state;
    }

    /**
     * The programs of those connected switches that are ready, in order.
     *
     * @param ready whether it is known what the switch holds
     */
    public ImmutableSortedMap<DeviceId, SwitchProgram> compile(Predicate<DeviceId> ready) {
        ImmutableSortedMap<DeviceId, ConnectedSwitch> switches =
                ImmutableSortedMap.copyOfSorted(Maps.filterKeys(state.connectedSwitches(), ready::test));
        rules.keySet().retainAll(switches.keySet());
        switches.values().forEach(this::ports);
        ShortestPaths paths = new ShortestPaths(state.links(), switches.keySet());
        for (KnownHost host : state.hosts()) {
            host.location()
                    .filter(at -> switches.containsKey(at.deviceId()) && state.portRole(at) == PortRole.EDGE)
                    .ifPresent(at -> host(at, host.mac(), paths));
        }
        ImmutableSortedMap.Builder<DeviceId, SwitchProgram> programs = ImmutableSortedMap.orderedBy(IN_ORDER);
        switches.keySet().forEach(id -> programs.put(id, of(id).end()));
        return programs.buildOrThrow();
    }

    private void ports(ConnectedSwitch target) {
        SystemMeters meters = SystemMeters.of(target.limits());
        rules.compute(
                target.id(), (id, known) -> known != null && known.uses(meters) ? known : new DeviceRules(id, meters));
        of(target.id()).begin();
        target.ports().forEach(of(target.id())::port);
    }

    private void host(ConnectPoint at, MacAddress mac, ShortestPaths paths) {
        of(at.deviceId()).host(at.port(), mac);
        paths.towards(at.deviceId()).forEach((from, port) -> of(from).forward(mac, port));
    }

    private DeviceRules of(DeviceId id) {
        DeviceRules own = rules.get(id);
        if (own == null) {
            throw new IllegalStateException(id + " is not compiled");
        }
        return own;
    }
}
