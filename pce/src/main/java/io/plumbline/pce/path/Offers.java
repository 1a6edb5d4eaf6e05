package io.plumbline.pce.path;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeNode;
import org.jspecify.annotations.Nullable;

/** What every link of a graph has beside what one ledger has booked, to a flow that is used in some failures, or always. */
final class Offers {
    private final SearchGraph graph;
    private final ReservationLedger ledger;
    private final ImmutableSortedSet<Failure> failures;
    private final @Nullable Offer[] offers;

    Offers(SearchGraph graph, ReservationLedger ledger, ImmutableSortedSet<Failure> failures) {
        this.graph = graph;
        this.ledger = ledger;
        this.failures = failures;
        offers = new Offer[graph.arcCount()];
    }

    boolean isOf(ReservationLedger other) {
        return ledger == other;
    }

    Offer at(Arc arc) {
        Offer offer = offers[arc.index()];
        if (offer == null) {
            TeNode sender = graph.node(arc.from());
            offer = new Offer(arc, ledger.link(arc.link().id()), sender, ledger.node(sender.id()), failures);
            offers[arc.index()] = offer;
        }
        return offer;
    }
}
