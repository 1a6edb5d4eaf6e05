package io.plumbline.pce.graph;

import java.util.Arrays;

/**
 * A heap of numbers by key, least key first and of equal keys the least number; four children to a node. There is no decrease-key: a
 * number is pushed again and the search skips what it finds outdated, which on sparse graphs is cheaper than to keep positions.
 */
final class KeyHeap {
    private long[] keys = new long[64];
    private int[] numbers = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The least key; the heap is not empty. */
    long minKey() {
        return keys[0];
    }

    void push(long key, int number) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        long[] allKeys = keys;
        int[] all = numbers;
        int hole = size++;
        while (hole > 0) {
            int above = (hole - 1) >> 2;
            long aboveKey = allKeys[above];
            if (aboveKey < key || aboveKey == key && all[above] < number) {
                break;
            }
            allKeys[hole] = aboveKey;
            all[hole] = all[above];
            hole = above;
        }
        allKeys[hole] = key;
        all[hole] = number;
    }

    /** Takes the first out; the heap is not empty. */
    int pop() {
        long[] allKeys = keys;
        int[] all = numbers;
        int first = all[0];
        int count = --size;
        long key = allKeys[count];
        int number = all[count];
        int hole = 0;
        for (int child = 1; child < count; child = 4 * hole + 1) {
            int least = child;
            long leastKey = allKeys[child];
            int end = Math.min(child + 4, count);
            for (int other = child + 1; other < end; other++) {
                long otherKey = allKeys[other];
                if (otherKey < leastKey || otherKey == leastKey && all[other] < all[least]) {
                    least = other;
                    leastKey = otherKey;
                }
            }
            if (key < leastKey || key == leastKey && number < all[least]) {
                break;
            }
            allKeys[hole] = leastKey;
            all[hole] = all[least];
            hole = least;
        }
        allKeys[hole] = key;
        all[hole] = number;
        return first;
    }
}
