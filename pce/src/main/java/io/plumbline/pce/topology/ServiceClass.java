package io.plumbline.pce.topology;

/**
 * One strict-priority queue of a link with a fixed delay budget: the constants that a promise rests on.
 *
 * @param name unique in the link, e.g. {@code gold}
 * @param budgetNanos D_p, the longest queueing and transmission delay that admission may ever let arise
 * @param bufferBytes B_p, the memory of the queue, in wire bytes of that link
 */
public record ServiceClass(String name, long budgetNanos, long bufferBytes) {}
