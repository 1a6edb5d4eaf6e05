package io.plumbline.proofs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** A whole ledger with the topology that it was booked on: everything that the proof of every promise needs. */
public record LedgerFile(TeTopology topology, LedgerSnapshot ledger, ImmutableList<Reservation> reservations)
        implements ProofFile {
    static final String FORMAT = "plumbline-ledger-1";

    /** What stands in the file. */
    record Content(Network topology, LedgerSnapshot ledger, ImmutableList<Reservation> reservations) {}

    record Network(long version, ImmutableList<TeNode> nodes, ImmutableList<TeLink> links) {}

    @Override
    public ObjectNode json() {
        Network network = new Network(
                topology.version(),
                ImmutableList.copyOf(topology.nodes().values()),
                ImmutableList.copyOf(topology.links().values()));
        ObjectNode file = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        return file.setAll(RecordJson.write(new Content(network, ledger, reservations)));
    }

    static LedgerFile of(ObjectNode content) throws ProofFormatException {
        Content read = RecordJson.read(Content.class, content, "");
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
                        pointer + "/" + i, "one with this id stands above", "each id once", id.apply(items.get(i)));
            }
        }
    }

    @Override
    public Verdict verify() {
        CheckResult result = CertificateChecker.checkLedger(topology, ledger, reservations);
        String subject = "ledger version " + ledger.version() + ": " + count(reservations.size(), "reservation") + " on "
                + count(ledger.entries().size(), "link");
        return new Verdict(subject, result.violations(), result.unproven());
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
