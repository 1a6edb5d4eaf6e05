package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.view.FlowImpact;
import io.plumbline.pce.Pce;
import io.plumbline.pce.change.ChangeAnswer;
import io.plumbline.pce.change.Impact;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine of every change of the topology, and carries out what it decides on each flow that is hit: moved, revoked with the reason,
 * or left where it is. Core thread only.
 *
 * <p>A flow that is revoked stays booked where it was and its rules stay: what the controller takes for a failure may be its own loss of
 * sight, and nothing is taken from a flow that might still be served. It is decided on again whenever the topology changes, a
 * switch is ready, and every few seconds.
 *
 * <p>After a start nothing is decided until all ways that the journal tells of are there, or for {@link #PATIENCE}: until a switch has connected
 * and its links are found, they look as if they were cut.
 */
final class Rerouter {
    /** How long after a start flows wait for their switches and links to be found. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long TRY_AGAIN_NANOS = 10_000_000_000L;
    private static final TopologyChange NOTHING = new TopologyChange.All(ImmutableList.of());

    private final Core core;
    private final Pce pce;
    private final Journal journal;
    private final FlowBook flows;
    private final FlowRunner runner;
    private final FlowMover mover;
    private final Notices notices;
    private final Flaw flaw;
    private final Names names;
    /** What was told last of reservations that stay as they are, so that it is told once. */
    private final Map<String, Impact.Fate> told = new HashMap<>();

    private boolean settled = true;
    private Core.@Nullable Timer tryAgain;

    Rerouter(
            Core core,
            Pce pce,
            Journal journal,
            FlowBook flows,
            FlowRunner runner,
            FlowMover mover,
            Notices notices,
            Names names,
            Flaw flaw) {
        this.core = core;
        this.pce = pce;
        this.journal = journal;
        this.flows = flows;
        this.runner = runner;
        this.mover = mover;
        this.notices = notices;
        this.flaw = flaw;
        this.names = names;
    }

    /** What is in the journal is booked, and no switch is connected yet. */
    void begin() {
        settled = flows.size() == 0;
        core.schedule(PATIENCE.toNanos(), () -> {
            settled = true;
            again();
        });
    }

    /** Applies what has changed, and decides on what it hits. */
    void changed(ImmutableList<TopologyChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        for (String victim : pce.apply(new TopologyChange.All(changes))) {
            notices.tell("flow.proof-broken", victim, "a constant of its path has changed");
            flows.find(victim.substring(0, victim.indexOf('/'))).ifPresent(runner::verify);
        }
        changes.forEach(this::tellFlows);
        decide();
    }

    /** Decides again on what could not be helped before. */
    void again() {
        if (flows.all().stream().anyMatch(this::isHit)) {
            decide();
        }
    }

    /** What crosses a link that goes down is DEGRADED at once; what crosses one that comes up is verified. */
    private void tellFlows(TopologyChange change) {
        switch (change) {
            case TopologyChange.SetLinkUp link -> runner.linkChanged(link.linkId(), link.up());
            case TopologyChange.RemoveLink link -> runner.linkChanged(link.linkId(), false);
            case TopologyChange.PutLink link ->
                runner.linkChanged(link.link().id(), link.link().up());
            case TopologyChange.SetNodeUp node ->
                pce.topology().links().values().stream()
                        .filter(link -> link.touches(node.nodeId()))
                        .forEach(link -> runner.linkChanged(link.id(), link.up() && node.up()));
            case TopologyChange.All all -> all.changes().forEach(this::tellFlows);
            case TopologyChange.PutNode ignored -> {}
            case TopologyChange.RemoveNode ignored -> {}
            case TopologyChange.SetLinkDrained ignored -> {}
            case TopologyChange.SetNodeDrained ignored -> {}
        }
    }

    // --- decisions
    // ----------------------------------------------------------------------------------------------------------

    /** What was decided on one direction, and when it is carried out, how that went. */
    private record Decision(FlowImpact impact, CompletableFuture<FlowMove.Outcome> outcome) {
        FlowImpact afterwards() {
            return switch (outcome.join()) {
                case FlowMove.Outcome.Done ignored -> impact;
                case FlowMove.Outcome.TakenBack back ->
                    impact.fate() == FlowImpact.Fate.MOVED
                            ? with(FlowImpact.Fate.STAYS, ImmutableList.of(), back.reason())
                            : impact;
                case FlowMove.Outcome.NotConfirmed open ->
                    with(impact.fate(), impact.newPath(), "not confirmed: " + open.reason());
            };
        }

        private FlowImpact with(FlowImpact.Fate fate, ImmutableList<String> newPath, String reason) {
            return new FlowImpact(
                    impact.flow(), impact.name(), impact.direction(), fate, impact.path(), newPath, reason);
        }
    }

    /** What changes would do, with the bookings of now; nothing is touched. */
    ImmutableList<FlowImpact> preview(TopologyChange change) {
        Pce fork = pce.fork();
        return fork.enact(change, core.nowNanos()).stream()
                .map(impact -> view(impact, fork.topology()))
                .collect(ImmutableList.toImmutableList());
    }

    /** Applies changes, carries out what follows, and completes when all of it is. */
    CompletableFuture<ImmutableList<FlowImpact>> enact(TopologyChange change) {
        pce.apply(change);
        ImmutableList<Decision> decisions = decide();
        return CompletableFuture.allOf(decisions.stream().map(Decision::outcome).toArray(CompletableFuture[]::new))
                .thenApply(
                        all -> decisions.stream().map(Decision::afterwards).collect(ImmutableList.toImmutableList()));
    }

    /** Asks the engine, and has its answers carried out, in its order. */
    private ImmutableList<Decision> decide() {
        settled = settled || flows.all().stream().noneMatch(this::isHit);
        if (!settled) {
            return ImmutableList.of();
        }
        for (LiveFlow flow : flows.all()) {
            takeBackWhatIsHit(flow);
        }
        ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
        Set<String> hit = new HashSet<>();
        Set<LiveFlow> revoked = new HashSet<>();
        for (Impact impact : pce.enact(NOTHING, core.nowNanos())) {
            boolean first = hit.isEmpty();
            hit.add(impact.id());
            if (first && flaw == Flaw.FORGETS_A_FLOW) {
                continue;
            }
            LiveFlow flow = flow(impact.id());
            if (impact.fate() == Impact.Fate.REVOKED) {
                revoked.add(flow);
            }
            decisions.add(new Decision(view(impact, pce.topology()), carryOut(flow, impact)));
        }
        told.keySet().retainAll(hit);
        flows.all().stream().filter(flow -> !revoked.contains(flow)).forEach(this::isNotRevoked);
        if (!revoked.isEmpty()) {
            tryAgainLater();
        }
        return decisions.build();
    }

    private FlowImpact view(Impact impact, TeTopology topology) {
        LiveFlow flow = flow(impact.id());
        BookedDirection direction = direction(flow, impact.id());
        return new FlowImpact(
                flow.id(),
                flow.request.name(),
                direction.index() == 0 ? "forward" : "reverse",
                FlowImpact.Fate.valueOf(impact.fate().name()),
                direction.linkNames(),
                impact.change()
                        .map(changed -> names.ofPath(changed.reservation()))
                        .orElse(ImmutableList.of()),
                impact.refusal().isPresent() ? why(direction, impact, topology) : "");
    }

    private LiveFlow flow(String reservationId) {
        return flows.find(reservationId.substring(0, reservationId.indexOf('/')))
                .orElseThrow(() -> new IllegalStateException("booked, but no flow: " + reservationId));
    }

    private void takeBackWhatIsHit(LiveFlow flow) {
        for (FlowMove move : List.copyOf(flow.moves.values())) {
            if (!move.changingOver && isHit(move.after.reservation())) {
                mover.takeBack(move, "its new way is not whole any more");
            }
        }
    }

    private static BookedDirection direction(LiveFlow flow, String reservationId) {
        return flow.directions.stream()
                .filter(it -> it.reservation().id().equals(reservationId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no direction " + reservationId));
    }

    private CompletableFuture<FlowMove.Outcome> carryOut(LiveFlow flow, Impact impact) {
        BookedDirection direction = direction(flow, impact.id());
        return switch (impact.fate()) {
            case MOVED -> moved(flow, direction, impact.change().orElseThrow());
            case REVOKED -> revoked(flow, why(direction, impact, pce.topology()));
            case STAYS -> stays("flow.stays", impact, why(direction, impact, pce.topology()));
            case EXPOSED -> stays("flow.exposed", impact, "a way out of failures that was booked for it is cut");
            case COVERED -> stays("flow.covered", impact, "the switches go on by a way out that was booked for it");
        };
    }

    private String why(BookedDirection direction, Impact impact, TeTopology topology) {
        return whatHits(direction, topology) + ", and it fits on no other way: "
                + impact.refusal().map(it -> names.in(it.detail())).orElse("none was looked for");
    }

    private CompletableFuture<FlowMove.Outcome> stays(String kind, Impact impact, String why) {
        if (told.put(impact.id(), impact.fate()) != impact.fate()) {
            notices.tell(kind, impact.id(), why);
        }
        return takenBack(why);
    }

    private static CompletableFuture<FlowMove.Outcome> takenBack(String why) {
        return CompletableFuture.completedFuture(new FlowMove.Outcome.TakenBack(why));
    }

    private CompletableFuture<FlowMove.Outcome> revoked(LiveFlow flow, String why) {
        flow.revoked = "revoked: " + why;
        if (flow.isRunning()) {
            runner.doubt(flow, flow.revoked);
        }
        return takenBack(why);
    }

    private void isNotRevoked(LiveFlow flow) {
        if (!flow.revoked.isEmpty()) {
            flow.revoked = "";
            if (flow.isRunning() && flow.moves.isEmpty()) {
                runner.verify(flow);
            }
        }
    }

    private void tryAgainLater() {
        if (tryAgain == null) {
            tryAgain = core.schedule(TRY_AGAIN_NANOS, () -> {
                tryAgain = null;
                again();
            });
        }
    }

    // --- moves
    // --------------------------------------------------------------------------------------------------------------

    private CompletableFuture<FlowMove.Outcome> moved(
            LiveFlow flow, BookedDirection before, ChangeAnswer.Changed changed) {
        return switch (flow.state()) {
            case ACTIVE, DEGRADED -> {
                FlowMove underWay = flow.moves.get(before.index());
                yield underWay == null
                        ? move(flow, before.index(), changed)
                        : underWay.outcome.thenCompose(outcome -> afterwards(flow, before.index(), changed, outcome));
            }
            case SCHEDULED, HELD -> {
                rebook(flow, before, changed);
                yield CompletableFuture.completedFuture(new FlowMove.Outcome.Done());
            }
            case REQUESTED, INSTALLING, RELEASING -> {
                // Its set-up will fail by what the data plane says, or it ends anyway: as it was, it is taken out.
                bookAsItWas(before, changed);
                tryAgainLater();
                yield takenBack("it is " + flow.state());
            }
            case ENDED, REJECTED -> throw new IllegalStateException(flow.id() + " is over, but booked");
        };
    }

    private void bookAsItWas(BookedDirection before, ChangeAnswer.Changed changed) {
        long now = core.nowNanos();
        // Of one that has not started nothing is left of an old way to go back to.
        if (changed.oldWay().isEmpty() || pce.revert(before.reservation(), now) instanceof ChangeAnswer.Refused) {
            pce.restore(before.reservation());
            changed.oldWay().ifPresent(old -> pce.release(old.id(), now));
        }
    }

    /** The ingress was just changing over to the way that is hit now. */
    private CompletableFuture<FlowMove.Outcome> afterwards(
            LiveFlow flow, int index, ChangeAnswer.Changed changed, FlowMove.Outcome earlier) {
        if (earlier instanceof FlowMove.Outcome.TakenBack || !flow.isRunning()) {
            tryAgainLater();
            return CompletableFuture.completedFuture(earlier);
        }
        return move(flow, index, changed);
    }

    private CompletableFuture<FlowMove.Outcome> move(LiveFlow flow, int index, ChangeAnswer.Changed changed) {
        runner.renew(flow);
        BookedDirection before = flow.directions.get(index);
        boolean cut = isCut(before.reservation());
        String why = whatHits(before, pce.topology());
        BookedDirection after = next(before, changed);
        notices.tell("flow.moving", flow.id(), why + ": " + path(before) + " to " + path(after));
        Reservation left = changed.oldWay().orElseThrow();
        return mover.move(flow, after, flow.traffic(index), left, cut).whenComplete((outcome, bug) -> {
            if (bug == null) {
                ended(flow, after, cut ? why : "", outcome);
            }
        });
    }

    private BookedDirection next(BookedDirection before, ChangeAnswer.Changed changed) {
        return before.next(
                changed.reservation(),
                changed.certificate(),
                before.meter(),
                before.meters(),
                names.ofPath(changed.reservation()));
    }

    private static String path(BookedDirection direction) {
        return String.join(" ", direction.linkNames());
    }

    /** @param cutBy what is wrong with the way that it had; empty when it is whole */
    private void ended(LiveFlow flow, BookedDirection after, String cutBy, FlowMove.Outcome outcome) {
        switch (outcome) {
            case FlowMove.Outcome.Done ignored -> {
                notices.tell("flow.moved", flow.id(), "now over " + path(after));
                if (flow.isRunning() && flow.moves.isEmpty()) {
                    runner.verify(flow);
                }
            }
            case FlowMove.Outcome.TakenBack back -> {
                notices.tell("flow.not-moved", flow.id(), back.reason());
                if (flow.isRunning()) {
                    tryAgainLater();
                    if (!cutBy.isEmpty()) {
                        runner.doubt(flow, cutBy + ", and it cannot be moved now: " + back.reason());
                    }
                }
            }
            case FlowMove.Outcome.NotConfirmed open -> {
                if (flow.isRunning()) {
                    runner.doubt(flow, "moved, but not confirmed: " + open.reason());
                }
            }
        }
    }

    /** No packet was sent yet: it will be installed on the other way. */
    private void rebook(LiveFlow flow, BookedDirection before, ChangeAnswer.Changed changed) {
        BookedDirection after = next(before, changed);
        changed.oldWay().ifPresent(old -> pce.cancel(old.id()));
        flow.willGo(after);
        journal.append(
                new JournalEntry.Moved(
                        flow.number, flow.traffic(after.index()), after, Optional.empty(), true, core.nowNanos()),
                outcome -> {});
        notices.tell("flow.moved", flow.id(), "will go over " + path(after));
    }

    // --- ways
    // ---------------------------------------------------------------------------------------------------------------

    private boolean isHit(LiveFlow flow) {
        return !flow.isOver()
                && flow.state() != IntentState.RELEASING
                && flow.directions.stream().anyMatch(direction -> isHit(direction.reservation()));
    }

    private boolean isHit(Reservation reservation) {
        return reservation.hops().stream().anyMatch(hop -> use(hop, pce.topology()) != Use.WHOLE);
    }

    private boolean isCut(Reservation reservation) {
        return reservation.hops().stream().anyMatch(hop -> use(hop, pce.topology()) == Use.CUT);
    }

    private String whatHits(BookedDirection direction, TeTopology topology) {
        for (BookedHop hop : direction.reservation().hops()) {
            Use use = use(hop, topology);
            if (use != Use.WHOLE) {
                return notices.linkName(hop.linkId()) + (use == Use.CUT ? " is down" : " is drained");
            }
        }
        return "it would be better elsewhere";
    }

    private enum Use {
        WHOLE,
        DRAINED,
        CUT
    }

    private static Use use(BookedHop hop, TeTopology topology) {
        TeLink link = topology.links().get(hop.linkId());
        TeNode from = topology.nodes().get(hop.from());
        TeNode to = topology.nodes().get(hop.to());
        if (link == null || from == null || to == null || !link.up() || !from.up() || !to.up()) {
            return Use.CUT;
        }
        return link.drained() || from.drained() || to.drained() ? Use.DRAINED : Use.WHOLE;
    }
}
