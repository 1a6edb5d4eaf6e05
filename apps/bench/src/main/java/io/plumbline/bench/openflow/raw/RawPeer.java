package io.plumbline.bench.openflow.raw;

import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The least that installing can cost: one persistent connection a switch, prepared bytes, one barrier, no codec, no queue, no
 * thread change. Same order as the controller's: all switches but the ingress at once, then the ingress.
 */
public final class RawPeer implements AutoCloseable {

    private static final int ANSWER_MILLIS = 5_000;

    private final ServerSocket listening;
    private final Map<Long, RawConnection> switches = new TreeMap<>();
    private final List<Message> errors = new ArrayList<>();

    private RawPeer(ServerSocket listening) {
        this.listening = listening;
    }

    /** Listens on a free port of loopback. */
    public static RawPeer listen() throws IOException {
        return new RawPeer(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Waits until that many switches have come anew and said who they are; connections from before are forgotten. */
    public void await(int count, Duration atMost) throws IOException {
        forgetConnections();
        long deadline = System.nanoTime() + atMost.toNanos();
        while (switches.size() < count) {
            listening.setSoTimeout((int)
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            RawConnection connection = RawConnection.greet(listening.accept(), ANSWER_MILLIS);
            switches.put(connection.datapathId(), connection);
        }
    }

    private void forgetConnections() throws IOException {
        for (RawConnection each : switches.values()) {
            errors.addAll(each.errors());
            each.close();
        }
        switches.clear();
    }

    /**
     * One recording, ready to be sent.
     *
     * @param others bytes for each switch but the ingress
     * @param ingress bytes for the ingress; empty when it gets nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a socket
    public record Prepared(Map<Long, byte[]> others, byte[] ingress) {}

    /** Puts the bytes in their order; transactions stay as the controller numbered them. */
    public static Prepared prepare(Recording recording, long ingress) {
        Map<Long, byte[]> others = new TreeMap<>(recording.bytesBySwitch());
        byte[] first = others.remove(ingress);
        return new Prepared(others, first == null ? new byte[0] : first);
    }

    /** Sends it and waits for the barriers; the time that this took. */
    public long install(Prepared prepared, long ingress) throws IOException {
        long start = System.nanoTime();
        List<RawConnection> asked = new ArrayList<>();
        for (Map.Entry<Long, byte[]> each : prepared.others().entrySet()) {
            RawConnection connection = connection(each.getKey());
            connection.send(each.getValue());
            asked.add(connection);
        }
        for (RawConnection connection : asked) {
            connection.awaitBarrier();
        }
        if (prepared.ingress().length > 0) {
            connection(ingress).send(prepared.ingress());
            connection(ingress).awaitBarrier();
        }
        return System.nanoTime() - start;
    }

    private RawConnection connection(long datapathId) throws IOException {
        RawConnection found = switches.get(datapathId);
        if (found == null) {
            throw new IOException("no switch %016x".formatted(datapathId));
        }
        return found;
    }

    /** The first error that a switch answered with, in words; empty when there is none. A figure with errors is no figure. */
    public String firstError() {
        return Stream.concat(errors.stream(), switches.values().stream().flatMap(each -> each.errors().stream()))
                .findFirst()
                .map(error -> "type %d code %d"
                        .formatted(
                                error.body().getShort(OpenFlow13.HEADER_BYTES),
                                error.body().getShort(OpenFlow13.HEADER_BYTES + 2)))
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        listening.close();
        forgetConnections();
    }
}
