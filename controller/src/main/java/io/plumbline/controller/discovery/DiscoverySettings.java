package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.ControlClass;

/**
 * Times and limits of discovery.
 *
 * @param probeIntervalNanos between two LLDP frames of a port
 * @param firstRetriesNanos when further frames follow after the first one of a port that came up
 * @param missedProbes how many unanswered frames end a link
 * @param probeFreshNanos how late a frame may arrive
 * @param undeterminedNanos how long a port that came up waits for LLDP before it is taken for an edge port
 * @param lostLinkNanos the same for a port whose link was lost though it stayed up
 * @param moveHoldNanos how long a host's old place may object to a new one
 * @param hostIdleNanos after how long unseen a learned host may make room for another
 * @param maxHostsPerPort learned hosts
 * @param maxHosts learned hosts of the network
 * @param maxAddressesPerHost IP addresses learned
 * @param learn what one port may teach
 * @param copies requests of one port for unknown addresses that are copied to all other edge ports
 * @param copiesInAll frames that such copies may make in the whole network
 * @param deliveries answers of one port to requests of others
 */
public record DiscoverySettings(
        long probeIntervalNanos,
        ImmutableList<Long> firstRetriesNanos,
        int missedProbes,
        long probeFreshNanos,
        long undeterminedNanos,
        long lostLinkNanos,
        long moveHoldNanos,
        long hostIdleNanos,
        int maxHostsPerPort,
        int maxHosts,
        int maxAddressesPerHost,
        Allowance learn,
        Allowance copies,
        Allowance copiesInAll,
        Allowance deliveries) {

    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    /** How often something may happen. */
    public record Allowance(int perSecond, int burst) {
        /** A complaint about one port. */
        static final Allowance COMPLAINTS = new Allowance(1, 3);

        public Allowance {
            if (perSecond < 1 || burst < 1) {
                throw new IllegalArgumentException(perSecond + "/s, burst " + burst);
            }
        }
    }

    public static final DiscoverySettings DEFAULT = new DiscoverySettings(
            SECOND,
            ImmutableList.of(100 * MILLISECOND, 250 * MILLISECOND, 500 * MILLISECOND, 800 * MILLISECOND),
            3,
            2 * SECOND,
            SECOND,
            30 * SECOND,
            2 * SECOND,
            300 * SECOND,
            64,
            4096,
            16,
            new Allowance(50, 100),
            new Allowance(20, 40),
            new Allowance(20_000, 20_000),
            new Allowance(200, 200));

    public DiscoverySettings {
        if (probeIntervalNanos < 10 * MILLISECOND || missedProbes < 1 || undeterminedNanos < 0) {
            throw new IllegalArgumentException(
                    "probe interval %d ns, %d missed".formatted(probeIntervalNanos, missedProbes));
        }
        for (int i = 0; i < firstRetriesNanos.size(); i++) {
            long before = i == 0 ? 0 : firstRetriesNanos.get(i - 1);
            if (firstRetriesNanos.get(i) <= before || firstRetriesNanos.get(i) >= probeIntervalNanos) {
                throw new IllegalArgumentException("first retries " + firstRetriesNanos);
            }
        }
    }

    /**
     * Whether the frames that discovery itself sends out of a port fit into the class that is booked for them: the steady ones into
     * half of the rate, those of a port that came up into rate and burst; the other half is for path probes.
     */
    boolean fits(ControlClass control) {
        long frameBits = 8L * LldpFrame.LENGTH;
        long steady = Math.ceilDiv(frameBits * SECOND, probeIntervalNanos);
        long first = frameBits * (firstRetriesNanos.size() + 1);
        long earnedBits = control.rateBitsPerSecond() * last() / SECOND;
        return LldpFrame.LENGTH <= control.maxPacketBytes()
                && steady <= control.rateBitsPerSecond() / 2
                && first <= 8L * control.burstBytes() + earnedBits;
    }

    private long last() {
        return firstRetriesNanos.isEmpty() ? 0 : firstRetriesNanos.get(firstRetriesNanos.size() - 1);
    }
}
