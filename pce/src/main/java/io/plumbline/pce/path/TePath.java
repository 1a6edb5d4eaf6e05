package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;

/** An ordered list of (link, class): where a guaranteed flow goes and in which queue it waits. */
public record TePath(ImmutableList<Hop> hops) {

    /** One link of the path and the class used on it (index into the link's classes). */
    public record Hop(String linkId, int classIndex) {}
}
