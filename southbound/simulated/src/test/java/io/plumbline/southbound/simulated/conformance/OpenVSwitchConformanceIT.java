package io.plumbline.southbound.simulated.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Applied;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ApplyOutcome.Refused;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.Walk;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.time.VirtualTime;
import io.plumbline.southbound.testing.LabHost;
import io.plumbline.southbound.testing.OpenVSwitchLab;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.group.GroupDescription;

/** The simulated switch against the real one: the same random rules, the same random frames, and the same bytes must come out. */
@RequiresOpenVSwitch
class OpenVSwitchConformanceIT {
    private static final int RULES = 60;
    private static final int FRAMES = 400;

    private final OpenVSwitchLab lab = OpenVSwitchLab.start();
    private final List<LabHost> hosts = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();
    private final SimulatedNetwork network = new SimulatedNetwork(1, time);
    private final List<SwitchEvent> events = new ArrayList<>();

    @BeforeEach
    void sameSwitchTwice() throws SouthboundException {
        lab.addSwitch("s1", 1);
        for (int port = 1; port <= RandomPipeline.PORTS; port++) {
            hosts.add(lab.host("s1", port));
            network.switchNode("s1").port(port);
        }
        int down = RandomPipeline.PORTS + 1;
        lab.addPort("s1", down).linkDown("s1", down);
        network.switchNode("s1").portDown(down);
        network.southbound().start(events::add);
        time.advance(1_000_000);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private ApplyOutcome apply(Change change) {
        Switch target = ((SwitchEvent.Connected) events.get(0)).target();
        var answer = target.apply(new ProgramUpdate(ImmutableList.of(change))).toCompletableFuture();
        time.advance(10_000_000);
        return answer.join();
    }

    /** What Open vSwitch says against it; empty when it takes it. */
    private Optional<String> refusal(String... words) {
        try {
            lab.ofctl(words);
            return Optional.empty();
        } catch (IllegalStateException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private void sameGroup(GroupDescription group) {
        assertThat(refusal("add-group", "s1", OvsText.of(group))).isEmpty();
        assertThat(apply(new AddGroup(group))).isEqualTo(new Applied());
    }

    /** A bad match is not asked about: ovs-ofctl mends it before the switch sees it. */
    private void sameRules(List<FlowRule> rules) throws IOException {
        List<String> taken = new ArrayList<>();
        for (FlowRule rule : rules) {
            String text = OvsText.of(rule);
            switch (apply(new PutRule(rule))) {
                case Applied applied -> taken.add(text);
                case Refused refused -> {
                    if (refused.refusals().get(0).kind() != Kind.BAD_MATCH) {
                        assertThat(refusal("add-flow", "s1", text))
                                .as(text + " " + refused)
                                .isPresent();
                    }
                }
                default -> throw new AssertionError(text);
            }
        }
        Path file = Files.createTempFile("plumb-rules", ".txt");
        try {
            Files.write(file, taken);
            assertThat(refusal("add-flows", "s1", file.toString()))
                    .as("%s", taken)
                    .isEmpty();
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesTheSameRules_andSendsTheSameFrames(long seed) throws Exception {
        RandomPipeline random = new RandomPipeline(seed);
        random.groups().forEach(this::sameGroup);
        sameRules(random.rules(RULES));

        TreeMap<Integer, String> histories = new TreeMap<>();
        TreeMap<Integer, TreeSet<String>> simulated = new TreeMap<>();
        for (int number = 0; number < FRAMES; number++) {
            Frame frame = random.frame(number);
            int port = 1 + number % RandomPipeline.PORTS;
            Walk walk = network.delivers(frame).from("s1/" + port);
            histories.put(number, frame + "\n" + HexFormat.of().formatHex(frame.bytes()) + "\n" + walk);
            simulated.put(number, new TreeSet<>());
            walk.deliveries()
                    .forEach(out -> note(
                            simulated, out.where().substring(3), out.frame().bytes()));
            hosts.get(port - 1).send(frame.bytes());
            if (number % 10 == 9) {
                Thread.sleep(10);
            }
        }
        TreeMap<Integer, TreeSet<String>> real = new TreeMap<>();
        histories.keySet().forEach(number -> real.put(number, new TreeSet<>()));
        for (int port = 1; port <= RandomPipeline.PORTS; port++) {
            for (Optional<byte[]> frame = next(port); frame.isPresent(); frame = next(port)) {
                note(real, Integer.toString(port), frame.get());
            }
        }
        for (int number : histories.keySet()) {
            assertThat(simulated.get(number))
                    .as("seed %s frame %s: %s", seed, number, histories.get(number))
                    .isEqualTo(real.get(number));
        }
        assertThat(real.values().stream().filter(outputs -> !outputs.isEmpty()).count())
                .isGreaterThan(FRAMES / 4);
    }

    private Optional<byte[]> next(int port) {
        return hosts.get(port - 1).receive(Duration.ofMillis(300));
    }

    private static void note(TreeMap<Integer, TreeSet<String>> outputs, String port, byte[] frame) {
        int number = ByteBuffer.wrap(frame).getInt(frame.length - Integer.BYTES);
        TreeSet<String> ofFrame = outputs.get(number);
        if (ofFrame != null) {
            String text = port + " " + HexFormat.of().formatHex(frame);
            for (int copy = 2; !ofFrame.add(text); copy++) {
                text = port + " " + HexFormat.of().formatHex(frame) + " again " + copy;
            }
        }
    }

    /** Exact burst, refill by whole milliseconds of the rate, none below one, and a tag pushed in the same pass is not metered. */
    @Test
    void meters_workAsInstalledMeterSays() {
        lab.ofctl("add-meter", "s1", "meter=1,kbps,burst,band=type=drop,rate=1,burst_size=16");
        lab.ofctl("add-meter", "s1", "meter=2,kbps,burst,band=type=drop,rate=3000,burst_size=10");
        lab.ofctl("add-meter", "s1", "meter=3,kbps,burst,band=type=drop,rate=100000,burst_size=9");
        lab.ofctl("add-flow", "s1", "in_port=1,actions=push_vlan:0x8100,goto_table:1");
        lab.ofctl("add-flow", "s1", "table=1,in_port=1,actions=meter:1,output:4");
        lab.ofctl("add-flow", "s1", "in_port=2,actions=meter:2,output:4");
        lab.ofctl("add-flow", "s1", "in_port=3,actions=meter:3,output:4");

        assertThat(passes(1, 242, 242, 242, 242, 242, 242, 242, 242, 242)).isEqualTo(8);
        assertThat(lab.ofctl("meter-stats", "s1", "meter=1")).contains("byte_in_count:2178");

        assertThat(passes(2, 1_250)).isOne(); // empty now
        assertThat(passes(2, 1_126)).isZero(); // three whole milliseconds of 3000 bits, not the 10,000 of the burst
        assertThat(passes(2, 1_250)).isOne(); // what was left of those, and the next
        assertThat(passes(2, 1_125)).isOne();

        assertThat(passes(3, 1_125)).isOne();
        assertThat(passes(3, 60)).isZero();
    }

    /** How many of the frames come out; takes longer than any of the buckets needs to fill. */
    private int passes(int port, int... lengths) {
        for (int length : lengths) {
            hosts.get(port - 1).send(new byte[length]);
        }
        int passed = 0;
        while (next(4).isPresent()) {
            passed++;
        }
        return passed;
    }
}
