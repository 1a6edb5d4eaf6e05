package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.program.LinkEnds;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.pce.Pce;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TopologyChange;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * What an operator has taken out of use for a while: flows that can go elsewhere do so, make before break, and no new one comes. Kept in the
 * journal, and said again to the engine whenever discovery describes a link or switch anew. Core thread only.
 */
final class Drains {
    private static final int RETRY_SECONDS = 1;

    private final Core core;
    private final Pce pce;
    private final Journal journal;
    private final NetworkInventory inventory;
    private final Switches switches;
    private final Names names;
    private final Rerouter rerouter;
    private final Notices notices;
    private final TreeSet<String> links = new TreeSet<>();
    private final TreeSet<String> nodes = new TreeSet<>();

    Drains(
            Core core,
            Pce pce,
            Journal journal,
            NetworkInventory inventory,
            Switches switches,
            Names names,
            Rerouter rerouter,
            Notices notices) {
        this.core = core;
        this.pce = pce;
        this.journal = journal;
        this.inventory = inventory;
        this.switches = switches;
        this.names = names;
        this.rerouter = rerouter;
        this.notices = notices;
    }

    /** What a journal says; the last entry counts. */
    void replay(ImmutableList<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            if (entry instanceof JournalEntry.Drained drained) {
                links.clear();
                links.addAll(drained.links());
                nodes.clear();
                nodes.addAll(drained.nodes());
            }
        }
    }

    /** Changes of discovery, which knows nothing of drains, with what is drained. */
    ImmutableList<TopologyChange> with(ImmutableList<TopologyChange> changes) {
        ImmutableList.Builder<TopologyChange> all = ImmutableList.builder();
        for (TopologyChange change : changes) {
            all.add(change);
            if (change instanceof TopologyChange.PutLink put
                    && links.contains(put.link().id())) {
                all.add(new TopologyChange.SetLinkDrained(put.link().id(), true));
            } else if (change instanceof TopologyChange.PutNode put
                    && nodes.contains(put.node().id())) {
                all.add(new TopologyChange.SetNodeDrained(put.node().id(), true));
            }
        }
        return all.build();
    }

    /**
     * Drains a link in both directions, or takes it back into use.
     *
     * @param name or id of either direction
     * @param dryRun whether only to say what would follow
     */
    CompletableFuture<DrainAnswer> link(String name, boolean drain, boolean dryRun) {
        Optional<TeLink> found = pce.topology().links().values().stream()
                .filter(link ->
                        link.id().equals(name) || name.equals(names.links().get(link.id())))
                .findFirst();
        if (found.isEmpty()) {
            return unknown(name);
        }
        ImmutableSortedSet<String> both = pce.topology().links().values().stream()
                .map(TeLink::id)
                .filter(id ->
                        id.equals(found.get().id()) || isReverse(id, found.get().id()))
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        return carryOut(names.in(found.get().id()), both, ImmutableSortedSet.of(), drain, dryRun);
    }

    private static boolean isReverse(String linkId, String of) {
        LinkEnds ends = LinkEnds.of(linkId);
        LinkEnds others = LinkEnds.of(of);
        return ends.to().isPresent()
                && ends.to().get().equals(others.from())
                && others.to().equals(Optional.of(ends.from()));
    }

    /** Drains all links of a switch, or takes it back into use. */
    CompletableFuture<DrainAnswer> switchNamed(String name, boolean drain, boolean dryRun) {
        Optional<SwitchBook> book = NetworkSurvey.switchNamed(name, inventory, switches);
        if (book.isEmpty()) {
            return unknown(name);
        }
        String id = book.get().device().toString();
        return carryOut(
                inventory.switchName(book.get().device()),
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(id),
                drain,
                dryRun);
    }

    private static CompletableFuture<DrainAnswer> unknown(String name) {
        return CompletableFuture.completedFuture(new DrainAnswer.Unknown(name));
    }

    private CompletableFuture<DrainAnswer> carryOut(
            String name,
            ImmutableSortedSet<String> linkIds,
            ImmutableSortedSet<String> nodeIds,
            boolean drain,
            boolean dryRun) {
        TopologyChange change = new TopologyChange.All(ImmutableList.<TopologyChange>builder()
                .addAll(linkIds.stream()
                        .map(id -> new TopologyChange.SetLinkDrained(id, drain))
                        .toList())
                .addAll(nodeIds.stream()
                        .map(id -> new TopologyChange.SetNodeDrained(id, drain))
                        .toList())
                .build());
        if (dryRun) {
            return CompletableFuture.completedFuture(
                    new DrainAnswer.Decided(names(linkIds, nodeIds), false, rerouter.preview(change)));
        }
        TreeSet<String> linksThen = changed(links, linkIds, drain);
        TreeSet<String> nodesThen = changed(nodes, nodeIds, drain);
        CompletableFuture<DrainAnswer> answer = new CompletableFuture<>();
        journal.append(
                new JournalEntry.Drained(
                        ImmutableSortedSet.copyOf(linksThen), ImmutableSortedSet.copyOf(nodesThen), core.nowNanos()),
                outcome -> core.execute(() -> {
                    switch (outcome) {
                        case Journal.Outcome.Failed failed ->
                            answer.complete(new DrainAnswer.Unavailable(failed.reason(), RETRY_SECONDS));
                        case Journal.Outcome.Durable ignored -> {
                            replace(links, changed(links, linkIds, drain));
                            replace(nodes, changed(nodes, nodeIds, drain));
                            notices.tell(
                                    drain ? "drain.begun" : "drain.ended", name, drain ? "drained" : "in use again");
                            rerouter.enact(change)
                                    .thenAccept(impacts -> answer.complete(
                                            new DrainAnswer.Decided(names(linkIds, nodeIds), true, impacts)));
                        }
                    }
                }));
        return answer;
    }

    private static TreeSet<String> changed(TreeSet<String> ids, ImmutableSortedSet<String> some, boolean add) {
        TreeSet<String> then = new TreeSet<>(ids);
        if (add) {
            then.addAll(some);
        } else {
            then.removeAll(some);
        }
        return then;
    }

    private static void replace(TreeSet<String> ids, TreeSet<String> then) {
        ids.clear();
        ids.addAll(then);
    }

    private ImmutableList<String> names(ImmutableSortedSet<String> linkIds, ImmutableSortedSet<String> nodeIds) {
        Map<String, String> known = names.links();
        return pce.topology().links().values().stream()
                .filter(link -> linkIds.contains(link.id()) || nodeIds.stream().anyMatch(link::touches))
                .map(link -> known.getOrDefault(link.id(), link.id()))
                .collect(ImmutableList.toImmutableList());
    }
}
