package io.plumbline.controller;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Table;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.pce.Pce;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * From a journal to live flows: what was acknowledged is booked again, before any switch connects. A flow that ran is DEGRADED until the
 * data plane has confirmed it; its rules are left where they are. A move that was under way is taken back when the ingress cannot have
 * heard of it, and otherwise brought about: never both in part.
 */
final class Recovery {
    private static final long LONGEST_TIMEOUT_NANOS = 65_535L * 1_000_000_000L;

    private final Pce pce;
    private final Switches switches;
    private final FlowBook flows;
    private final ProgramCompiler compiler;
    /** Moves whose ingress has not heard of them, by flow and direction: taken back unless the journal goes on to say otherwise. */
    private final Table<Long, Integer, JournalEntry.Moved> prepared = HashBasedTable.create();

    Recovery(Pce pce, Switches switches, FlowBook flows, ProgramCompiler compiler) {
        this.pce = pce;
        this.switches = switches;
        this.flows = flows;
        this.compiler = compiler;
    }

    /**
     * Restores every flow that is not over.
     *
     * @param resume is handed each one
     * @return how many
     */
    int replay(ImmutableList<JournalEntry> entries, long nowNanos, Consumer<LiveFlow> resume) {
        TreeMap<Long, LiveFlow> restored = new TreeMap<>();
        for (JournalEntry entry : entries) {
            flows.startAfter(entry.flow());
            LiveFlow flow = restored.get(entry.flow());
            if (entry instanceof JournalEntry.Admitted admitted) {
                restored.put(admitted.flow(), admitted(admitted, nowNanos));
            } else if (flow != null) {
                if (entry instanceof JournalEntry.Cancelled) {
                    restored.remove(entry.flow());
                } else {
                    apply(flow, entry);
                }
            }
        }
        // Labels change hands one after the other along a way: what lives comes last, and has them.
        restored.values().forEach(flow -> bookOldWays(flow, nowNanos));
        restored.values().stream()
                .filter(flow -> flow.state() == IntentState.RELEASING)
                .forEach(flow -> book(flow, nowNanos));
        restored.values().stream()
                .filter(flow -> flow.state() != IntentState.RELEASING)
                .forEach(flow -> book(flow, nowNanos));
        restored.values().forEach(resume);
        return restored.size();
    }

    private static LiveFlow admitted(JournalEntry.Admitted entry, long nowNanos) {
        LiveFlow flow = new LiveFlow(
                entry.flow(),
                entry.request(),
                entry.idempotencyKey(),
                entry.admittedNanos(),
                entry.startNanos(),
                entry.endNanos(),
                entry.directions());
        flow.leaseExpiresNanos = entry.leaseExpiresNanos();
        flow.leaseAskedNanos = entry.leaseExpiresNanos();
        flow.restore(entry.startNanos() > nowNanos ? IntentState.SCHEDULED : IntentState.DEGRADED);
        flow.reason = "the controller restarted: not confirmed by the data plane yet";
        return flow;
    }

