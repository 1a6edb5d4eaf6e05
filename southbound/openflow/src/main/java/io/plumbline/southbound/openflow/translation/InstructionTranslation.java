package io.plumbline.southbound.openflow.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instructions;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/** A treatment as instructions. The meter is an instruction up to OpenFlow 1.4 and the first action from 1.5 on. */
final class InstructionTranslation {
    private final OFFactory factory;
    private final ActionTranslation actions;
    private final boolean meterIsAction;

    InstructionTranslation(OFFactory factory) {
        this.factory = factory;
        this.actions = new ActionTranslation(factory);
        this.meterIsAction = factory.getVersion().getWireVersion() >= OFVersion.OF_15.getWireVersion();
    }

    List<OFInstruction> instructions(TrafficTreatment treatment) throws Untranslatable {
        List<OFInstruction> instructions = new ArrayList<>();
        List<OFAction> immediate = new ArrayList<>();
        meter(treatment.meters(), instructions, immediate);
        immediate.addAll(actions.actions(treatment.immediate()));
        if (!immediate.isEmpty()) {
            instructions.add(factory.instructions().applyActions(immediate));
        }
        if (treatment.clearedDeferred()) {
            instructions.add(factory.instructions().clearActions());
        }
        if (!treatment.deferred().isEmpty()) {
            instructions.add(factory.instructions().writeActions(actions.actions(treatment.deferred())));
        }
        Instructions.MetadataInstruction metadata = treatment.writeMetadata();
        if (metadata != null) {
            instructions.add(
                    factory.instructions().writeMetadata(U64.of(metadata.metadata()), U64.of(metadata.metadataMask())));
        }
        Instructions.TableTypeTransition next = treatment.tableTransition();
        if (next != null) {
            instructions.add(factory.instructions().gotoTable(TableId.of(next.tableId())));
        }
        if (treatment.statTrigger() != null) {
            throw Untranslatable.action("stat trigger is not supported: " + treatment.statTrigger());
        }
        return instructions;
    }

    private void meter(
            Set<Instructions.MeterInstruction> meters, List<OFInstruction> instructions, List<OFAction> immediate)
            throws Untranslatable {
        if (meters == null || meters.isEmpty()) {
            return;
        }
        if (meters.size() > 1) {
            throw Untranslatable.action("one meter a rule, not " + meters.size() + ": chain two tables for two");
        }
        long meter = meters.iterator().next().meterId().id();
        if (meterIsAction) {
            immediate.add(factory.actions().meter(meter));
        } else {
            instructions.add(factory.instructions().meter(meter));
        }
    }
}
