package io.plumbline.pce.graph;

import java.util.Arrays;

/** A growing array of numbers. */
final class IntPool {
    private int[] numbers = new int[256];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(numbers, size);
    }

    int get(int index) {
        return numbers[index];
    }

    /** Where it is put. */
    int add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size] = number;
        return size++;
    }
}
