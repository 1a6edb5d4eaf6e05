package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;

/**
 * What a change of the network does to one direction of a guaranteed flow.
 *
 * @param flow id
 * @param direction {@code forward} or {@code reverse}
 * @param path names of the links that it went over
 * @param newPath names of the links that it goes over then; empty when it stays where it is
 * @param reason why it stays, or what is not confirmed; empty when all is well
 */
public record FlowImpact(
        String flow,
        String name,
        String direction,
        Fate fate,
        ImmutableList<String> path,
        ImmutableList<String> newPath,
        String reason) {

    /** What becomes of it. */
    public enum Fate {
        /** Its way is cut, and there is no other: it has no guarantee. */
        REVOKED,
        /** There is no other way for it, or the switches did not take it: it goes on where it is. */
        STAYS,
        /** Its own way is as it was, a way out of failures that was booked for it is cut. */
        EXPOSED,
        /** It goes another way. */
        MOVED,
        /** Its way is cut, and the switches go on by a way out that was booked for that. */
        COVERED
    }
}
