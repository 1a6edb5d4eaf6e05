package io.plumbline.controller.program;

/** How packets of a class are marked, by class name; the class decides the queue at every port. */
@FunctionalInterface
public interface ClassMarks {
    /** The mark of a class of guaranteed flows. */
    Mark of(String className);

    /**
     * @param pcp priority code point in the label tag, 0 to 7
     * @param dscp code point in the IP header, for the access link, where the label is gone
     * @param queue queue number for switches that select the queue by action
     */
    record Mark(int pcp, int dscp, long queue) {}
}
