package io.plumbline.proofs;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A whole ledger with the topology that it is booked on: everything that the proof of every promise needs.
 *
 * @param topology with the constants that the proofs rest on
 * @param ledger what is booked
 * @param reservations each of which anything is still booked
 */
public record LedgerFile(TeTopology topology, LedgerSnapshot ledger, ImmutableList<Reservation> reservations)
        implements ProofFile {
    static final String FORMAT = "plumbline-ledger-1";
    static final RecordType<Content> CONTENT = RecordType.of(Content.class);

    /** What stands in the file. */
    record Content(Network topology, LedgerSnapshot ledger, ImmutableList<Reservation> reservations) {
        static Content of(LedgerFile file) {
            TeTopology topology = file.topology();
            Network network = new Network(
                    topology.version(),
                    ImmutableList.copyOf(topology.nodes().values()),
                    ImmutableList.copyOf(topology.links().values()));
            return new Content(network, file.ledger(), file.reservations());
        }
    }

    record Network(long version, ImmutableList<TeNode> nodes, ImmutableList<TeLink> links) {}

    static LedgerFile of(Content read) throws ProofFormatException {
        Network network = read.topology();
        refuseTwice("/topology/nodes", network.nodes(), TeNode::id);
        refuseTwice("/topology/links", network.links(), TeLink::id);
        refuseTwice("/reservations", read.reservations(), Reservation::id);
        TeTopology loaded = TeTopology.EMPTY.with(TopologyChange.All.put(network.nodes(), network.links()));
        return new LedgerFile(
                new TeTopology(network.version(), loaded.nodes(), loaded.links()), read.ledger(), read.reservations());
    }

    private static <T> void refuseTwice(String pointer, ImmutableList<T> items, Function<T, String> id)
            throws ProofFormatException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!seen.add(id.apply(items.get(i)))) {
                throw new ProofFormatException(
                        pointer + "/" + i, "", "one with this id stands above", "each id once", id.apply(items.get(i)));
            }
        }
    }

    @Override
    public Verdict verify() {
        CheckResult result = CertificateChecker.checkLedger(topology, ledger, reservations);
        return new Verdict(
                "ledger version " + ledger.version() + ": " + count(reservations.size(), "reservation") + " on "
                        + count(ledger.entries().size(), "link"),
                result.violations(),
                result.unproven());
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
