package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.simulated.frame.Frame;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;

/** One thing that happened to a frame inside a switch. */
public sealed interface Step {
    /**
     * A rule was hit.
     *
     * @param ambiguous whether another rule of the same priority matched too and does something else
     */
    record Matched(int table, FlowRule rule, boolean ambiguous) implements Step {
        @Override
        public String toString() {
            return "table " + table + " priority " + rule.priority() + " "
                    + rule.selector().criteria() + " -> " + rule.treatment().allInstructions()
                    + (ambiguous ? " AMBIGUOUS" : "");
        }
    }

    /** No rule matched: nothing is done but what was deferred before. */
    record Missed(int table) implements Step {}

    /**
     * A meter counted the frame.
     *
     * @param bytes as metered, which is not always as sent
     * @param passed false: the frame is dropped here
     */
    record Metered(long meterId, int bytes, boolean passed) implements Step {}

    /**
     * A group was entered.
     *
     * @param bucket which of its buckets, from 0; -1 when none is live
     */
    record Grouped(int groupId, int bucket) implements Step {}

    /** The frame was sent as it is here, in this queue (0 when none was chosen). */
    record Sent(PortNumber port, long queueId, Frame frame) implements Step {}

    /** The frame was given to the controller. */
    record Punted(int table, long cookie, Frame frame) implements Step {}

    /** It was to be sent out of a port that does not send it: down, unknown, or the one that it came by. */
    record Unsent(PortNumber port, String reason) implements Step {}
}
