package io.plumbline.controller;

/** What a test breaks on purpose, to see whether the simulation finds it. In service it is always {@link #NONE}. */
enum Flaw {
    NONE,
    /** Capacity is free as soon as the ingress has stopped, while the last packets are still on their way. */
    FREES_BEFORE_THE_LINGER,
    /** The ingress lets packets through before the switches behind it are ready for them. */
    INGRESS_BEFORE_EGRESS,
    /** Of the flows that a failure hits, the first is left as it is. */
    FORGETS_A_FLOW,
    /** The ingress sends by new labels before they are installed. */
    MIXES_VERSIONS
}
