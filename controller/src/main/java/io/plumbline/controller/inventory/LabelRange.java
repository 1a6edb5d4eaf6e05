package io.plumbline.controller.inventory;

/**
 * The VLAN ids that name paths. Customers' VLANs lie below {@link #LEAST}, so that one bit of the tag tells them apart.
 *
 * @param first smallest, at least {@link #LEAST}
 * @param last largest, at most {@link #GREATEST}
 */
public record LabelRange(int first, int last) {
    public static final int LEAST = 2048;
    public static final int GREATEST = 4094;

    public LabelRange {
        if (first < LEAST || last > GREATEST || first > last) {
            throw new IllegalArgumentException("labels %d to %d".formatted(first, last));
        }
    }
}
