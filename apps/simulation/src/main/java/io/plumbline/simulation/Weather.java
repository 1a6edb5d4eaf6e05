package io.plumbline.simulation;

/** What a run is about; the seed chooses. */
enum Weather {
    /** Nothing fails but the controller, which is killed: what is in force is served at every step, whatever is drained, resized or moved. */
    MAINTENANCE,
    /** One cable at a time: what crossed it is moved, or told why not. */
    ONE_CABLE_AT_A_TIME,
    /** Everything fails, also together. */
    STORM;

    static Weather of(long seed) {
        return values()[(int) Math.floorMod(seed, values().length)];
    }
}
