package io.plumbline.pce.reservation;

import java.util.Arrays;

/** Who holds which label of a link when: rows of (label, from, until), in order of label. Few, and dense, as the lowest is taken first. */
final class LabelCalendar {
    private int[] labels = new int[4];
    private long[] froms = new long[4];
    private long[] untils = new long[4];
    private int size;

    void add(int label, long from, long until) {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, 2 * size);
            froms = Arrays.copyOf(froms, 2 * size);
            untils = Arrays.copyOf(untils, 2 * size);
        }
        int at = firstOf(label);
        move(at, at + 1);
        labels[at] = label;
        froms[at] = from;
        untils[at] = until;
        size++;
    }

    /** Takes away one that was added like that. */
    void remove(int label, long from, long until) {
        int at = firstOf(label);
        while (froms[at] != from || untils[at] != until) {
            at++;
        }
        move(at + 1, at);
        size--;
    }

    /** The lowest label of the range that nobody holds at any instant of [from, until); -1 when there is none. */
    int lowestFree(int first, int last, long from, long until) {
        int at = firstOf(first);
        for (long label = first; label <= last; label++) {
            boolean free = true;
            for (; at < size && labels[at] == label; at++) {
                free &= froms[at] >= until || from >= untils[at];
            }
            if (free) {
                return (int) label;
            }
        }
        return -1;
    }

    /** The first row of a label, or where it would be. */
    private int firstOf(int label) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (labels[middle] < label) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void move(int from, int to) {
        int count = size - from;
        if (count > 0) {
            System.arraycopy(labels, from, labels, to, count);
            System.arraycopy(froms, from, froms, to, count);
            System.arraycopy(untils, from, untils, to, count);
        }
    }
}
