package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.rule;
import static io.plumbline.southbound.openflow.Rules.simple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchEvent.ConnectionRefused;
import io.plumbline.southbound.api.SwitchEvent.Disconnected;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.openflow.OpenFlowSettings.Limits;
import io.plumbline.southbound.openflow.OpenFlowSettings.Timing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.onosproject.net.DeviceId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Connections that are not as they should be: each ends with a reason of its own, and no other is touched. */
class ConnectionTest {
    private static final OpenFlowSettings PLAIN =
            OpenFlowSettings.defaults().withAddress("127.0.0.1", 0).withVersions(ImmutableSet.of(OFVersion.OF_13));
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ERROR = 1;

    private final EventLog events = new EventLog();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private int listen(OpenFlowSettings settings) throws SouthboundException {
        OpenFlowSouthbound southbound = new OpenFlowSouthbound(settings);
        open.add(southbound);
        southbound.start(events);
        return southbound.boundPort();
    }

    private FakeSwitch connect(int port, long datapathId) throws Exception {
        return keep(FakeSwitch.connect(port, datapathId));
    }

    private FakeSwitch keep(FakeSwitch fake) {
        open.add(0, fake);
        return fake;
    }

    private Switch switchOf(long datapathId) {
        DeviceId id = DeviceId.deviceId(String.format("of:%016x", datapathId));
        return events.await(SwitchEvent.Connected.class, event -> event.device().equals(id))
                .target();
    }

    private static CompletionStage<ApplyOutcome> put(Switch target, int cookie) {
        return target.apply(new ProgramUpdate(ImmutableList.of(new PutRule(simple(1, cookie)))));
    }

    private static Timing timing(Duration handshake, Duration echo, Duration echoTimeout, Duration request) {
        return new Timing(handshake, echo, echoTimeout, Duration.ofMillis(300), request);
    }