    private void apply(LiveFlow flow, JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Activated ignored -> flow.everActive = true;
            case JournalEntry.LeaseRenewed renewed -> {
                flow.leaseExpiresNanos = renewed.leaseExpiresNanos();
                flow.leaseAskedNanos = renewed.leaseExpiresNanos();
                flow.leaseNanos = renewed.leaseNanos();
            }
            case JournalEntry.Moved moved -> {
                if (moved.changesOver()) {
                    changeOver(flow, moved);
                } else {
                    prepared.put(flow.number, moved.direction().index(), moved);
                }
            }
            case JournalEntry.ChangingOver changing -> {
                JournalEntry.Moved moved = prepared.remove(flow.number, changing.direction());
                if (moved != null) {
                    changeOver(flow, moved);
                }
            }
            case JournalEntry.MovedBack back -> {
                if (prepared.remove(flow.number, back.direction()) == null) {
                    changeBack(flow, back.direction());
                }
            }
            case JournalEntry.OldWayStopped stopped ->
                flow.oldWays.stream()
                        .filter(old -> old.isOf(stopped.direction()) && !old.isStopped())
                        .forEach(old -> old.stopNanos = stopped.stopNanos());
            case JournalEntry.Releasing releasing -> {
                flow.restore(IntentState.RELEASING);
                flow.reason = releasing.reason();
            }
            case JournalEntry.Stopped stopped -> {
                flow.restore(IntentState.RELEASING);
                flow.stoppedNanos = stopped.stopNanos();
            }
            case JournalEntry.Admitted ignored -> {}
            case JournalEntry.Cancelled ignored -> {}
            case JournalEntry.Drained ignored -> {}
        }
    }

    /** The ingress may have changed over, and everything else had: it goes the new way. */
    private void changeOver(LiveFlow flow, JournalEntry.Moved moved) {
        int index = moved.direction().index();
        BookedDirection before = flow.directions.get(index);
        moved.oldWay().ifPresent(left -> {
            flow.oldWays.removeIf(
                    older -> older.booked.id().equals(left.id())); // over, or the id would not have been free
            flow.oldWays.replaceAll(older -> older.isOf(index) ? older.before(left) : older);
            flow.oldWays.add(new OldWay(before, compiler.compile(flow.number, before, 0), flow.traffic(index), left));
        });
        flow.willGo(moved.direction());
        flow.promise(index, moved.traffic());
    }

    private static void changeBack(LiveFlow flow, int index) {
        for (int i = flow.oldWays.size() - 1; i >= 0; i--) {
            OldWay old = flow.oldWays.get(i);
            if (old.isOf(index) && !old.isStopped()) {
                flow.oldWays.remove(i);
                flow.willGo(old.direction);
                flow.promise(index, old.traffic);
                return;
            }
        }
    }

    /** What is left of ways on which it went before is booked beside it, and stays in the switches for as long. */
    private void bookOldWays(LiveFlow flow, long nowNanos) {
        for (OldWay old : List.copyOf(flow.oldWays)) {
            pce.restore(old.booked);
            if (old.isStopped() && pce.release(old.booked.id(), old.stopNanos).orElse(nowNanos) <= nowNanos) {
                flow.oldWays.remove(old); // over; what a switch may still hold of it nobody wants
                continue;
            }
            keepMeters(flow, old.direction);
            wantParts(flow, old.direction, old.program);
        }
    }

    private void book(LiveFlow flow, long nowNanos) {
        flows.add(flow);
        boolean installed = flow.state() != IntentState.SCHEDULED;
        ImmutableList.Builder<FlowProgram> programs = ImmutableList.builder();
        for (BookedDirection direction : flow.directions) {
            pce.restore(direction.reservation());
            keepMeters(flow, direction);
            if (installed) {
                FlowProgram program = compiler.compile(flow.number, direction, timeoutSeconds(flow, nowNanos));
                programs.add(program);
                wantParts(flow, direction, program);
            }
        }
        flow.programs = programs.build();
        flow.ingressSent = installed;
        if (installed) {
            // When the rule was last renewed is not known: it may end at any time, or as late as a timeout from now.
            flow.ingressMayEndNanos = nowNanos;
            flow.ingressEndsNanos = latestEnd(flow, nowNanos);
        }
        if (flow.stoppedNanos != 0) {
            for (BookedDirection direction : flow.directions) {
                flow.capacityReturnsNanos = Math.max(
                        flow.capacityReturnsNanos,
                        pce.release(direction.reservation().id(), flow.stoppedNanos)
                                .orElse(flow.stoppedNanos));
            }
        } else if (installed) {
            flow.running.set(0, flow.directions.size());
        }
    }

    private static long latestEnd(LiveFlow flow, long nowNanos) {
        long byTimeout = nowNanos + LONGEST_TIMEOUT_NANOS + Planner.END_MARGIN_NANOS;
        return flow.endNanos == LiveFlow.NEVER
                ? byTimeout
                : Math.min(byTimeout, flow.endNanos + Planner.END_MARGIN_NANOS);
    }

    private static int timeoutSeconds(LiveFlow flow, long nowNanos) {
        return FlowInstaller.timeoutSeconds(flow.endNanos, nowNanos);
    }

    private void keepMeters(LiveFlow flow, BookedDirection direction) {
        SwitchBook book = switches.book(direction.device());
        book.keepMeter(direction.meters().bits(), flow.cookie(direction.index()));
        if (direction.meter().packetMeter()) {
            book.keepMeter(direction.meters().packets(), flow.cookie(direction.index()));
        }
    }

    private void wantParts(LiveFlow flow, BookedDirection direction, FlowProgram program) {
        long cookie = flow.cookie(direction.index());
        for (FlowProgram.Part part : program.beyondIngress()) {
            switches.book(part.device()).add(part, cookie);
        }
        SwitchBook ingress = switches.book(program.ingress().device());
        if (flow.state() != IntentState.RELEASING && flow.everActive) {
            ingress.add(program.ingress(), cookie);
        } else if (flow.state() != IntentState.RELEASING) {
            // It may be in force, half built, or not there at all: then its ingress comes when the switches behind it
            // are ready.
            ingress.doubt(program.ingress(), cookie);
        }
    }
}
