package io.plumbline.pce.graph;

/** How a search ended. To give up is not to find nothing: there may be a path. */
public enum Outcome {
    /** What was asked for. */
    FOUND,
    /** There is none, or no further one; proven. */
    NONE,
    /** The search reached the limit on its work that it was given. */
    GAVE_UP
}
