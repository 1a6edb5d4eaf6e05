package io.plumbline.rest;

import java.time.Duration;

/**
 * Where REST listens, and how much it lets clients take.
 *
 * @param host a loopback address; another is refused, since REST asks nobody who he is
 * @param port 0: any free one
 * @param longestWait how long a request waits for the controller
 * @param slowestBody how long a body may take to arrive
 * @param idle when a silent connection is closed; longer than {@code longestWait}
 * @param heartbeat between two signs of life on an event stream
 * @param connections most at once
 * @param waitingRequests most that wait for the controller at once; the next one gets 503
 * @param eventStreams most at once; the next one gets 429
 */
public record RestSettings(
        String host,
        int port,
        Duration longestWait,
        Duration slowestBody,
        Duration idle,
        Duration heartbeat,
        int connections,
        int waitingRequests,
        int eventStreams) {

    /** The body of a request may be this long. */
    public static final int LONGEST_BODY_BYTES = 65_536;

    public RestSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
        if (idle.compareTo(longestWait) <= 0 || idle.compareTo(heartbeat) <= 0) {
            throw new IllegalArgumentException("idle " + idle + " cuts off waiting requests or event streams");
        }
    }

    /** The usual limits on that address. */
    public static RestSettings on(String host, int port) {
        return new RestSettings(
                host,
                port,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                1_024,
                256,
                64);
    }

    public RestSettings withLongestWait(Duration wait) {
        return new RestSettings(
                host, port, wait, slowestBody, idle, heartbeat, connections, waitingRequests, eventStreams);
    }

    public RestSettings withSlowestBody(Duration body) {
        return new RestSettings(
                host, port, longestWait, body, idle, heartbeat, connections, waitingRequests, eventStreams);
    }

    public RestSettings withHeartbeat(Duration beat) {
        return new RestSettings(
                host, port, longestWait, slowestBody, idle, beat, connections, waitingRequests, eventStreams);
    }

    public RestSettings withLimits(int mostConnections, int mostWaitingRequests, int mostEventStreams) {
        return new RestSettings(
                host,
                port,
                longestWait,
                slowestBody,
                idle,
                heartbeat,
                mostConnections,
                mostWaitingRequests,
                mostEventStreams);
    }
}
