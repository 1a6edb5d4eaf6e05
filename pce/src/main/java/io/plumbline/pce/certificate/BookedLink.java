package io.plumbline.pce.certificate;

import static io.plumbline.pce.certificate.CertificateChecker.product;

import io.plumbline.pce.certificate.CheckResult.Findings;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.topology.TeLink;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Part of the checker: one link of a ledger, over all time. Bookings are swept in order of time; between two changes nothing changes. */
final class BookedLink {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

    /** An entry that begins (1) or ends (-1). */
    private record Change(long atNanos, int sign, Entry entry) {}

    private final TeLink link;
    private final List<Entry> entries;
    private final Findings findings;
    private final BigInteger[] rates;
    private final BigInteger[] bursts;

    BookedLink(TeLink link, List<Entry> entries, Findings findings) {
        this.link = link;
        this.entries = entries;
        this.findings = findings;
        rates = new BigInteger[link.classes().size()];
        bursts = new BigInteger[link.classes().size()];
        for (int p = 0; p < rates.length; p++) {
            boolean control = p == 0 && link.control().isPresent();
            rates[p] = control ? BigInteger.valueOf(link.control().orElseThrow().rateBitsPerSecond()) : BigInteger.ZERO;
            bursts[p] =
                    control ? BigInteger.valueOf(link.control().orElseThrow().burstBits()) : BigInteger.ZERO;
        }
    }

    void check() {
        List<Change> changes = new ArrayList<>();
        for (Entry entry : entries) {
            int lowest = link.control().isPresent() ? 1 : 0;
            if (entry.classIndex() < lowest || entry.classIndex() >= rates.length) {
                findings.need(where(entry), "class is one for guaranteed flows", false, entry.fromNanos());
            } else if (entry.fromNanos() < entry.untilNanos()) {
                changes.add(new Change(entry.fromNanos(), 1, entry));
                changes.add(new Change(entry.untilNanos(), -1, entry));
            }
        }
        // An interval excludes its end: what ends goes before what begins.
        changes.sort(Comparator.comparingLong(Change::atNanos).thenComparingInt(Change::sign));
        Map<Integer, Entry> labels = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            apply(change, labels);
            if (i + 1 == changes.size() || changes.get(i + 1).atNanos() > change.atNanos()) {
                inequalities(change.atNanos());
            }
        }
    }

    private void apply(Change change, Map<Integer, Entry> labels) {
        Entry entry = change.entry();
        int p = entry.classIndex();
        BigInteger sign = BigInteger.valueOf(change.sign());
        rates[p] = rates[p].add(sign.multiply(BigInteger.valueOf(entry.rateBitsPerSecond())));
        bursts[p] = bursts[p].add(sign.multiply(BigInteger.valueOf(entry.burstBits())));
        if (link.firstLabel() == 0) {
            return;
        }
        if (change.sign() > 0) {
            boolean inRange = entry.label() >= link.firstLabel() && entry.label() <= link.lastLabel();
            findings.need(where(entry), "label is in range", inRange, change.atNanos());
            findings.need(where(entry), "label is free", labels.put(entry.label(), entry) == null, change.atNanos());
        } else {
            labels.remove(entry.label(), entry);
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
        findings.need(link.id(), "stability", total, capacity.subtract(BigInteger.valueOf(floor)), at);

        BigInteger residual = capacity;
        BigInteger ahead = BigInteger.valueOf(8L * (link.mtuBytes() + 14 + 4 + link.framingOverheadBytes()));
        for (int p = 0; p < rates.length; p++) {
            if (rates[p].signum() > 0 || bursts[p].signum() > 0) {
                var constants = link.classes().get(p);
                String name = "[" + constants.name() + "]";
                // d_p <= D_p and b_p <= B_p, multiplied by R_p; without any R_p left these cannot hold.
                BigInteger positive = residual.max(BigInteger.ZERO);
                findings.need(
                        link.id(),
                        "delay" + name,
                        ahead.add(bursts[p]).multiply(SECOND),
                        positive.multiply(BigInteger.valueOf(constants.budgetNanos())),
                        at);
                findings.need(
                        link.id(),
                        "backlog" + name,
                        bursts[p].multiply(positive).add(rates[p].multiply(ahead)),
                        positive.multiply(product(8, constants.bufferBytes())),
                        at);
            }
            residual = residual.subtract(rates[p]);
            ahead = ahead.add(bursts[p]);
        }
    }

    private String where(Entry entry) {
        return entry.reservationId() + " at " + link.id();
    }
}
