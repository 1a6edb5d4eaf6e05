package io.plumbline.pce.path;

import java.util.Arrays;

/**
 * A binary heap of numbers, least key first, then least tie. Nothing is taken out but the least: whoever finds something better puts it
 * in again, and recognises the worse one when it comes.
 */
final class WaitingLine {
    private long[] keys = new long[64];
    private long[] ties = new long[64];
    private int[] items = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Key of the least. */
    long leastKey() {
        return keys[0];
    }

    void add(long key, long tie, int item) {
        if (size == items.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            ties = Arrays.copyOf(ties, 2 * size);
            items = Arrays.copyOf(items, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int above = (at - 1) >>> 1;
            if (!precedes(key, tie, keys[above], ties[above])) {
                break;
            }
            move(above, at);
            at = above;
        }
        put(key, tie, item, at);
    }

    /** Takes out the least. */
    int poll() {
        int least = items[0];
        size--;
        long key = keys[size];
        long tie = ties[size];
        int at = 0;
        for (int below = 1; below < size; below = 2 * at + 1) {
            if (below + 1 < size && precedes(keys[below + 1], ties[below + 1], keys[below], ties[below])) {
                below++;
            }
            if (!precedes(keys[below], ties[below], key, tie)) {
                break;
            }
            move(below, at);
            at = below;
        }
        put(key, tie, items[size], at);
        return least;
    }

    private static boolean precedes(long key, long tie, long otherKey, long otherTie) {
        return key != otherKey ? key < otherKey : tie < otherTie;
    }

    private void move(int from, int to) {
        put(keys[from], ties[from], items[from], to);
    }

    private void put(long key, long tie, int item, int at) {
        keys[at] = key;
        ties[at] = tie;
        items[at] = item;
    }
}
