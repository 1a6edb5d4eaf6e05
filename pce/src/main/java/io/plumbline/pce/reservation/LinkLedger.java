package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is booked at one link: its entries, their sums over time, and who holds which label. */
public final class LinkLedger {
    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::fromNanos).thenComparing(Entry::reservationId);

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<Integer, List<Entry>> holders = new HashMap<>();
    private final StepProfile sums = new StepProfile(2);

    /** How many steps of constant load there are. */
    public int steps() {
        return sums.size();
    }

    /** The step that contains an instant. */
    public int stepAt(long instant) {
        return sums.stepAt(instant);
    }

    /** When a step begins; {@link Long#MIN_VALUE} for the first. */
    public long stepStart(int step) {
        return sums.start(step);
    }

    /**
     * The load during a step, control frames included. An entry whose class the link no longer has (its constants changed) counts in
     * class 0, which hurts every class.
     */
    public void load(int step, LinkCalculus link, LinkLoad load) {
        link.startWithControl(load);
        for (int slot = 0; slot < sums.slots(); slot += 2) {
            int classIndex = slot / 2 < load.classes() ? slot / 2 : 0;
            load.add(classIndex, sums.value(step, slot), sums.value(step, slot + 1));
        }
    }

    /** The lowest label of the range that nobody holds at any instant of [from, until); -1 when there is none. */
    public int freeLabel(int first, int last, long from, long until) {
        for (int label = first; label <= last; label++) {
            List<Entry> holding = holders.get(label);
            if (holding == null || holding.stream().noneMatch(e -> e.fromNanos() < until && from < e.untilNanos())) {
                return label;
            }
        }
        return -1;
    }

    /** Like {@link #freeLabel}, at once where there are fewer entries than labels. */
    public boolean hasFreeLabel(int first, int last, long from, long until) {
        return entries.size() < last - first + 1 || freeLabel(first, last, from, until) >= 0;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    ImmutableList<Entry> entries() {
        return ImmutableList.sortedCopyOf(ORDER, entries.values());
    }

    void put(Entry entry) {
        if (entries.putIfAbsent(entry.reservationId(), entry) != null) {
            throw new IllegalStateException("booked twice at one link: " + entry.reservationId());
        }
        int slot = 2 * entry.classIndex();
        if (slot >= sums.slots()) {
            sums.widen(slot + 2);
        }
        sums.add(entry.fromNanos(), entry.untilNanos(), slot, entry.rateBitsPerSecond(), entry.burstBits());
        if (entry.label() > 0) {
            holders.computeIfAbsent(entry.label(), label -> new ArrayList<>(1)).add(entry);
        }
    }

    void remove(String reservationId) {
        Entry entry = entries.remove(reservationId);
        if (entry == null) {
            return;
        }
        sums.add(
                entry.fromNanos(),
                entry.untilNanos(),
                2 * entry.classIndex(),
                -entry.rateBitsPerSecond(),
                -entry.burstBits());
        holders.computeIfPresent(entry.label(), (label, holding) -> {
            holding.remove(entry);
            return holding.isEmpty() ? null : holding;
        });
    }

    void forget(long nowNanos) {
        sums.forget(nowNanos);
    }
}
