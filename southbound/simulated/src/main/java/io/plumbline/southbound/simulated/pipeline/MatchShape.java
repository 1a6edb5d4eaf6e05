package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;

/** Which bits of which fields a rule looks at. Rules of one shape differ by the values only: a packet finds its rule among them by a hash. */
record MatchShape(ImmutableList<Part> parts) {
    /** Some bits of one field. */
    record Part(MatchField field, long mask) {}

    /** The values of a shape's parts, in their order. */
    static final class Key {
        private final long[] values;

        Key(long... values) {
            this.values = values.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(values, key.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** What a rule of this shape must say for the packet to match it. */
    Key of(Packet packet) {
        long[] values = new long[parts.size()];
        for (int i = 0; i < values.length; i++) {
            Part part = parts.get(i);
            values[i] = part.field.read(packet) & part.mask;
        }
        return new Key(values);
    }
}
