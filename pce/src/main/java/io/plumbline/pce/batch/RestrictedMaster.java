package io.plumbline.pce.batch;

/**
 * The linear program over the paths known so far: {@code max sum flow}, where the flows of a commodity add up to no more than its demand,
 * and those over an arc to no more than its capacity.
 *
 * <p>Its answers are floating point and trusted for nothing: {@link ColumnGeneration} takes its bound from the prices alone, in integers,
 * and any prices give a true one.
 */
public interface RestrictedMaster {
    /**
     * Another path for a commodity.
     *
     * @return its number: they count from 0
     */
    int addPath(int commodity, int[] arcs);

    /** Solves what is there now, going on from the last solution. */
    void solve();

    /** What flows on a path; like the prices, of the last solution, whatever was added since. */
    double flow(int path);

    /** What one more unit of an arc's capacity would be worth. */
    double price(int arc);

    /** What one more unit of a commodity's demand would be worth. */
    double profit(int commodity);
}
