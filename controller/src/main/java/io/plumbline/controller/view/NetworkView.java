package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchPort;
import java.time.Instant;
import java.util.Optional;

/**
 * The network as the controller knows it now.
 *
 * @param topology snapshot with constants and up/down
 * @param ledger what is booked
 * @param linkNames link id to the name a person knows
 * @param switches connected or known from network.yaml
 * @param hosts discovered or known from network.yaml
 * @param differences where what was discovered is not what network.yaml says, one sentence each
 * @param at when it was taken
 */
public record NetworkView(
        TeTopology topology,
        LedgerSnapshot ledger,
        ImmutableMap<String, String> linkNames,
        ImmutableList<SwitchView> switches,
        ImmutableList<HostView> hosts,
        ImmutableList<String> differences,
        Instant at) {

    /**
     * One switch.
     *
     * @param rules that it should hold
     * @param meters that it should hold
     * @param readBackAt when its base rules were read back last, since the controller started
     * @param drifted how many base rules and meters were found to be wrong, since the controller started, though they had been right
     */
    public record SwitchView(
            String id,
            String name,
            boolean connected,
            Optional<SwitchDescription> description,
            Optional<SwitchLimits> limits,
            ImmutableList<SwitchPort> ports,
            int rules,
            int meters,
            Optional<Instant> readBackAt,
            long drifted) {}

    /**
     * One host.
     *
     * @param name empty when it has none
     * @param location {@code device/port}
     * @param seen how it is known: {@code network.yaml}, {@code arp}, {@code ndp} or {@code traffic}
     */
    public record HostView(
            String name, String macAddress, ImmutableList<String> ipAddresses, String location, String seen) {}
}
