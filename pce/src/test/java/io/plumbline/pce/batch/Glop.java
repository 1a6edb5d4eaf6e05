package io.plumbline.pce.batch;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** OR-Tools' simplex: a second opinion on ours. */
final class Glop implements RestrictedMaster {
    static final MasterSolver SOLVER = new MasterSolver() {
        @Override
        public String name() {
            return "glop";
        }

        @Override
        public RestrictedMaster master(double[] capacities, double[] demands) {
            Loader.loadNativeLibraries();
            return new Glop(capacities, demands);
        }
    };

    private final MPSolver solver = MPSolver.createSolver("GLOP");
    private final MPObjective objective = solver.objective();
    private final MPConstraint[] arcRows;
    private final MPConstraint[] commodityRows;
    private final List<MPVariable> flows = new ArrayList<>();
    private double[] solved = {};
    private double[] prices = {};
    private double[] profits = {};

    private Glop(double[] capacities, double[] demands) {
        objective.setMaximization();
        arcRows = rows(capacities);
        commodityRows = rows(demands);
    }

    private MPConstraint[] rows(double[] most) {
        MPConstraint[] rows = new MPConstraint[most.length];
        for (int i = 0; i < most.length; i++) {
            rows[i] = solver.makeConstraint(-MPSolver.infinity(), most[i]);
        }
        return rows;
    }

    @Override
    public int addPath(int commodity, int[] arcs) {
        MPVariable flow = solver.makeNumVar(0, MPSolver.infinity(), "");
        objective.setCoefficient(flow, 1);
        commodityRows[commodity].setCoefficient(flow, 1);
        for (int arc : arcs) {
            arcRows[arc].setCoefficient(flow, 1);
        }
        flows.add(flow);
        return flows.size() - 1;
    }

    @Override
    public void solve() {
        if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("GLOP found no optimum");
        }
        // Kept, because it forgets them when a path is added.
        solved = flows.stream().mapToDouble(MPVariable::solutionValue).toArray();
        prices = Arrays.stream(arcRows).mapToDouble(MPConstraint::dualValue).toArray();
        profits = Arrays.stream(commodityRows)
                .mapToDouble(MPConstraint::dualValue)
                .toArray();
    }

    @Override
    public double flow(int path) {
        return path < solved.length ? solved[path] : 0;
    }

    @Override
    public double price(int arc) {
        return prices[arc];
    }

    @Override
    public double profit(int commodity) {
        return profits[commodity];
    }
}