    @Test
    void whoHangsUpBeforeHello_isNobodysConcern() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch.mute(port).close();
        connect(port, 1);
        switchOf(1);
        assertThat(events.all()).hasSize(1);
    }

    @Test
    void whatIsNoOpenFlow_isRefusedAtOnce() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch browser = keep(FakeSwitch.mute(port));
        browser.send("GET / HTTP/1.1\r\nHost: plumbline\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ConnectionRefused refused = events.await(ConnectionRefused.class);
        assertThat(refused.reason()).isEqualTo("malformed: the first message is of type 69, not HELLO");
        assertThat(refused.device()).isEqualTo(DeviceId.NONE);
        assertThat(refused.remoteAddress()).startsWith("127.0.0.1:");
    }

    @Test
    void whoDoesNotFinishTheHandshake_isRefusedInTime() throws Exception {
        int port = listen(PLAIN.withTiming(timing(Duration.ofMillis(300), LONG, LONG, LONG)));
        FakeSwitch slow = keep(FakeSwitch.mute(port));
        assertThat(events.await(ConnectionRefused.class).reason()).isEqualTo("no complete handshake within 300 ms");
        slow.close();
    }

    @Test
    void versionsWithoutABitmap_meanAllUpToTheHeaders() throws Exception {
        int port = listen(OpenFlowSettings.defaults().withAddress("127.0.0.1", 0));
        FakeSwitch old = keep(FakeSwitch.mute(port));
        old.send(new byte[] {5, 0, 0, 8, 0, 0, 0, 1});
        byte[] features = readFrame(old, 5);
        assertThat(features[0]).isEqualTo((byte) 5);
    }

    private static byte[] readFrame(FakeSwitch fake, int type) {
        fake.listen();
        return fake.await(type);
    }

    @Test
    void old10Switch_isToldByAnError() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch old = keep(FakeSwitch.mute(port));
        old.send(new byte[] {1, 0, 0, 8, 0, 0, 0, 9});
        byte[] error = readFrame(old, ERROR);
        assertThat(error[0]).isEqualTo((byte) 1);
        assertThat(ByteBuffer.wrap(error).getInt(4)).isEqualTo(9);
        assertThat(ByteBuffer.wrap(error).getInt(8))
                .as("HELLO_FAILED, INCOMPATIBLE")
                .isZero();
        assertThat(new String(error, 12, error.length - 12, StandardCharsets.US_ASCII))
                .isEqualTo("it speaks OpenFlow 1.0; we speak 1.3");
        assertThat(events.await(ConnectionRefused.class).reason()).isEqualTo("it speaks OpenFlow 1.0; we speak 1.3");
    }

    @Test
    void ofASwitchThatWeDoNotKnow_theWorstIsAssumed() throws Exception {
        int port = listen(PLAIN);
        connect(port, 1);
        SwitchLimits limits = switchOf(1).limits();
        assertThat(limits.maxMeters()).isZero();
        assertThat(limits.maxGroups()).isZero();
        assertThat(limits.bundles()).isFalse();
        assertThat(limits.bufferIsolation()).isFalse();
        assertThat(limits.software()).isTrue();
        assertThat(limits.maxEntries()).isEqualTo(1000);
        assertThat(limits.meter().packetMeters()).isFalse();
        assertThat(limits.meter().tickNanos()).isEqualTo(10_000_000);
    }

    @Test
    void halfOpenConnection_doesNotLockItsSwitchOut() throws Exception {
        int port = listen(PLAIN);
        connect(port, 1).withoutEcho();
        Switch first = switchOf(1);
        events.clear();
        connect(port, 1);
        Switch second = switchOf(1);
        assertThat(second).isNotSameAs(first);
        assertThat(events.all().get(0)).isInstanceOf(Disconnected.class);
        assertThat(((Disconnected) events.all().get(0)).target()).isSameAs(first);
        assertThat(((Disconnected) events.all().get(0)).reason())
                .contains("no answer to an echo request")
                .contains("connected again");
    }

    @Test
    void secondConnectionOfALivingSwitch_isRefused() throws Exception {
        int port = listen(PLAIN);
        connect(port, 1);
        Switch first = switchOf(1);
        connect(port, 1);
        ConnectionRefused refused = events.await(ConnectionRefused.class);
        assertThat(refused.reason())
                .contains("duplicate datapath id: of:0000000000000001 is connected from "
                        + first.description().remoteAddress());
        assertThat(events.all(Disconnected.class)).isEmpty();
    }

    @Test
    void malformedMessage_endsItsConnectionAlone() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch bad = connect(port, 1);
        FakeSwitch good = connect(port, 2);
        switchOf(1);
        Switch other = switchOf(2);
        bad.send(bad.message(10, 77, new byte[10]));
        Disconnected gone = events.await(Disconnected.class);
        assertThat(gone.device()).isEqualTo(DeviceId.deviceId("of:0000000000000001"));
        assertThat(gone.reason()).startsWith("malformed: ");
        byte[] error = bad.await(ERROR);
        assertThat(ByteBuffer.wrap(error).getInt(4)).isEqualTo(77);
        assertThat(ByteBuffer.wrap(error).getInt(8)).as("BAD_REQUEST, BAD_LEN").isEqualTo(0x1_0006);
        assertThat(OneSwitch.await(put(other, 1))).isEqualTo(new ApplyOutcome.Applied());
        assertThat(good.barriers()).isEqualTo(2);
    }

    @Test
    void otherVersionThanAgreed_isMalformed() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch bad = connect(port, 1);
        switchOf(1);
        bad.send(new byte[] {5, 2, 0, 8, 0, 0, 0, 1});
        assertThat(events.await(Disconnected.class).reason())
                .isEqualTo("malformed: a message in OpenFlow 1.4 where 1.3 is spoken");
    }

    @Test
    void updatesArePipelined_andErrorsFindTheirChange() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch fake = connect(port, 1).withoutBarriers();
        Switch target = switchOf(1);
        CompletionStage<ApplyOutcome> first = put(target, 1);
        CompletionStage<ApplyOutcome> second = put(target, 2);
        byte[] rule1 = fake.await(14);
        byte[] rule2 = fake.await(14);
        fake.await(20);
        assertThat(first.toCompletableFuture()).isNotDone();
        int xid2 = ByteBuffer.wrap(rule2).getInt(4);
        fake.send(fake.message(
                ERROR,
                xid2,
                ByteBuffer.allocate(8)
                        .putShort((short) 0xffff)
                        .putShort((short) 3000)
                        .putInt(0x2320)
                        .array()));
        fake.answerBarriers();
        assertThat(OneSwitch.await(first)).isEqualTo(new ApplyOutcome.Applied());
        ApplyOutcome.Refused refused = (ApplyOutcome.Refused) OneSwitch.await(second);
        assertThat(refused.refusals().get(0).kind()).isEqualTo(Kind.OTHER);
        assertThat(refused.refusals().get(0).detail()).isEqualTo("error 3000 of experimenter 0x2320");
        fake.send(fake.message(ERROR, ByteBuffer.wrap(rule1).getInt(4), (byte) 0, (byte) 5, (byte) 0, (byte) 1));
        assertThat(events.await(SwitchEvent.ErrorReported.class).detail()).contains("TABLE_FULL");
    }

    @Test
    void updateWithoutAnswer_timesOut() throws Exception {
        int port = listen(PLAIN.withTiming(timing(LONG, LONG, LONG, Duration.ofMillis(200))));
        connect(port, 1).withoutBarriers();
        Switch target = switchOf(1);
        assertThat(OneSwitch.await(put(target, 1))).isEqualTo(new ApplyOutcome.TimedOut(200_000_000));
        assertThat(OneSwitch.await(target.read(ReadScope.ALL)))
                .isEqualTo(new ReadOutcome.Failed("no complete answer within 200 ms"));
    }

    @Test
    void staleMaster_isRefused() throws Exception {
        int port = listen(PLAIN.withRole(OpenFlowSettings.Role.MASTER, 41));
        FakeSwitch fake = FakeSwitch.mute(port);
        fake.withoutFirstBarrier().start();
        byte[] role = fake.await(24);
        assertThat(ByteBuffer.wrap(role).getInt(8)).as("MASTER").isEqualTo(2);
        assertThat(ByteBuffer.wrap(role).getLong(16)).isEqualTo(41);
        byte[] stale = {0, 11, 0, 0};
        keep(fake).send(fake.message(ERROR, ByteBuffer.wrap(role).getInt(4), stale));
        assertThat(events.await(ConnectionRefused.class).reason())
                .isEqualTo("another controller is its master with a newer generation than 41");
    }

    @Test
    void readBackIsPutTogether_andBounded() throws Exception {
        Limits limits = Limits.defaults();
        int port = listen(PLAIN.withLimits(new Limits(
                limits.pendingBytes(),
                limits.pendingRequests(),
                100_000,
                limits.packetInsPerSecond(),
                limits.packetInBurst(),
                limits.ports())));
        FakeSwitch fake = connect(port, 1);
        Switch target = switchOf(1);
        CompletionStage<ReadOutcome> read = target.read(new ReadScope(true, false, false, 0, 0));
        int xid = lastRequest(fake);
        fake.sendPart(xid, 1, true, flows(3));
        fake.sendPart(xid, 1, true, flows(400));
        fake.sendPart(xid + 1, 1, false, flows(400));
        fake.sendPart(xid, 1, false, flows(2));
        assertThat(((ReadOutcome.State) OneSwitch.await(read)).rules()).hasSize(405);

        CompletionStage<ReadOutcome> endless = target.read(new ReadScope(true, false, false, 0, 0));
        int next = lastRequest(fake);
        for (int part = 0; part < 3; part++) {
            fake.sendPart(next, 1, true, flows(800));
        }
        assertThat(OneSwitch.await(endless))
                .isEqualTo(new ReadOutcome.Failed("the answer is larger than 100000 bytes"));
        assertThat(events.all(Disconnected.class)).isEmpty();
    }

    private static int lastRequest(FakeSwitch fake) {
        byte[] request = fake.await(18);
        while (ByteBuffer.wrap(request).getShort(8) != 1) {
            request = fake.await(18);
        }
        return ByteBuffer.wrap(request).getInt(4);
    }

    /** Rules without match and instructions, as OpenFlow 1.3 describes them. */
    private static byte[] flows(int count) {
        ByteBuffer body = ByteBuffer.allocate(56 * count);
        for (int i = 0; i < count; i++) {
            body.putShort(56 * i, (short) 56).putShort(56 * i + 48, (short) 1).putShort(56 * i + 50, (short) 4);
        }
        return body.array();
    }

    @Test
    void tooManyPorts_endTheConnection() throws Exception {
        Limits limits = Limits.defaults();
        int port = listen(PLAIN.withLimits(
                new Limits(limits.pendingBytes(), limits.pendingRequests(), limits.readBytes(), 100, 100, 3)));
        FakeSwitch fake = connect(port, 1);
        switchOf(1);
        for (int number = 2; number < 5; number++) {
            byte[] status = new byte[72];
            System.arraycopy(FakeSwitch.port(number), 0, status, 8, 64);
            fake.send(fake.message(12, 0, status));
        }
        assertThat(events.await(Disconnected.class).reason()).isEqualTo("malformed: more than 3 ports");
        assertThat(events.all(SwitchEvent.PortChanged.class)).hasSize(2);
    }

    /** The loops may be asked to end at any moment of their turn. */
    @RepeatedTest(30)
    void closingTheSouthbound_endsEverything() throws Exception {
        OpenFlowSouthbound southbound = new OpenFlowSouthbound(PLAIN);
        southbound.start(events);
        keep(FakeSwitch.connect(southbound.boundPort(), 1).withoutBarriers());
        Switch target = switchOf(1);
        CompletionStage<ApplyOutcome> waiting = put(target, 1);
        southbound.close();
        assertThat(OneSwitch.await(waiting)).isInstanceOf(ApplyOutcome.Lost.class);
        assertThat(events.await(Disconnected.class).target()).isSameAs(target);
        assertThat(OneSwitch.await(put(target, 1))).isInstanceOf(ApplyOutcome.Lost.class);
        assertThat(OneSwitch.await(target.read(ReadScope.ALL))).isInstanceOf(ReadOutcome.Failed.class);
        assertThat(target.packetOut(port(1), new byte[60])).isFalse();
        target.disconnect("again");
    }

    @Test
    void addressInUse_isSaid() throws Exception {
        int port = listen(PLAIN);
        try (OpenFlowSouthbound second = new OpenFlowSouthbound(PLAIN.withAddress("127.0.0.1", port))) {
            assertThatThrownBy(() -> second.start(events))
                    .isInstanceOfSatisfying(
                            SouthboundException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(SouthboundException.Code.ADDRESS_IN_USE))
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void bigUpdate_isOneRunOfBytes() throws Exception {
        int port = listen(PLAIN);
        FakeSwitch fake = connect(port, 1);
        Switch target = switchOf(1);
        ImmutableList.Builder<ProgramUpdate.Change> changes = ImmutableList.builder();
        for (int i = 0; i < 5000; i++) {
            changes.add(new PutRule(rule(0, 1 + i, i, 0, m -> m.matchInPort(port(1)), t -> {})));
        }
        assertThat(OneSwitch.await(target.apply(new ProgramUpdate(changes.build()))))
                .isEqualTo(new ApplyOutcome.Applied());
        assertThat(fake.barriers()).isEqualTo(2);
    }
}
