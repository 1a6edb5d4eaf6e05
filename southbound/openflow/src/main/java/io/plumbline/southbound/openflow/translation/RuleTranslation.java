package io.plumbline.southbound.openflow.translation;

import com.google.common.collect.ImmutableSet;
import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.openflow.wire.Counters;
import io.plumbline.southbound.openflow.wire.FlowEntry;
import io.plumbline.southbound.openflow.wire.FlowRemoved;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
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
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/**
 * Rules as FLOW_MOD, and what a switch holds as rules.
 *
 * <p>ONOS gives a rule with a hard time-out the same number as its (idle) time-out; here a time-out that equals the hard one is no idle
 * time-out, in both directions.
 */
final class RuleTranslation {
    private static final Set<OFFlowModFlags> TELL_WHEN_REMOVED = ImmutableSet.of(OFFlowModFlags.SEND_FLOW_REM);
    private static final int MAX_SECONDS = 65_535;
    private static final int MAX_TABLE = 254;
    private static final int MATCH_OFFSET = 48;

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
        List<Foreign.Field> foreign = MatchTranslation.foreign(rule.selector());
        if (!foreign.isEmpty()) {
            throw Untranslatable.match("no OpenFlow match for " + foreign);
        }
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

    /**
     * Appends the message that removes the rule with exactly this table, priority and match, whatever its cookie. Foreign fields are
     * written as they were read: nobody's rule can make a switch impossible to program.
     */
    void writeRemove(FlowRule rule, long xid, ByteBuf out) throws Untranslatable {
        OFMessage message = factory.buildFlowDeleteStrict()
                .setXid(xid)
                .setTableId(table(rule))
                .setPriority(rule.priority())
                .setBufferId(OFBufferId.NO_BUFFER)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setMatch(matches.match(rule.selector()))
                .build();
        int start = out.writerIndex();
        message.writeTo(out);
        List<Foreign.Field> foreign = MatchTranslation.foreign(rule.selector());
        if (!foreign.isEmpty()) {
            append(foreign, start, out);
        }
    }

    /** The match is the last part of the message, its length without the padding behind it. */
    private static void append(List<Foreign.Field> foreign, int start, ByteBuf out) {
        int match = start + MATCH_OFFSET;
        out.writerIndex(match + out.getUnsignedShort(match + 2));
        foreign.forEach(field -> field.writeTo(out));
        out.setShort(match + 2, out.writerIndex() - match);
        out.writeZero(-(out.writerIndex() - match) & 7);
        out.setShort(start + 2, out.writerIndex() - start);
    }

    private static TableId table(FlowRule rule) throws Untranslatable {
        if (rule.tableId() < 0 || rule.tableId() > MAX_TABLE) {
            throw new Untranslatable(Kind.OTHER, "table " + rule.tableId() + " is not between 0 and " + MAX_TABLE);
        }
        return TableId.of(rule.tableId());
    }

    private static int idleTimeout(FlowRule rule) {
        return rule.isPermanent() || rule.timeout() == rule.hardTimeout() ? 0 : rule.timeout();
    }

    private static int seconds(int timeout) throws Untranslatable {
        if (timeout < 0 || timeout > MAX_SECONDS) {
            throw new Untranslatable(Kind.OTHER, "time-out of " + timeout + " s is not between 0 and " + MAX_SECONDS);
        }
        return timeout;
    }

    HeldRule held(FlowEntry entry) throws MalformedMessage {
        FlowRule rule = rule(
                entry.table(),
                entry.priority(),
                entry.cookie(),
                entry.idleSeconds(),
                entry.hardSeconds(),
                selectors.selector(entry.match()),
                treatments.treatment(entry.instructions()));
        Counters counters = entry.counters();
        return new HeldRule(rule, entry.cookie(), counters.packets(), counters.bytes(), counters.ageNanos());
    }

    /** The end of a rule. A switch does not say what the rule did: its treatment is empty. */
    RuleRemoved removed(FlowRemoved message) throws MalformedMessage {
        FlowRule rule = rule(
                message.table(),
                message.priority(),
                message.cookie(),
                message.idleSeconds(),
                message.hardSeconds(),
                selectors.selector(message.match()),
                DefaultTrafficTreatment.emptyTreatment());
        RuleRemoved.Reason reason = switch (message.reason()) {
            case FlowRemoved.HARD_TIMEOUT -> RuleRemoved.Reason.HARD_TIMEOUT;
            case FlowRemoved.IDLE_TIMEOUT -> RuleRemoved.Reason.IDLE_TIMEOUT;
            case FlowRemoved.DELETE, FlowRemoved.GROUP_DELETE, FlowRemoved.METER_DELETE -> RuleRemoved.Reason.DELETED;
            default -> RuleRemoved.Reason.OTHER;
        };
        return new RuleRemoved(
                device,
                rule,
                message.cookie(),
                reason,
                message.counters().packets(),
                message.counters().bytes());
    }

    private FlowRule rule(
            int table,
            int priority,
            long cookie,
            int idle,
            int hard,
            TrafficSelector selector,
            TrafficTreatment treatment) {
        FlowRule.Builder rule = DefaultFlowRule.builder()
                .forDevice(device)
                .forTable(table)
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
}
