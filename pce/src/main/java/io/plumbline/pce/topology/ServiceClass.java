package io.plumbline.pce.topology;

/**
 * One strict-priority queue of a link with a fixed delay budget: the constants that a promise rests on.
 *
 * @param name unique in the link, e.g. {@code gold}
 * @param budgetNanos D_p, the longest queueing and transmission delay that admission may ever let arise
 * @param bufferBytes B_p, the memory for waiting frames, in wire bytes of that link; the frame being transmitted is held by the
 *     port, not by the queue
 */
public record ServiceClass(String name, long budgetNanos, long bufferBytes) {
    public ServiceClass {
        if (name.isBlank()) {
            throw new IllegalArgumentException("class name: blank");
        }
        Limits.check("budgetNanos of class " + name, budgetNanos, 1, Limits.MAX_NANOS);
        Limits.check("bufferBytes of class " + name, bufferBytes, 0, Limits.MAX_BUFFER_BYTES);
    }

    public long bufferBits() {
        return 8 * bufferBytes;
    }
}
