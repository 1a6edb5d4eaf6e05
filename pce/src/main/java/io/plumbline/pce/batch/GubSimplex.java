package io.plumbline.pce.batch;

import java.util.Arrays;

/**
 * A primal simplex for restricted masters, with generalised upper bounds (Dantzig and Van Slyke, 1967).
 *
 * <p>A basis has one variable for each row, and there are as many rows as arcs and commodities, tens of thousands. But each commodity has
 * at least one basic variable: call one the <i>key</i> (a path, or the rejected part), and subtract its column from the others of the
 * commodity. What is left is a working basis of as many rows as arcs, whose inverse is kept outright: slacks of arcs with room, and the
 * few second and third paths of commodities that are split. Most pivots only exchange a key and do not touch it.
 *
 * <p>Rates and capacities are round numbers, so vertices are degenerate and a simplex may circle. Capacities and demands are therefore
 * lowered by up to a millionth, by a hash of their number: the solution stays feasible, and the prices are good to that.
 */
public final class GubSimplex implements RestrictedMaster {
    /** The solver without a library. */
    public static final MasterSolver SOLVER = new MasterSolver() {
        @Override
        public String name() {
            return "simplex";
        }

        @Override
        public RestrictedMaster master(double[] capacities, double[] demands) {
            return new GubSimplex(capacities, demands);
        }
    };

    private static final double PERTURBATION = 1e-6;
    private static final double PRICE_TOLERANCE = 1e-9;
    private static final double PIVOT_TOLERANCE = 1e-9;
    private static final double ZERO = 1e-12;
    private static final double DRIFT_TOLERANCE = 1e-6;
    private static final int COMMODITIES_AT_ONCE = 256;
    private static final int PIVOTS_BETWEEN_INVERSIONS = 4_000;
    private static final int NONBASIC = -1;
    private static final int KEY = -2;

    // Variables: slack of arc e is e, the rejected part of commodity i is m + i, path p is m + n + p.
    private final int m;
    private final int n;
    private final double[] capacity;
    private final double[] demand;
    private int paths;
    private int[] commodityOf = new int[64];
    private int[][] arcsOf = new int[64][];
    private final int[][] pathsOf;
    private final int[] pathCount;

    /** By variable: {@link #NONBASIC}, {@link #KEY}, or its row of the working basis. */
    private int[] place;

    private final int[] basic;
    private final double[] value;

    /** By arc, then row of the working basis. */
    private final double[][] inverse;

    private final int[] key;
    private final double[] keyValue;
    private final double[] price;

    private final double[] column;
    private final int[] rows;
    private final double[] alpha;
    private final double[] growth;
    private final int[] touched;
    private int touchedCount;
    private final boolean[] isTouched;
    private int cursor;
    private int pivotsSinceInversion;

    GubSimplex(double[] capacities, double[] demands) {
        m = capacities.length;
        n = demands.length;
        capacity = lowered(capacities, 1);
        demand = lowered(demands, 2);
        pathsOf = new int[n][2];
        pathCount = new int[n];
        place = new int[m + n + 64];
        Arrays.fill(place, NONBASIC);
        basic = new int[m];
        value = capacity.clone();
        inverse = new double[m][m];
        for (int row = 0; row < m; row++) {
            basic[row] = row;
            place[row] = row;
            inverse[row][row] = 1;
        }
        key = new int[n];
        keyValue = demand.clone();
        for (int i = 0; i < n; i++) {
            key[i] = m + i;
            place[m + i] = KEY;
        }
        price = new double[m];
        column = new double[m];
        rows = new int[m];
        alpha = new double[m];
        growth = new double[n];
        touched = new int[n];
        isTouched = new boolean[n];
    }

