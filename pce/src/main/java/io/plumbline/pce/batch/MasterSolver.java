package io.plumbline.pce.batch;

/** A way to solve restricted masters. */
public interface MasterSolver {
    /** For the record. */
    String name();

    /** A master without paths; capacities by arc and demands by commodity, in one unit. */
    RestrictedMaster master(double[] capacities, double[] demands);
}
