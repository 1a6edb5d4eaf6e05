package io.plumbline.southbound.openflow.connection;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Meters;
import io.plumbline.southbound.openflow.wire.Multipart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.group.GroupDescription;

/**
 * One read-back on its way: up to four multipart requests, each answered in parts. The event loop only keeps the bytes; they are decoded together, once the last part is here.
 */
final class PendingRead {
    private final Dialect dialect;
    private final CompletableFuture<ReadOutcome> outcome;
    private final Set<Integer> open = new HashSet<>();
    private final List<byte[]> parts = new ArrayList<>();
    private int bytes;
    private @Nullable Future<?> expiry;

    PendingRead(Dialect dialect, CompletableFuture<ReadOutcome> outcome) {
        this.dialect = dialect;
        this.outcome = outcome;
    }

    void asks(int xid) {
        open.add(xid);
    }

    boolean has(int xid) {
        return open.contains(xid);
    }

    boolean complete() {
        return open.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    void expiresBy(Future<?> timer) {
        expiry = timer;
    }

    /** Keeps a part. */
    void part(int xid, boolean last, ByteBuf frame) {
        byte[] copy = new byte[frame.readableBytes()];
        frame.getBytes(frame.readerIndex(), copy);
        parts.add(copy);
        bytes += copy.length;
        if (last) {
            open.remove(xid);
        }
    }

    /** The bytes as values. Any thread. */
    ReadOutcome decode() throws MalformedMessage {
        ImmutableList.Builder<HeldRule> rules = ImmutableList.builder();
        ImmutableList.Builder<GroupDescription> groups = ImmutableList.builder();
        List<Meters.Configuration> meters = new ArrayList<>();
        Map<Long, Meters.Statistics> counters = new HashMap<>();
        for (byte[] part : parts) {
            Multipart answer = Multipart.read(Unpooled.wrappedBuffer(part));
            switch (answer.type()) {
                case Multipart.FLOWS -> rules.addAll(dialect.rules(answer.body()));
                case Multipart.METER_CONFIGURATIONS -> meters.addAll(Meters.configurations(answer.body()));
                case Multipart.METERS ->
                    Meters.statistics(answer.body()).forEach(meter -> counters.put(meter.id(), meter));
                case Multipart.GROUP_DESCRIPTIONS -> groups.addAll(dialect.groups(answer.body()));
                default -> throw new MalformedMessage("an answer of another multipart type than was asked");
            }
        }
        ImmutableList.Builder<HeldMeter> held = ImmutableList.builder();
        for (Meters.Configuration meter : meters) {
            held.add(dialect.meter(meter, counters.get(meter.id())));
        }
        return new ReadOutcome.State(rules.build(), held.build(), groups.build());
    }

    void end(ReadOutcome how) {
        if (expiry != null) {
            expiry.cancel(false);
        }
        outcome.complete(how);
    }
}
