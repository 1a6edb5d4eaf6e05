package io.plumbline.pce.certificate;

import static io.plumbline.pce.certificate.CertificateChecker.ceil;
import static io.plumbline.pce.certificate.CertificateChecker.product;

import io.plumbline.pce.certificate.CheckResult.Findings;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Part of the checker: one link of a ledger, over all time. Bookings are swept in order of time; between two changes nothing changes. What
 * is used in some failure only is swept once for each single failure, beside what is always used; labels are held whether used or not.
 */
final class BookedLink {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

    /** An entry that begins (1) or ends (-1). */
    private record Change(long atNanos, int sign, Entry entry) {}

    private final TeLink link;
    private final List<Entry> entries;
    private final Findings findings;

    BookedLink(TeLink link, List<Entry> entries, Findings findings) {
        this.link = link;
        this.entries = entries;
        this.findings = findings;
    }

    void check() {
        int lowest = link.control().isPresent() ? 1 : 0;
        List<Entry> sound = new ArrayList<>();
        SortedSet<Failure> failures = new TreeSet<>();
        for (Entry entry : entries) {
            boolean hasClass = entry.classIndex() >= lowest
                    && entry.classIndex() < link.classes().size();
            findings.need(where(entry), "class is one for guaranteed flows", hasClass, entry.fromNanos());
            // Whatever stands in an entry adds to the load; it cannot take from what others have booked.
            boolean adds = entry.rateBitsPerSecond() >= 0 && entry.burstBits() >= 0;
            findings.need(where(entry), "rate and burst are not negative", adds, entry.fromNanos());
            if (hasClass && adds && entry.fromNanos() < entry.untilNanos()) {
                sound.add(entry);
                failures.addAll(entry.failures());
            }
        }
        labels(changes(sound));
        new Sweep(link.id())
                .over(changes(sound.stream().filter(e -> e.failures().isEmpty()).toList()));
        for (Failure failure : failures) {
            new Sweep(link.id() + " without " + failure)
                    .over(changes(sound.stream()
                            .filter(e -> e.failures().isEmpty() || e.failures().contains(failure))
                            .toList()));
        }
    }

    /** An interval excludes its end: what ends goes before what begins. */
    private static List<Change> changes(List<Entry> entries) {
        List<Change> changes = new ArrayList<>();
        for (Entry entry : entries) {
            changes.add(new Change(entry.fromNanos(), 1, entry));
            changes.add(new Change(entry.untilNanos(), -1, entry));
        }
        changes.sort(Comparator.comparingLong(Change::atNanos).thenComparingInt(Change::sign));
        return changes;
    }

    private void labels(List<Change> changes) {
        if (link.firstLabel() == 0) {
            for (Change change : changes) {
                boolean none = change.entry().label() == 0;
                findings.need(where(change.entry()), "has no label where there are none", none, change.atNanos());
            }
            return;
        }
        Map<Integer, Entry> labels = new HashMap<>();
        for (Change change : changes) {
            Entry entry = change.entry();
            if (entry.rateBitsPerSecond() == 0 && entry.label() == 0) {
                // It joins another entry of its flow and uses the label of that one.
                continue;
            }
            if (change.sign() > 0) {
                boolean inRange = entry.label() >= link.firstLabel() && entry.label() <= link.lastLabel();
                findings.need(where(entry), "label is in range", inRange, change.atNanos());
                findings.need(
                        where(entry), "label is free", labels.put(entry.label(), entry) == null, change.atNanos());
            } else {
                labels.remove(entry.label(), entry);
            }
        }
    }

    private String where(Entry entry) {
        return entry.reservationId() + " at " + link.id();
    }

    /** The inequalities over a set of bookings that are used together. */
    private final class Sweep {
        private final String where;
        private final BigInteger[] rates;
        private final BigInteger[] bursts;

        Sweep(String where) {
            this.where = where;
            rates = new BigInteger[link.classes().size()];
            bursts = new BigInteger[rates.length];
            Arrays.fill(rates, BigInteger.ZERO);
            Arrays.fill(bursts, BigInteger.ZERO);
            link.control().ifPresent(control -> {
                rates[0] = BigInteger.valueOf(control.rateBitsPerSecond());
                bursts[0] = BigInteger.valueOf(control.burstBits());
            });
        }

        void over(List<Change> changes) {
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                Entry entry = change.entry();
                int p = entry.classIndex();
                BigInteger sign = BigInteger.valueOf(change.sign());
                rates[p] = rates[p].add(sign.multiply(BigInteger.valueOf(entry.rateBitsPerSecond())));
                bursts[p] = bursts[p].add(sign.multiply(BigInteger.valueOf(entry.burstBits())));
                if (i + 1 == changes.size() || changes.get(i + 1).atNanos() > change.atNanos()) {
                    inequalities(change.atNanos());
                }
            }
        }

        /** Stability, then delay and backlog of every class that carries anything. (Nobody was promised anything in an empty one.) */
        private void inequalities(long at) {
            BigInteger capacity = BigInteger.valueOf(link.capacityBitsPerSecond());
            BigInteger total = BigInteger.ZERO;
            for (BigInteger rate : rates) {
                total = total.add(rate);
            }
            long floor = Math.max(1, link.bestEffortFloorBitsPerSecond());
            findings.need(where, "stability", total, capacity.subtract(BigInteger.valueOf(floor)), "bit/s", at);

            BigInteger above = BigInteger.ZERO;
            BigInteger ahead = BigInteger.valueOf(8L * (link.mtuBytes() + 14 + 4 + link.framingOverheadBytes()));
            for (int p = 0; p < rates.length; p++) {
                if (rates[p].signum() > 0 || bursts[p].signum() > 0) {
                    queue(p, capacity.subtract(above), ahead, at);
                }
                above = above.add(rates[p]);
                ahead = ahead.add(bursts[p]);
            }
        }

        /** Of class p, which is left so much of the capacity while so much of L and higher classes is ahead of it. */
        private void queue(int p, BigInteger residual, BigInteger ahead, long at) {
            ServiceClass constants = link.classes().get(p);
            String name = "[" + constants.name() + "]";
            if (residual.signum() <= 0) {
                // There is no bound at all.
                BigInteger above =
                        BigInteger.valueOf(link.capacityBitsPerSecond()).subtract(residual);
                BigInteger most = BigInteger.valueOf(link.capacityBitsPerSecond() - 1);
                findings.need(where, "residual" + name, above, most, "bit/s", at);
                return;
            }
            findings.need(
                    where,
                    "delay" + name,
                    ceil(ahead.add(bursts[p]).multiply(SECOND), residual),
                    BigInteger.valueOf(constants.budgetNanos()),
                    "ns",
                    at);
            findings.need(
                    where,
                    "backlog" + name,
                    bursts[p].add(ceil(rates[p].multiply(ahead), residual)),
                    product(8, constants.bufferBytes()),
                    "bit",
                    at);
        }
    }
}
