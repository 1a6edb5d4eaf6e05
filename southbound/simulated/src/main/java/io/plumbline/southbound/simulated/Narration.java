package io.plumbline.southbound.simulated;

import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchEvent.Connected;
import io.plumbline.southbound.api.SwitchEvent.ConnectionRefused;
import io.plumbline.southbound.api.SwitchEvent.Disconnected;
import io.plumbline.southbound.api.SwitchEvent.ErrorReported;
import io.plumbline.southbound.api.SwitchEvent.PacketArrived;
import io.plumbline.southbound.api.SwitchEvent.PortChanged;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.simulated.frame.Frame;
import org.onosproject.net.flow.FlowRule;

/** Changes and events as one line of a history: by their values alone, so that equal runs read alike. */
final class Narration {
    private Narration() {}

    static String of(Change change) {
        return switch (change) {
            case PutRule put -> "put " + rule(put.rule());
            case RemoveRule remove -> "remove " + rule(remove.rule());
            case AddMeter add -> "add " + meter(add.meter());
            case ModifyMeter modify -> "modify " + meter(modify.meter());
            case RemoveMeter remove -> "remove meter " + remove.id();
            case AddGroup add ->
                "add group " + add.group().givenGroupId() + " " + add.group().buckets();
            case ModifyGroup modify ->
                "modify group " + modify.group().givenGroupId() + " "
                        + modify.group().buckets();
            case RemoveGroup remove -> "remove group " + remove.groupId();
        };
    }

    static String of(SwitchEvent event) {
        return event.device() + " "
                + switch (event) {
                    case Connected connected ->
                        "connected " + connected.target().ports();
                    case Disconnected ended -> "disconnected: " + ended.reason();
                    case PortChanged changed -> changed.port().toString() + (changed.removed() ? " removed" : "");
                    case PacketArrived packet ->
                        "packet-in " + packet.port() + " table " + packet.table() + " cookie " + packet.cookie() + " "
                                + Frame.of(packet.frame());
                    case RuleRemoved removed ->
                        removed.reason() + " " + rule(removed.rule()) + " " + removed.packets() + " packets";
                    case ErrorReported error -> error.detail();
                    case ConnectionRefused refused -> refused.reason();
                };
    }

    private static String rule(FlowRule rule) {
        return "table " + rule.tableId() + " priority " + rule.priority() + " "
                + rule.selector().criteria() + " -> " + rule.treatment().allInstructions();
    }

    private static String meter(MeterEntry meter) {
        return "meter " + meter.id() + " " + meter.request().unit() + " "
                + meter.request().bands().stream()
                        .map(band -> band.rate() + "/" + band.burst())
                        .toList();
    }
}
