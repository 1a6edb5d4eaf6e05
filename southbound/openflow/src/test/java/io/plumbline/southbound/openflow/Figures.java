package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.onlab.packet.MacAddress;
import org.onosproject.net.flow.FlowRule;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Prints how fast Open vSwitch is programmed and read through this southbound. No test: figures are compared, never asserted. */
final class Figures {
    private Figures() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        OpenFlowSouthbound cold =
                new OpenFlowSouthbound(OpenFlowSettings.defaults().withAddress("127.0.0.1", 0));
        cold.start(event -> {});
        print("constructed and listening after %d ms", (System.nanoTime() - start) / 1_000_000);
        cold.close();
        for (OFVersion version : new OFVersion[] {OFVersion.OF_13, OFVersion.OF_15}) {
            Path folder = Files.createTempDirectory("plumb-figures");
            EventLog events = new EventLog();
            try (OpenFlowSouthbound southbound = new OpenFlowSouthbound(OpenFlowSettings.defaults()
                            .withAddress("127.0.0.1", 0)
                            .withVersions(ImmutableSet.of(version)));
                    OpenVSwitchOverTcp ovs = OpenVSwitchOverTcp.start(folder)) {
                southbound.start(events);
                ovs.vsctl("set-controller s1 tcp:127.0.0.1:" + southbound.boundPort());
                Switch one = events.awaitSwitch();
                print("%s", version);
                for (int i = 0; i < 3000; i++) {
                    put(one, i, 1);
                }
                percentiles("put and barrier", 5000, i -> put(one, i, 1));
                percentiles("change-over of two rules, bundled", 2000, i -> changeOver(one, i));
                percentiles("100 puts and barrier", 300, i -> put(one, i * 100, 100));
                percentiles("10,000 puts and barrier", 5, i -> put(one, 0, 10_000));
                percentiles(
                        "read back 10,000 rules",
                        5,
                        i -> OneSwitch.await(one.read(new ReadScope(true, false, false, 0, 0))));
                percentiles(
                        "read back by cookie",
                        500,
                        i -> OneSwitch.await(one.read(new ReadScope(true, false, false, 5, -1L))));
            }
        }
    }

    private static FlowRule numbered(int number) {
        return rule(0, 10, number, 0, m -> m.matchEthDst(MacAddress.valueOf(number)), t -> t.setOutput(port(2)));
    }

    private static void put(Switch one, int first, int count) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        for (int i = 0; i < count; i++) {
            changes.add(new PutRule(numbered(first + i)));
        }
        applied(one, changes.build());
    }

    private static void changeOver(Switch one, int number) {
        applied(one, ImmutableList.of(new RemoveRule(numbered(number)), new PutRule(numbered(number + 1))));
    }

    private static void applied(Switch one, ImmutableList<Change> changes) {
        ApplyOutcome outcome = OneSwitch.await(one.apply(new ProgramUpdate(changes)));
        if (!(outcome instanceof ApplyOutcome.Applied)) {
            throw new AssertionError(outcome);
        }
    }

    private static void percentiles(String what, int times, IntConsumer work) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        print(
                "  %-36s p50 %8d us   p99 %8d us   max %8d us",
                what, nanos[times / 2] / 1000, nanos[times * 99 / 100] / 1000, nanos[times - 1] / 1000);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(format, values));
    }
}
