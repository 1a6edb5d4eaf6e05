package io.plumbline.southbound.openflow.translation;

import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import java.util.List;
import java.util.Set;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowModFlags;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.stat.Stat;
import org.projectfloodlight.openflow.protocol.stat.StatField;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/**
 * Rules as FLOW_MOD, and flow statistics as rules.
 *
 * <p>ONOS gives a rule with a hard time-out the same number as its (idle) time-out; here a time-out that equals the hard one is no idle
 * time-out, in both directions.
 */
final class RuleTranslation {
    private static final Set<OFFlowModFlags> TELL_WHEN_REMOVED = ImmutableSet.of(OFFlowModFlags.SEND_FLOW_REM);
    private static final int MAX_SECONDS = 65_535;
    private static final int MAX_TABLE = 254;
    private static final long NANOS = 1_000_000_000L;

    private final OFFactory factory;
    private final DeviceId device;
    private final MatchTranslation matches;
    private final InstructionTranslation instructions;
    private final SelectorTranslation selectors;
    private final TreatmentTranslation treatments;

    RuleTranslation(OFFactory factory, DeviceId device) {
        this.factory = factory;
        this.device = device;
        this.matches = new MatchTranslation(factory);
        this.instructions = new InstructionTranslation(factory);
        this.selectors = new SelectorTranslation(device);
        this.treatments = new TreatmentTranslation(device);
    }

    /** Adds the rule or replaces the one with the same table, priority and match. The counters of a replaced rule go on. */
    OFMessage put(FlowRule rule, long xid) throws Untranslatable {
        return factory.buildFlowAdd()
                .setXid(xid)
                .setCookie(U64.of(rule.id().value()))
                .setTableId(table(rule))
                .setPriority(rule.priority())
                .setIdleTimeout(seconds(idleTimeout(rule)))
                .setHardTimeout(seconds(rule.hardTimeout()))
                .setBufferId(OFBufferId.NO_BUFFER)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setFlags(TELL_WHEN_REMOVED)
                .setMatch(matches.match(rule.selector()))
                .setInstructions(instructions.instructions(rule.treatment()))
                .build();
    }

    /** Removes the rule with exactly this table, priority and match, whatever its cookie. */
    OFMessage remove(FlowRule rule, long xid) throws Untranslatable {
        return factory.buildFlowDeleteStrict()
                .setXid(xid)
                .setTableId(table(rule))
                .setPriority(rule.priority())
                .setBufferId(OFBufferId.NO_BUFFER)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setMatch(matches.match(rule.selector()))
                .build();
    }

    private static TableId table(FlowRule rule) throws Untranslatable {
        if (rule.tableId() < 0 || rule.tableId() > MAX_TABLE) {
            throw Untranslatable.match("table " + rule.tableId() + " is not between 0 and " + MAX_TABLE);
        }
        return TableId.of(rule.tableId());
    }

    private static int idleTimeout(FlowRule rule) {
        return rule.isPermanent() || rule.timeout() == rule.hardTimeout() ? 0 : rule.timeout();
    }

    private static int seconds(int timeout) throws Untranslatable {
        if (timeout < 0 || timeout > MAX_SECONDS) {
            throw Untranslatable.match("time-out of " + timeout + " s is not between 0 and " + MAX_SECONDS);
        }
        return timeout;
    }

    HeldRule held(OFFlowStatsEntry entry) {
        FlowRule rule = rule(
                entry.getTableId(),
                entry.getPriority(),
                entry.getCookie().getValue(),
                entry.getIdleTimeout(),
                entry.getHardTimeout(),
                selectors.selector(entry.getMatch()),
                treatments.treatment(entry.getInstructions()));
        long cookie = entry.getCookie().getValue();
        if (withStats(entry.getVersion())) {
            Stat stats = entry.getStats();
            return new HeldRule(
                    rule,
                    cookie,
                    count(stats, StatField.PACKET_COUNT),
                    count(stats, StatField.BYTE_COUNT),
                    ageNanos(count(stats, StatField.DURATION)));
        }
        return new HeldRule(
                rule,
                cookie,
                entry.getPacketCount().getValue(),
                entry.getByteCount().getValue(),
                entry.getDurationSec() * NANOS + entry.getDurationNsec());
    }

    /** The rule that ended. A switch does not say what it did: its treatment is empty. */
    FlowRule removed(OFFlowRemoved message) {
        return rule(
                message.getTableId(),
                message.getPriority(),
                message.getCookie().getValue(),
                message.getIdleTimeout(),
                message.getHardTimeout(),
                selectors.selector(message.getMatch()),
                DefaultTrafficTreatment.emptyTreatment());
    }

    long removedPackets(OFFlowRemoved message) {
        return withStats(message.getVersion())
                ? count(message.getStats(), StatField.PACKET_COUNT)
                : message.getPacketCount().getValue();
    }

    long removedBytes(OFFlowRemoved message) {
        return withStats(message.getVersion())
                ? count(message.getStats(), StatField.BYTE_COUNT)
                : message.getByteCount().getValue();
    }

    private FlowRule rule(
            TableId table,
            int priority,
            long cookie,
            int idle,
            int hard,
            TrafficSelector selector,
            TrafficTreatment treatment) {
        FlowRule.Builder rule = DefaultFlowRule.builder()
                .forDevice(device)
                .forTable(table.getValue())
                .withPriority(priority)
                .withCookie(cookie)
                .withSelector(selector)
                .withTreatment(treatment)
                .makePermanent();
        if (hard != 0) {
            rule.withHardTimeout(hard);
        }
        if (idle != 0) {
            rule.makeTemporary(idle);
        }
        return rule.build();
    }

    /** From OpenFlow 1.5 on, counters are a list of optional fields. */
    private static boolean withStats(OFVersion version) {
        return version.getWireVersion() >= OFVersion.OF_15.getWireVersion();
    }

    private static long count(Stat stats, StatField<U64> field) {
        U64 value = stats.supports(field) ? stats.get(field) : null;
        return value == null ? 0 : value.getValue();
    }

    /** OXS durations hold seconds in the upper and nanoseconds in the lower 32 bits. */
    private static long ageNanos(long duration) {
        return (duration >>> 32) * NANOS + (duration & 0xffff_ffffL);
    }

    List<HeldRule> held(List<OFFlowStatsEntry> entries) {
        return entries.stream().map(this::held).toList();
    }
}