    private static double[] lowered(double[] numbers, long salt) {
        double[] lowered = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            long hash = (i + 1 + (salt << 32)) * 0x9e3779b97f4a7c15L;
            hash = (hash ^ hash >>> 29) * 0xbf58476d1ce4e5b9L;
            lowered[i] = numbers[i] * (1 - PERTURBATION * ((hash >>> 11) * 0x1p-53));
        }
        return lowered;
    }

    @Override
    public int addPath(int commodity, int[] arcs) {
        int path = paths++;
        if (path == arcsOf.length) {
            arcsOf = Arrays.copyOf(arcsOf, 2 * path);
            commodityOf = Arrays.copyOf(commodityOf, 2 * path);
        }
        if (m + n + path == place.length) {
            place = Arrays.copyOf(place, place.length + arcsOf.length);
        }
        place[m + n + path] = NONBASIC;
        arcsOf[path] = arcs.clone();
        commodityOf[path] = commodity;
        if (pathCount[commodity] == pathsOf[commodity].length) {
            pathsOf[commodity] = Arrays.copyOf(pathsOf[commodity], 2 * pathCount[commodity]);
        }
        pathsOf[commodity][pathCount[commodity]++] = path;
        return path;
    }

    @Override
    public double flow(int path) {
        int variable = m + n + path;
        return switch (place[variable]) {
            case NONBASIC -> 0;
            case KEY -> Math.max(0, keyValue[commodityOf[path]]);
            default -> Math.max(0, value[place[variable]]);
        };
    }

    @Override
    public double price(int arc) {
        return price[arc];
    }

    @Override
    public double profit(int commodity) {
        return worth(key[commodity]);
    }

    @Override
    public void solve() {
        int most = 50 * (m + n) + 10 * paths;
        for (int pivot = 0; pivot < most; pivot++) {
            if (pivotsSinceInversion >= PIVOTS_BETWEEN_INVERSIONS) {
                invert();
            }
            int entering = choose();
            if (entering < 0) {
                if (!hasDrifted()) {
                    return;
                }
                invert();
                entering = choose();
                if (entering < 0) {
                    return;
                }
            }
            pivot(entering);
        }
    }

    /** What a unit of a variable is worth at the prices: its gain less what it uses. The rejected part is worth nothing. */
    private double worth(int variable) {
        if (variable < m) {
            return -price[variable];
        }
        if (variable < m + n) {
            return 0;
        }
        double worth = 1;
        for (int arc : arcsOf[variable - m - n]) {
            worth -= price[arc];
        }
        return worth;
    }

    /** The variable that gains most among some commodities, more of them until there is one; -1 when none gains. */
    private int choose() {
        int best = -1;
        double most = PRICE_TOLERANCE;
        for (int arc = 0; arc < m; arc++) {
            if (-price[arc] > most && place[arc] == NONBASIC) {
                most = -price[arc];
                best = arc;
            }
        }
        for (int looked = 0; looked < n && (best < 0 || looked % COMMODITIES_AT_ONCE != 0); looked++) {
            int i = cursor;
            cursor = cursor + 1 == n ? 0 : cursor + 1;
            double ofKey = worth(key[i]);
            if (-ofKey > most && place[m + i] == NONBASIC) {
                most = -ofKey;
                best = m + i;
            }
            for (int k = 0; k < pathCount[i]; k++) {
                int variable = m + n + pathsOf[i][k];
                if (place[variable] == NONBASIC) {
                    double gain = worth(variable) - ofKey;
                    if (gain > most) {
                        most = gain;
                        best = variable;
                    }
                }
            }
        }
        return best;
    }

    /** The commodity of a variable; -1 for the slack of an arc. */
    private int commodity(int variable) {
        return variable < m ? -1 : variable < m + n ? variable - m : commodityOf[variable - m - n];
    }

    private void add(int variable, double sign) {
        if (variable < m) {
            column[variable] += sign;
        } else if (variable >= m + n) {
            for (int arc : arcsOf[variable - m - n]) {
                column[arc] += sign;
            }
        }
    }

    /** Its column, that of its commodity's key subtracted, in terms of the working basis. */
    private void express(int variable) {
        Arrays.fill(column, 0);
        add(variable, 1);
        int i = commodity(variable);
        if (i >= 0) {
            add(key[i], -1);
        }
        Arrays.fill(alpha, 0);
        for (int arc = 0; arc < m; arc++) {
            double entry = column[arc];
            if (entry != 0) {
                double[] of = inverse[arc];
                for (int row = 0; row < m; row++) {
                    alpha[row] += entry * of[row];
                }
            }
        }
        for (int row = 0; row < m; row++) {
            if (Math.abs(alpha[row]) < ZERO) {
                alpha[row] = 0;
            }
        }
    }

    private void touch(int i, double by) {
        if (!isTouched[i]) {
            isTouched[i] = true;
            touched[touchedCount++] = i;
            growth[i] = 0;
        }
        growth[i] += by;
    }

    private void pivot(int entering) {
        int own = commodity(entering);
        double gain = worth(entering) - (own < 0 ? 0 : worth(key[own]));
        express(entering);
        // How the keys move: by what the others of their commodity give up, less what enters.
        touchedCount = 0;
        for (int row = 0; row < m; row++) {
            if (alpha[row] != 0 && basic[row] >= m) {
                touch(commodity(basic[row]), alpha[row]);
            }
        }
        if (own >= 0) {
            touch(own, -1);
        }
        int leavingRow = -1;
        int leavingKey = -1;
        double step = Double.MAX_VALUE;
        double size = 0;
        for (int row = 0; row < m; row++) {
            if (alpha[row] > PIVOT_TOLERANCE) {
                double most = Math.max(0, value[row]) / alpha[row];
                if (most < step - ZERO || most <= step + ZERO && alpha[row] > size) {
                    step = Math.min(step, most);
                    size = alpha[row];
                    leavingRow = row;
                }
            }
        }
        for (int k = 0; k < touchedCount; k++) {
            int i = touched[k];
            double shrinks = -growth[i];
            if (shrinks > PIVOT_TOLERANCE) {
                double most = Math.max(0, keyValue[i]) / shrinks;
                if (most < step - ZERO || most <= step + ZERO && shrinks > size) {
                    step = Math.min(step, most);
                    size = shrinks;
                    leavingKey = i;
                    leavingRow = -1;
                }
            }
        }
        if (leavingKey >= 0) {
            leavingRow = exchangeKey(leavingKey);
        }
        if (leavingRow < 0 && leavingKey < 0) {
            throw new IllegalStateException("unbounded, though demands are not");
        }
        for (int row = 0; row < m; row++) {
            value[row] -= step * alpha[row];
        }
        if (leavingRow < 0) {
            // The key had its commodity to itself: what enters takes its place.
            place[key[leavingKey]] = NONBASIC;
            key[leavingKey] = entering;
            place[entering] = KEY;
        } else {
            replace(leavingRow, entering, gain, step);
        }
        settleKeys(own);
        pivotsSinceInversion++;
    }

    /**
     * Makes another variable of the commodity its key, so that the key can leave as any other.
     *
     * @return the row in which the old key is now; -1 when there is no other
     */
    private int exchangeKey(int i) {
        int row = -1;
        int count = 0;
        for (int other = 0; other < m; other++) {
            if (commodity(basic[other]) == i) {
                rows[count++] = other;
                row = row < 0 || value[other] > value[row] ? other : row;
            }
        }
        if (row < 0) {
            return -1;
        }
        for (int arc = 0; arc < m; arc++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += inverse[arc][rows[k]];
            }
            inverse[arc][row] = -sum;
        }
        alpha[row] = -growth[i];
        int newKey = basic[row];
        double newValue = value[row];
        basic[row] = key[i];
        value[row] = keyValue[i];
        place[key[i]] = row;
        key[i] = newKey;
        keyValue[i] = newValue;
        place[newKey] = KEY;
        return row;
    }

    private void replace(int row, int entering, double gain, double step) {
        int count = 0;
        for (int other = 0; other < m; other++) {
            if (other != row && alpha[other] != 0) {
                rows[count++] = other;
            }
        }
        for (int arc = 0; arc < m; arc++) {
            double[] of = inverse[arc];
            if (of[row] != 0) {
                double entry = of[row] / alpha[row];
                of[row] = entry;
                price[arc] += gain * entry;
                for (int k = 0; k < count; k++) {
                    of[rows[k]] -= alpha[rows[k]] * entry;
                }
            }
        }
        place[basic[row]] = NONBASIC;
        int left = commodity(basic[row]);
        if (left >= 0) {
            touch(left, 0);
        }
        basic[row] = entering;
        place[entering] = row;
        value[row] = step;
    }

    /** Keys carry what the others of their commodity leave. */
    private void settleKeys(int own) {
        if (own >= 0) {
            touch(own, 0);
        }
        for (int k = 0; k < touchedCount; k++) {
            keyValue[touched[k]] = demand[touched[k]];
        }
        for (int row = 0; row < m; row++) {
            int i = commodity(basic[row]);
            if (i >= 0 && isTouched[i]) {
                keyValue[i] -= value[row];
            }
        }
        for (int k = 0; k < touchedCount; k++) {
            isTouched[touched[k]] = false;
        }
    }

    /** What the arcs are left with when every commodity is on its key. */
    private double[] rightHandSide() {
        double[] left = capacity.clone();
        for (int i = 0; i < n; i++) {
            if (key[i] >= m + n) {
                for (int arc : arcsOf[key[i] - m - n]) {
                    left[arc] -= demand[i];
                }
            }
        }
        return left;
    }

    /** Whether the values no longer fit the rows. */
    private boolean hasDrifted() {
        double[] rest = rightHandSide();
        double largest = 1;
        for (int row = 0; row < m; row++) {
            largest = Math.max(largest, capacity[row]);
            Arrays.fill(column, 0);
            add(basic[row], 1);
            int i = commodity(basic[row]);
            if (i >= 0) {
                add(key[i], -1);
            }
            for (int arc = 0; arc < m; arc++) {
                rest[arc] -= column[arc] * value[row];
            }
        }
        for (double one : rest) {
            if (Math.abs(one) > DRIFT_TOLERANCE * largest) {
                return true;
            }
        }
        return false;
    }

    /** The inverse of the working basis, and from it values and prices, from scratch (Gauss and Jordan, largest pivot of a column). */
    private void invert() {
        pivotsSinceInversion = 0;
        double[][] matrix = new double[m][m];
        for (int col = 0; col < m; col++) {
            Arrays.fill(column, 0);
            add(basic[col], 1);
            int i = commodity(basic[col]);
            if (i >= 0) {
                add(key[i], -1);
            }
            for (int row = 0; row < m; row++) {
                matrix[row][col] = column[row];
            }
        }
        double[][] result = new double[m][m];
        for (int row = 0; row < m; row++) {
            result[row][row] = 1;
        }
        for (int col = 0; col < m; col++) {
            int best = col;
            for (int row = col + 1; row < m; row++) {
                if (Math.abs(matrix[row][col]) > Math.abs(matrix[best][col])) {
                    best = row;
                }
            }
            if (matrix[best][col] == 0) {
                throw new IllegalStateException("singular basis");
            }
            double[] swap = matrix[col];
            matrix[col] = matrix[best];
            matrix[best] = swap;
            swap = result[col];
            result[col] = result[best];
            result[best] = swap;
            double pivot = matrix[col][col];
            for (int k = 0; k < m; k++) {
                matrix[col][k] /= pivot;
                result[col][k] /= pivot;
            }
            for (int row = 0; row < m; row++) {
                double factor = matrix[row][col];
                if (row != col && factor != 0) {
                    for (int k = 0; k < m; k++) {
                        matrix[row][k] -= factor * matrix[col][k];
                        result[row][k] -= factor * result[col][k];
                    }
                }
            }
        }
        double[] left = rightHandSide();
        Arrays.fill(price, 0);
        for (int row = 0; row < m; row++) {
            value[row] = 0;
            int i = commodity(basic[row]);
            double gain = i < 0 ? 0 : gainOf(basic[row]) - gainOf(key[i]);
            for (int arc = 0; arc < m; arc++) {
                inverse[arc][row] = result[row][arc];
                value[row] += result[row][arc] * left[arc];
                price[arc] += gain * result[row][arc];
            }
        }
        System.arraycopy(demand, 0, keyValue, 0, n);
        for (int row = 0; row < m; row++) {
            int i = commodity(basic[row]);
            if (i >= 0) {
                keyValue[i] -= value[row];
            }
        }
    }

    private double gainOf(int variable) {
        return variable >= m + n ? 1 : 0;
    }
}
