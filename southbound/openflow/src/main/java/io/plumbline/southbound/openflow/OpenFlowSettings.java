package io.plumbline.southbound.openflow;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Optional;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * How switches are listened for and what one of them may cost.
 *
 * @param host address to listen on
 * @param port TCP port; 0 takes any free one
 * @param tls certificates; without them connections are plain TCP
 * @param versions what is offered in HELLO; the highest that both sides offer is spoken
 * @param role what is asked of a switch
 * @param generationId of the role request; a switch refuses one older than what it has seen
 * @param limits what one switch may cost
 * @param timing how long is waited
 * @param eventLoops threads that move bytes
 */
public record OpenFlowSettings(
        String host,
        int port,
        Optional<TlsFiles> tls,
        ImmutableSet<OFVersion> versions,
        Role role,
        long generationId,
        Limits limits,
        Timing timing,
        int eventLoops) {

    /** The port that IANA gave to OpenFlow. */
    public static final int DEFAULT_PORT = 6653;

    /** Everything this southbound speaks. */
    public static final ImmutableSet<OFVersion> SPOKEN =
            ImmutableSet.of(OFVersion.OF_13, OFVersion.OF_14, OFVersion.OF_15);

    /** What is asked of a switch. */
    public enum Role {
        /** One among several controllers that may write. */
        EQUAL,
        /** The only one that may write: the switch makes every other controller a slave. */
        MASTER
    }

    /**
     * What one switch may cost.
     *
     * @param pendingBytes bytes that wait to be sent to it
     * @param pendingRequests updates and reads that wait for its answer
     * @param readBytes bytes of all answers to read-backs that it is giving
     * @param packetInsPerSecond packets that it may punt; what exceeds is dropped and counted
     * @param packetInBurst packets that it may punt at once
     * @param ports ports that it may have
     */
    public record Limits(
            int pendingBytes,
            int pendingRequests,
            int readBytes,
            int packetInsPerSecond,
            int packetInBurst,
            int ports) {
        public Limits {
            if (pendingBytes < 1
                    || pendingRequests < 1
                    || readBytes < 1
                    || packetInsPerSecond < 1
                    || packetInBurst < 1
                    || ports < 1) {
                throw new IllegalArgumentException("every limit must be at least 1");
            }
        }

        public static Limits defaults() {
            return new Limits(16 << 20, 1024, 64 << 20, 200_000, 20_000, 4096);
        }
    }

    /**
     * How long is waited.
     *
     * @param handshake from the connection to a described switch
     * @param echoInterval between two echo requests
     * @param echoTimeout for the answer to one
     * @param duplicateProbe for the answer of an old connection to an echo, when its switch connects again
     * @param request for a barrier or a read-back
     */
    public record Timing(
            Duration handshake,
            Duration echoInterval,
            Duration echoTimeout,
            Duration duplicateProbe,
            Duration request) {
        public static Timing defaults() {
            return new Timing(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10));
        }
    }

    public OpenFlowSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if (versions.isEmpty() || !SPOKEN.containsAll(versions)) {
            throw new IllegalArgumentException("versions " + versions + " are not some of " + SPOKEN);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops " + eventLoops + " is less than 1");
        }
    }

    /** Loopback, the usual port, plain TCP. */
    public static OpenFlowSettings defaults() {
        return new OpenFlowSettings(
                "127.0.0.1",
                DEFAULT_PORT,
                Optional.empty(),
                SPOKEN,
                Role.MASTER,
                System.currentTimeMillis(),
                Limits.defaults(),
                Timing.defaults(),
                Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors())));
    }

    public OpenFlowSettings withAddress(String newHost, int newPort) {
        return new OpenFlowSettings(newHost, newPort, tls, versions, role, generationId, limits, timing, eventLoops);
    }

    public OpenFlowSettings withTls(TlsFiles files) {
        return new OpenFlowSettings(
                host, port, Optional.of(files), versions, role, generationId, limits, timing, eventLoops);
    }

    public OpenFlowSettings withVersions(ImmutableSet<OFVersion> offered) {
        return new OpenFlowSettings(host, port, tls, offered, role, generationId, limits, timing, eventLoops);
    }

    public OpenFlowSettings withRole(Role asked, long generation) {
        return new OpenFlowSettings(host, port, tls, versions, asked, generation, limits, timing, eventLoops);
    }

    public OpenFlowSettings withLimits(Limits costs) {
        return new OpenFlowSettings(host, port, tls, versions, role, generationId, costs, timing, eventLoops);
    }

    public OpenFlowSettings withTiming(Timing waits) {
        return new OpenFlowSettings(host, port, tls, versions, role, generationId, limits, waits, eventLoops);
    }
}
