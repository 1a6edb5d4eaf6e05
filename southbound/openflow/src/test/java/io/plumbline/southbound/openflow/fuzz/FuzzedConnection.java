package io.plumbline.southbound.openflow.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.connection.Listener;
import io.plumbline.southbound.openflow.connection.SwitchConnection;
import io.plumbline.southbound.openflow.wire.Codecs;
import io.plumbline.southbound.openflow.wire.FrameDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** The inbound pipeline of one connection without a socket. What it sends is kept, so that a peer can answer. */
final class FuzzedConnection {
    /** A request that waits for its answer. */
    record Request(int type, int xid, int multipartType) {}

    private final List<SwitchEvent> events = new ArrayList<>();
    private final List<String> bugs = new ArrayList<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final EmbeddedChannel channel;

    FuzzedConnection(OFVersion version, Codecs codecs) {
        OpenFlowSettings settings = OpenFlowSettings.defaults()
                .withVersions(ImmutableSet.of(version))
                .withLimits(new OpenFlowSettings.Limits(1 << 20, 100, 1 << 20, 1000, 1000, 100));
        Listener listener = new Listener(settings, codecs, events::add, System::nanoTime);
        channel = new EmbeddedChannel(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel embedded) {
                embedded.config().setAllocator(allocator);
                embedded.pipeline().addLast(new FrameDecoder()).addLast(new SwitchConnection(listener, embedded));
            }
        });
        collect();
    }

    /** Feeds bytes; whatever escapes the pipeline is thrown. */
    void feed(byte[] bytes) {
        ByteBuf copy = channel.alloc().heapBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
        if (channel.isOpen()) {
            channel.writeInbound(copy);
        } else {
            copy.release();
        }
        channel.checkException();
        collect();
    }

    private void collect() {
        channel.runPendingTasks();
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            while (sent.readableBytes() >= 8) {
                ByteBuf message = sent.readSlice(sent.getUnsignedShort(sent.readerIndex() + 2));
                int type = message.getUnsignedByte(0);
                int kind = message.getUnsignedByte(1);
                if (type > 0 && (kind == 5 || kind == 18 || kind == 20)) {
                    requests.add(new Request(kind, message.getInt(4), kind == 18 ? message.getUnsignedShort(8) : 0));
                }
            }
            sent.release();
        }
    }

    Optional<Request> nextRequest() {
        return Optional.ofNullable(requests.poll());
    }

    boolean open() {
        return channel.isOpen();
    }

    Optional<Switch> target() {
        return events.stream()
                .filter(SwitchEvent.Connected.class::isInstance)
                .map(event -> ((SwitchEvent.Connected) event).target())
                .findFirst();
    }

    /** Makes the controller ask something, so that answers are looked at. */
    void ask(Switch target) {
        target.read(ReadScope.ALL).thenAccept(outcome -> {
            if (outcome instanceof ReadOutcome.Failed failed && failed.reason().startsWith("unreadable")) {
                bugs.add(failed.reason());
            }
        });
        target.apply(new ProgramUpdate(ImmutableList.of(new PutRule(DefaultFlowRule.builder()
                .forDevice(DeviceId.deviceId("of:0000000000000001"))
                .forTable(0)
                .withPriority(1)
                .withCookie(1)
                .withSelector(DefaultTrafficSelector.builder()
                        .matchInPort(PortNumber.portNumber(1))
                        .build())
                .withTreatment(DefaultTrafficTreatment.emptyTreatment())
                .makePermanent()
                .build()))));
        collect();
    }

    /** Why it ended. */
    Optional<String> reason() {
        for (SwitchEvent event : events) {
            if (event instanceof SwitchEvent.Disconnected gone) {
                return Optional.of(gone.reason());
            }
            if (event instanceof SwitchEvent.ConnectionRefused refused) {
                return Optional.of(refused.reason());
            }
        }
        return Optional.empty();
    }

    /** Exceptions that were caught where only malformed messages were expected. */
    List<String> bugs() {
        reason().filter(reason -> reason.contains("Exception") || reason.contains("Error"))
                .ifPresent(bugs::add);
        return bugs;
    }

    /** Closes it; what it still holds afterwards is a leak. */
    void close() {
        channel.finishAndReleaseAll();
        channel.checkException();
        long held = allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
        if (held != 0) {
            throw new AssertionError(held + " bytes leak");
        }
    }
}
