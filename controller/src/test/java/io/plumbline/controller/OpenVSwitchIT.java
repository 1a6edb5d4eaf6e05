package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.verify.Statement;
import io.plumbline.controller.view.ControllerEvent;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.FrameBuilder;
import io.plumbline.southbound.testing.LabHost;
import io.plumbline.southbound.testing.OpenVSwitchLab;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/**
 * The whole road on real Open vSwitch.
 *
 * <pre>
 *   h1 --10 s1 2--1 s2 2--1 s5 11-- h2        the short way
 *   h3 --20 s1 3--1 s3 2--1 s4 2--2 s5 21-- h4   the long way
 * </pre>
 */
@RequiresOpenVSwitch
@Timeout(120)
class OpenVSwitchIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration A_MOMENT = Duration.ofMillis(400);
    private static final Duration BOUND = Duration.ofMillis(60);
    /** The long way is quick enough for that, too. */
    private static final Duration LOOSE = Duration.ofMillis(100);

    private static final String NETWORK = """
            version: 1
            defaults:
              link:
                capacityBitsPerSecond: 10000000
                mtuBytes: 1504
                framingOverheadBytes: 0
                bestEffortFloorBitsPerSecond: 500000
                controlBudgetMicroseconds: 3000
                classes:
                  gold: {budgetMicroseconds: 12000, bufferBytes: 60000}
                  silver: {budgetMicroseconds: 40000, bufferBytes: 90000}
              switch: {softwareAllowanceMicroseconds: 1000, stallAllowanceMicroseconds: 2000}
            switches:
              - {id: "of:0000000000000001", name: s1}
              - {id: "of:0000000000000002", name: s2}
              - {id: "of:0000000000000003", name: s3}
              - {id: "of:0000000000000004", name: s4}
              - {id: "of:0000000000000005", name: s5}
            links:
              - {between: [s1/2, s2/1]}
              - {between: [s2/2, s5/1]}
              - {between: [s1/3, s3/1]}
              - {between: [s3/2, s4/1]}
              - {between: [s4/2, s5/2]}
            accessPorts:
              - {port: s1/10}
              - {port: s1/20}
              - {port: s5/11}
              - {port: s5/21}
            hosts:
              - {name: h1, mac: "00:00:00:00:00:01", ips: [10.0.0.1], port: s1/10}
              - {name: h2, mac: "00:00:00:00:00:02", ips: [10.0.0.2], port: s5/11}
              - {name: h3, mac: "00:00:00:00:00:03", ips: [10.0.0.3], port: s1/20}
              - {name: h4, mac: "00:00:00:00:00:04", ips: [10.0.0.4], port: s5/21}
            """;

    @TempDir
    private Path data;

    private OpenVSwitchLab lab;
    private LabController plumbline;
    private LabHost h1;
    private LabHost h2;
    private LabHost h3;

    @BeforeEach
    void start() throws Exception {
        lab = OpenVSwitchLab.start();
        for (int i = 1; i <= 5; i++) {
            lab.addSwitch("s" + i, i);
        }
        lab.link("s1", 2, "s2", 1).link("s2", 2, "s5", 1).link("s1", 3, "s3", 1);
        lab.link("s3", 2, "s4", 1).link("s4", 2, "s5", 2);
        h1 = lab.host("s1", 10);
        h2 = lab.host("s5", 11);
        h3 = lab.host("s1", 20);
        plumbline = new LabController(data, NETWORK);
        lab.connectTo(plumbline.address());
        awaitNetwork();
    }

    @AfterEach
    void stop() {
        plumbline.close();
        lab.close();
    }

    private void awaitNetwork() {
        await().atMost(SOON).untilAsserted(() -> assertThat(linksUp()).isEqualTo(10));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events("switch.ready")).isGreaterThanOrEqualTo(5));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(sent(bestEffort(1, 2, 7))).isPresent();
        });
    }

    private long linksUp() {
        return plumbline.network().topology().links().values().stream()
                .filter(link ->
                        link.id().contains("/") && link.up() && !link.id().endsWith("->host"))
                .filter(TeLink::trusted)
                .count();
    }

    private long events(String kind) {
        return plumbline.events.stream()
                .filter(event -> event.kind().equals(kind))
                .count();
    }

    private Instant last(String kind) {
        return plumbline.events.stream()
                .filter(event -> event.kind().equals(kind))
                .map(ControllerEvent::at)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static FrameBuilder udp(int from, int to, int port) {
        return Frame.builder()
                .from(MacAddress.valueOf(from))
                .to(MacAddress.valueOf(to))
                .ip(IpAddress.valueOf("10.0.0." + from), IpAddress.valueOf("10.0.0." + to))
                .udp(4_000, port);
    }

    private static Frame bestEffort(int from, int to, int port) {
        return udp(from, to, port).build();
    }

    private FlowView acquire(int port) {
        return plumbline.acquire(LabController.udp("h1", "h2", port, 2_000_000, BOUND, Optional.empty()));
    }

    /** What h2 gets of a frame that h1 sends; empty when it gets nothing. */
    private Optional<Frame> sent(Frame frame) {
        h2.clear();
        h1.send(frame.bytes());
        return next(h2, A_MOMENT);
    }

    /** The next IP packet that a host gets; it sees the LLDP frames of its port too. */
    private static Optional<Frame> next(LabHost host, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0; left = until - System.nanoTime()) {
            Optional<Frame> frame = host.receive(Duration.ofNanos(left)).map(Frame::of);
            if (frame.isEmpty() || frame.get().dscp() >= 0) {
                return frame;
            }
        }
        return Optional.empty();
    }

    @Test
    void bestEffort_isDeliveredUnmarked_whateverTheHostMarks() {
        assertThat(sent(udp(1, 2, 9).dscp(46).build()))
                .hasValueSatisfying(frame -> assertThat(frame.dscp()).isZero());
        assertThat(sent(udp(1, 2, 9).vlan(100, 5).build())).hasValueSatisfying(frame -> {
            assertThat(frame.vlanId()).isEqualTo(100);
            assertThat(frame.vlanPcp()).isZero();
        });
        assertThat(sent(udp(1, 2, 9).vlan(2048, 5).build())).isEmpty();
        assertThat(sent(udp(1, 2, 9).vlan(4094, 7).build())).isEmpty();
        assertThat(sent(udp(1, 2, 9).length(1514).build()))
                .hasValueSatisfying(frame -> assertThat(frame.length()).isEqualTo(1514));
    }

    @Test
    void aGuaranteedFlow_isVerifiedThenActive_carriesItsClass_andLeavesNothingBehind() {
        FlowView flow = acquire(5001);

        assertThat(flow.state()).isEqualTo(IntentState.ACTIVE);
        assertThat(flow.directions().get(0).linkNames()).hasSize(3).first().isEqualTo("s1/2->s2/1");
        assertThat(flow.directions().get(0).certificate().slackNanos()).isNotNegative();
        assertThat(flow.evidence()).allMatch(Statement::holds);
        assertThat(flow.evidence())
                .extracting(Statement::kind)
                .contains(Statement.Kind.READ, Statement.Kind.MEASURED, Statement.Kind.DECLARED);
        assertThat(lab.ofctl("dump-flows", "s1")).contains("meter:16").contains("hard_timeout=65535");
        assertThat(lab.ofctl("dump-flows", "s2")).contains("dl_vlan=2048");
        assertThat(sent(udp(1, 2, 5001).length(1514).build())).hasValueSatisfying(frame -> {
            assertThat(frame.tagCount()).isZero();
            assertThat(frame.dscp()).isEqualTo(46);
            assertThat(frame.length()).isEqualTo(1514);
        });
        assertThat(sent(bestEffort(1, 2, 5002)))
                .hasValueSatisfying(frame -> assertThat(frame.dscp()).isZero());

        FlowAnswer answer = LabController.answer(plumbline.controller.release(flow.id()));
        assertThat(answer).isInstanceOf(FlowAnswer.Done.class);
        assertThat(((FlowAnswer.Done) answer).flow().capacityReturnsAt()).isPresent();
        await().atMost(SOON).until(() -> plumbline.flow(flow.id()).state() == IntentState.ENDED);
        for (int i = 1; i <= 5; i++) {
            assertThat(lab.ofctl("dump-flows", "s" + i)).doesNotContain("0x504c0001");
        }
        assertThat(lab.ofctl("dump-meters", "s1")).doesNotContain("meter=16");
        assertThat(plumbline.network().ledger().entries().values().stream()
                        .mapToInt(List::size)
                        .sum())
                .isZero();
        assertThat(sent(bestEffort(1, 2, 5001)))
                .hasValueSatisfying(frame -> assertThat(frame.dscp()).isZero());
    }

    @Test
    void tooMuch_isRefusedWithWhatBinds_andAnAlternativeIsTaken() {
        FlowView first = acquire(5001);
        RequestAnswer answer = plumbline.ask(LabController.udp("h3", "h2", 5003, 9_000_000, BOUND, Optional.empty()));

        assertThat(answer).isInstanceOf(RequestAnswer.Refused.class);
        var refusal = ((RequestAnswer.Refused) answer).refusal();
        assertThat(refusal.reason()).isEqualTo(Admission.Reason.BANDWIDTH);
        assertThat(refusal.constraint()).hasValueSatisfying(constraint -> {
            assertThat(constraint.name()).contains("->");
            assertThat(constraint.shortfall()).isPositive();
        });
        assertThat(refusal.alternatives()).isNotEmpty();
        FlowView second = plumbline.acquire(refusal.alternatives().get(0).request());
        assertThat(second.state()).isEqualTo(IntentState.ACTIVE);
        assertThat(plumbline.flow(first.id()).state()).isEqualTo(IntentState.ACTIVE);
    }

    @Test
    void overlappingClassifiers_areRefusedByName() {
        FlowView first = acquire(5001);
        RequestAnswer answer = plumbline.ask(LabController.udp("h1", "h2", 5001, 1_000_000, BOUND, Optional.empty()));

        assertThat(answer).isInstanceOfSatisfying(RequestAnswer.Refused.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(Admission.Reason.POLICY);
            assertThat(refused.refusal().detail()).contains(first.id());
        });
    }

    @Test
    void aDeadController_neitherCutsAFlowShort_norLetsItOverrun() throws Exception {
        Instant end = Instant.now().plusSeconds(6);
        plumbline.acquire(LabController.udp("h1", "h2", 5001, 2_000_000, BOUND, Optional.of(end)));
        plumbline.close();
        while (Instant.now().isBefore(end.minusMillis(500))) {
            assertThat(sent(udp(1, 2, 5001).build()))
                    .hasValueSatisfying(frame -> assertThat(frame.dscp()).isEqualTo(46));
        }
        await().between(Duration.ZERO, Duration.ofSeconds(5))
                .until(() -> sent(udp(1, 2, 5001).build())
                        .filter(frame -> frame.dscp() == 46)
                        .isEmpty());
        assertThat(Instant.now()).isBefore(end.plusNanos(Planner.END_MARGIN_NANOS));
        plumbline = new LabController(data, NETWORK); // so that stop() has something to close
    }

    @Test
    void aRestart_losesNoReservation_andNoPacket() throws Exception {
        FlowView flow = acquire(5001);
        plumbline.close();
        List<String> meterBefore = List.of(lab.ofctl("dump-meters", "s1"));
        plumbline = new LabController(data, NETWORK);
        lab.connectTo(plumbline.address());
        List<Integer> marks = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            sent(udp(1, 2, 5001).build()).ifPresentOrElse(frame -> marks.add(frame.dscp()), () -> marks.add(-1));
            return plumbline.flow(flow.id()).state() == IntentState.ACTIVE;
        });
        assertThat(marks).isNotEmpty().containsOnly(46);
        assertThat(List.of(lab.ofctl("dump-meters", "s1"))).isEqualTo(meterBefore);
    }

    @Test
    void aPathThatBreaks_isNeverCalledUp() {
        FlowView flow = acquire(5001);

        lab.linkDown("s2", 2);
        await().atMost(SOON).until(() -> plumbline.flow(flow.id()).state() == IntentState.DEGRADED);
        assertThat(plumbline.flow(flow.id()).reason()).startsWith("revoked: ").contains("s2/2");

        lab.linkUp("s2", 2);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> plumbline.flow(flow.id()).state() == IntentState.ACTIVE);
    }

    private FlowView acquireOnEither() {
        return plumbline.acquire(LabController.udp("h1", "h2", 5001, 2_000_000, LOOSE, Optional.empty()));
    }

    /** Numbered frames, one a millisecond; how many did not arrive in their class, and the longest run of those. */
    private record Loss(int sent, int lost, int longestRun) {}

    private Loss during(Runnable change) throws InterruptedException {
        int frames = 1_500;
        int first = 10_000;
        h2.clear();
        Thread sender = Thread.ofPlatform().start(() -> {
            long start = System.nanoTime();
            for (int i = 0; i < frames; i++) {
                LockSupport.parkNanos(start + i * 1_000_000L - System.nanoTime());
                h1.send(udp(1, 2, 5001).udp(first + i, 5001).build().bytes());
            }
        });
        Thread.sleep(300);
        change.run();
        sender.join();
        BitSet arrived = new BitSet();
        for (Optional<Frame> frame = next(h2, A_MOMENT); frame.isPresent(); frame = next(h2, A_MOMENT)) {
            if (frame.get().dscp() > 0) {
                ByteBuffer bytes = ByteBuffer.wrap(frame.get().bytes());
                arrived.set(Short.toUnsignedInt(bytes.getShort(34)) - first);
            }
        }
        int longest = 0;
        int run = 0;
        for (int i = 0; i < frames; i++) {
            run = arrived.get(i) ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return new Loss(frames, frames - arrived.cardinality(), longest);
    }

    @Test
    void aDrain_losesNothing() throws Exception {
        acquireOnEither();
        for (int i = 0; i < 3; i++) {
            for (String used : List.of("s2", "s4")) {
                Loss loss = during(() -> {
                    DrainAnswer answer = LabController.answer(plumbline.controller.drainSwitch(used, true, false));
                    assertThat(((DrainAnswer.Decided) answer).impacts()).hasSize(1);
                    assertThat(((DrainAnswer.Decided) answer).isClear())
                            .as(answer.toString())
                            .isTrue();
                });
                LabController.answer(plumbline.controller.drainSwitch(used, false, false));
                System.out.println("drain of " + used + ": " + loss);
                assertThat(loss.lost()).isZero();
            }
        }
    }

    @Test
    void aLinkThatFails_isGoneAround_withinAMoment() throws Exception {
        FlowView flow = acquireOnEither();
        for (int i = 0; i < 5; i++) {
            for (String used : List.of("s2", "s4")) {
                Loss loss = during(() -> lab.linkDown(used, 2));
                System.out.println("failure of " + used + "/2: " + loss + ", "
                        + Duration.between(last("link.down"), last("flow.moved"))
                                .toMillis()
                        + " ms from the port's word to the ingress's");
                assertThat(loss.longestRun()).as("it arrives again").isLessThan(1_100);
                await().atMost(SOON).until(() -> plumbline.flow(flow.id()).state() == IntentState.ACTIVE);
                lab.linkUp(used, 2);
                await().atMost(SOON).until(() -> linksUp() == 10);
            }
        }
    }

    @Test
    void aSilentPath_isNotSaidToBeActive() {
        lab.silence("s2", 2);
        RequestAnswer answer = plumbline.ask(LabController.udp("h1", "h2", 5001, 2_000_000, BOUND, Optional.empty()));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        RequestAnswer.Failed.class,
                        failed -> assertThat(failed.reason()).contains("path probe"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(plumbline.network().ledger().entries().values().stream()
                                .mapToInt(List::size)
                                .sum())
                        .isZero());
        assertThat(lab.ofctl("dump-flows", "s1")).doesNotContain("0x504c0001");
    }

    @Test
    void switchesThatRestartEmpty_areProgrammedAgain_beforeActiveIsSaid() {
        FlowView flow = acquire(5001);
        lab.crash();
        await().atMost(SOON).until(() -> events("switch.ready") >= 10);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> plumbline.flow(flow.id()).state() == IntentState.ACTIVE);
        assertThat(sent(udp(1, 2, 5001).build()))
                .hasValueSatisfying(frame -> assertThat(frame.dscp()).isEqualTo(46));
        assertThat(next(h3, Duration.ofMillis(1))).isEmpty();
    }
}
