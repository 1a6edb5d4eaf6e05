package io.plumbline.pce.path;

/** How a path is looked for. Either way, nothing is refused that fits somewhere. */
public enum SearchEffort {
    /** A few short paths first, the search over all paths and classes only where none of them will do. */
    CANDIDATES_FIRST,
    /** The search over all paths and classes for every request: the cheapest, at many times the effort. */
    EVERYTHING
}
