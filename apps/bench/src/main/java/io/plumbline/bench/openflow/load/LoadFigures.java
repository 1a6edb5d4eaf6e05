package io.plumbline.bench.openflow.load;

import io.plumbline.bench.report.Latencies;

/** What all switches of a generator counted in one measurement. */
public final class LoadFigures {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Latencies latencies = new Latencies();
    private long nanos;
    private long asked;
    private long replies;
    private long forwards;
    private long wrong;
    private long unasked;
    private long discovery;
    private long lost;
    private long flowMods;
    private long errors;

    void add(
            long moreAsked,
            long moreReplies,
            long moreForwards,
            long moreWrong,
            long moreUnasked,
            long moreDiscovery,
            long moreLost,
            Latencies moreLatencies) {
        asked += moreAsked;
        replies += moreReplies;
        forwards += moreForwards;
        wrong += moreWrong;
        unasked += moreUnasked;
        discovery += moreDiscovery;
        lost += moreLost;
        latencies.addAll(moreLatencies);
    }

    void lasted(long measuredNanos) {
        nanos = measuredNanos;
    }

    void addControl(long moreFlowMods, long moreErrors) {
        flowMods += moreFlowMods;
        errors += moreErrors;
    }

    /** From packet-in to packet-out. */
    public Latencies latencies() {
        return latencies;
    }

    /** Packet-ins sent. */
    public long asked() {
        return asked;
    }

    /** ARP replies that the controller gave in a host's name. */
    public long replies() {
        return replies;
    }

    /** Requests that the controller sent on. */
    public long forwards() {
        return forwards;
    }

    /** Replies out of another port than the asking one, or about another address. */
    public long wrong() {
        return wrong;
    }

    /** Packet-outs that answer no open question. */
    public long unasked() {
        return unasked;
    }

    /** LLDP packet-outs. */
    public long discovery() {
        return discovery;
    }

    /** Questions without an answer in time. */
    public long lost() {
        return lost;
    }

    public long flowMods() {
        return flowMods;
    }

    /** Errors that the controller sent us. */
    public long errors() {
        return errors;
    }

    public long answered() {
        return replies + forwards;
    }

    /** Packet-ins answered by packet-outs per second. */
    public double answersPerSecond() {
        return answered() * NANOS_PER_SECOND / nanos;
    }

    public double flowModsPerSecond() {
        return flowMods * NANOS_PER_SECOND / nanos;
    }
}
