package io.plumbline.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.core.CoreThread;
import io.plumbline.controller.discovery.DiscoveredLink;
import io.plumbline.controller.discovery.PortRole;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.OpenFlowSouthbound;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.FrameBuilder;
import io.plumbline.southbound.testing.LabHost;
import io.plumbline.southbound.testing.OpenVSwitchLab;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/** Best effort on real Open vSwitch: h1 - 10 s1 2 - 1 s2 2 - 1 s3 10 - h2, and h3 - 11 s1; the link s2 - s3 is not declared. */
@RequiresOpenVSwitch
@Timeout(60)
class BaseNetworkIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long TICK_NANOS = 50_000_000L;
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final String NETWORK = """
            version: 1
            links: [{between: ["of:0000000000000001/2", "of:0000000000000002/1"], capacityBitsPerSecond: 10000000}]
            """;
    private static final MacAddress MAC1 = MacAddress.valueOf("00:00:00:00:00:01");
    private static final MacAddress MAC2 = MacAddress.valueOf("00:00:00:00:00:02");
    private static final IpAddress IP1 = IpAddress.valueOf("10.0.0.1");
    private static final IpAddress IP2 = IpAddress.valueOf("10.0.0.2");

    private final Core core = new CoreThread(Clock.systemUTC());
    private final Map<DeviceId, Switch> switches = new ConcurrentHashMap<>();
    private final LittleController controller = new LittleController(NETWORK, core);
    private final OpenFlowSouthbound southbound =
            new OpenFlowSouthbound(OpenFlowSettings.defaults().withAddress("127.0.0.1", 0));
    private final OpenVSwitchLab lab = OpenVSwitchLab.start();
    private final LabHost h1;
    private final LabHost h2;
    private final LabHost h3;

    BaseNetworkIT() {
        lab.addSwitch("s1", 1).addSwitch("s2", 2).addSwitch("s3", 3);
        lab.link("s1", 2, "s2", 1).link("s2", 2, "s3", 1);
        h1 = lab.host("s1", 10);
        h2 = lab.host("s3", 10);
        h3 = lab.host("s1", 11);
    }

    @BeforeEach
    void start() throws Exception {
        southbound.start(event -> {
            if (event instanceof SwitchEvent.Connected connected) {
                switches.put(event.device(), connected.target());
            }
            controller.on(event);
        });
        tick();
        lab.connectTo(new InetSocketAddress("127.0.0.1", southbound.boundPort()));
        await().atMost(Duration.ofSeconds(15)).until(() -> onCore(this::isDiscovered));
        await().atMost(SOON).pollInterval(A_WHILE).until(() -> {
            h2.send(arp(MAC2, IP2, IP2));
            return onCore(() -> controller.discovery.resolve("10.0.0.2").isPresent() && controller.isSettled(3));
        });
        h1.send(arp(MAC1, IP1, IP2));
        assertThat(next(h1, 0x0806))
                .hasValueSatisfying(
                        answer -> assertThat(MacAddress.valueOf(answer.headers().arpSourceMac()))
                                .isEqualTo(MAC2));
        await().atMost(SOON).until(() -> onCore(() -> controller.isSettled(3)));
    }

    private void tick() {
        controller.tick();
        core.schedule(TICK_NANOS, this::tick);
    }

    private boolean isDiscovered() {
        boolean edges = Stream.of("of:0000000000000001/10", "of:0000000000000001/11", "of:0000000000000003/10")
                .allMatch(
                        port -> controller.discovery.portRole(ConnectPoint.deviceConnectPoint(port)) == PortRole.EDGE);
        return edges && controller.isSettled(3) && upLinks() == 4;
    }

    private long upLinks() {
        return controller.discovery.links().stream().filter(DiscoveredLink::up).count();
    }

    @AfterEach
    void stop() {
        lab.close();
        southbound.close();
        core.close();
    }

    private <T> T onCore(Supplier<T> question) throws Exception {
        return CompletableFuture.supplyAsync(question, core::execute).get(5, TimeUnit.SECONDS);
    }

    private static byte[] arp(MacAddress mac, IpAddress ip, IpAddress target) {
        return Frame.builder()
                .from(mac)
                .arp(1, mac, ip, MacAddress.ZERO, target)
                .build()
                .bytes();
    }

    private static FrameBuilder toH2() {
        return Frame.builder().from(MAC1).to(MAC2).ip(IP1, IP2).udp(7, 5001);
    }

    /** The next frame of that type which the host receives. */
    private static Optional<Frame> next(LabHost host, int etherType) {
        long end = System.nanoTime() + A_WHILE.toNanos();
        while (System.nanoTime() < end) {
            Optional<Frame> frame = host.receive(A_WHILE)
                    .map(Frame::of)
                    .filter(got -> got.headers().etherType() == etherType);
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    private Optional<Frame> cross(Frame frame) {
        h2.clear();
        h1.send(frame.bytes());
        return next(h2, 0x0800);
    }

    @Test
    void framesCross_withTheirMarksReset() {
        assertThat(cross(toH2().build())).contains(toH2().build());
        assertThat(cross(toH2().dscp(46).build())).contains(toH2().build());
        assertThat(cross(toH2().vlan(100, 7).dscp(46).build()))
                .contains(toH2().vlan(100, 0).build());
    }

    @Test
    void labelsAndStolenAddresses_doNotCross() {
        assertThat(cross(toH2().vlan(2048, 0).build())).isEmpty();
        assertThat(cross(toH2().vlan(4094, 7).build())).isEmpty();
        h2.clear();
        h3.send(toH2().build().bytes());
        assertThat(next(h2, 0x0800)).isEmpty();
        assertThat(cross(toH2().build())).isPresent();
    }

    @Test
    void whatIsReadBack_isWhatWasWritten() throws Exception {
        Map<DeviceId, SwitchProgram> wanted =
                onCore(() -> new BasePrograms(controller.discovery).compile(device -> true));
        ImmutableMap.Builder<DeviceId, SwitchProgram> held = ImmutableMap.builder();
        for (Map.Entry<DeviceId, Switch> each : switches.entrySet()) {
            ReadOutcome read =
                    each.getValue().read(ReadScope.ALL).toCompletableFuture().get(5, TimeUnit.SECONDS);
            held.put(each.getKey(), SwitchBook.heldOfBase((ReadOutcome.State) read));
        }
        assertThat(Transition.phases(held.buildOrThrow(), wanted)).isEmpty();
    }

    @Test
    void aLinkThatFails_andCrashedSwitches_comeBack() {
        lab.linkDown("s2", 2);
        await().atMost(SOON).until(() -> onCore(() -> upLinks() == 2));
        assertThat(cross(toH2().build())).isEmpty();
        lab.linkUp("s2", 2);
        await().atMost(SOON).until(() -> cross(toH2().build()).isPresent());

        lab.crash();
        await().atMost(Duration.ofSeconds(20)).until(() -> cross(toH2().build()).isPresent());
    }
}
