package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.topology.Failure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * What is booked at one link: its entries, their sums over time, and who holds which label.
 *
 * <p>An entry is used always, or only in some failures. Failures do not coincide, so what has to fit at every instant is what is always
 * used together with what is used in one failure, for each failure by itself. These sums are kept ready: an entry that is always used is
 * added to every one of them. Where no entry is for a failure, there is one sum.
 */
public final class LinkLedger {
    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::fromNanos).thenComparing(Entry::reservationId);

    private final Map<String, Entry> entries = new HashMap<>();
    private final LabelCalendar labels = new LabelCalendar();
    private final Scenario always = new Scenario();
    private final TreeMap<Failure, Scenario> failures = new TreeMap<>();
    private ImmutableList<Scenario> scenarios = ImmutableList.of(always);
    private long changes;

    /** Counts the changes: while it stays the same, so does everything that is booked here. */
    public long changes() {
        return changes;
    }

    /**
     * What an entry that is always used has to fit beside: every failure for which anything is booked, or the one scenario without a
     * failure when there is none. (Where there are some, it need not be looked at by itself: more load never helps an inequality.)
     */
    public ImmutableList<Scenario> scenarios() {
        return scenarios;
    }

    /** What an entry that is used in these failures alone has to fit beside; that of {@link #scenarios()} when there is none. */
    public ImmutableList<Scenario> scenarios(ImmutableSortedSet<Failure> used) {
        if (used.isEmpty() || failures.isEmpty()) {
            return scenarios;
        }
        return used.stream()
                .map(failure -> failures.getOrDefault(failure, always))
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    /** The lowest label of the range that nobody holds at any instant of [from, until); -1 when there is none. */
    public int freeLabel(int first, int last, long from, long until) {
        return labels.lowestFree(first, last, from, until);
    }

    /** Like {@link #freeLabel}, at once where there are fewer entries than labels. */
    public boolean hasFreeLabel(int first, int last, long from, long until) {
        return entries.size() < last - first + 1 || freeLabel(first, last, from, until) >= 0;
    }

    /** Tells the end of every entry that ends within (after, atMost]. */
    void ends(long after, long atMost, LongConsumer sink) {
        for (Entry entry : entries.values()) {
            if (entry.untilNanos() > after && entry.untilNanos() <= atMost) {
                sink.accept(entry.untilNanos());
            }
        }
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
        changes++;
        if (entry.failures().isEmpty()) {
            always.add(entry, 1);
            failures.values().forEach(scenario -> scenario.add(entry, 1));
        } else {
            for (Failure failure : entry.failures()) {
                failures.computeIfAbsent(failure, f -> new Scenario(f, always)).addOwn(entry, 1);
            }
            listScenarios();
        }
        if (entry.label() > 0) {
            labels.add(entry.label(), entry.fromNanos(), entry.untilNanos());
        }
    }

    void remove(String reservationId) {
        Entry entry = entries.remove(reservationId);
        if (entry == null) {
            return;
        }
        changes++;
        if (entry.failures().isEmpty()) {
            always.add(entry, -1);
            failures.values().forEach(scenario -> scenario.add(entry, -1));
        } else {
            for (Failure failure : entry.failures()) {
                failures.computeIfPresent(failure, (f, scenario) -> scenario.addOwn(entry, -1) ? null : scenario);
            }
            listScenarios();
        }
        if (entry.label() > 0) {
            labels.remove(entry.label(), entry.fromNanos(), entry.untilNanos());
        }
    }

    void forget(long nowNanos) {
        boolean changed = always.forget(nowNanos);
        for (Scenario scenario : failures.values()) {
            changed |= scenario.forget(nowNanos);
        }
        changes += changed ? 1 : 0;
    }

    private void listScenarios() {
        scenarios = failures.isEmpty() ? ImmutableList.of(always) : ImmutableList.copyOf(failures.values());
    }
}
