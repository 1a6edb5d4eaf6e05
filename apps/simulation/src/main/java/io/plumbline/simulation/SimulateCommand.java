package io.plumbline.simulation;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumb simulate}: the whole system with all that can go wrong, by seed. */
@Command(
        name = "plumb simulate",
        description = {
            "Runs the whole system in virtual time: tenants ask and release while links and switches fail, messages are lost and late, the"
                    + " disk fails and the controller is killed. After every step an auditor looks at what packets would meet, at the ledger"
                    + " and at what was acknowledged.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was found", "1:something must not be so; its seeds are named", "2:wrong usage"})
public final class SimulateCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final String RANGE = "..";

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "One seed.")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "A..B", description = "All seeds from A to B. Default: 1..50.")
    private String seeds = "1..50";

    @Option(
            names = "--actions",
            paramLabel = "N",
            description = "Actions of tenants and of fate in a run. Default: ${DEFAULT-VALUE}.")
    private int actions = 300;

    @Option(names = "--trace", description = "Prints every change, message and event. With --seed.")
    private boolean trace;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        long first = seed == null ? bound(0) : seed;
        long last = seed == null ? bound(1) : seed;
        if (trace && first != last) {
            throw new ParameterException(
                    spec.commandLine(), "--trace: with --seed N, since runs of several seeds would mix");
        }
        if (actions < 1) {
            throw new ParameterException(spec.commandLine(), "--actions: at least 1, not " + actions);
        }
        PrintWriter out = spec.commandLine().getOut();
        int found = 0;
        for (long number = first; number <= last; number++) {
            Simulation.Outcome outcome =
                    new Simulation(number, Simulation.Maker.PLAIN, trace ? out::println : line -> {}).run(actions);
            out.println("seed " + number + ": " + outcome.acknowledged() + " of " + outcome.promises()
                    + " requests acknowledged, " + outcome.lives() + " lives of the controller: "
                    + (outcome.violation() == null ? "nothing found" : "FOUND"));
            if (outcome.violation() != null) {
                found++;
                out.println(outcome.violation().getMessage());
                if (outcome.violation().getCause() != null) {
                    outcome.violation().getCause().printStackTrace(out);
                }
                out.println("again: plumb simulate --seed " + number + " --actions " + actions + " --trace");
            }
            out.flush();
        }
        out.println(last - first + 1 + " seeds, " + found + " with something found");
        out.flush();
        return found == 0 ? 0 : FOUND;
    }

    private long bound(int which) {
        int at = seeds.indexOf(RANGE);
        try {
            if (at > 0) {
                long first = Long.parseLong(seeds.substring(0, at));
                long last = Long.parseLong(seeds.substring(at + RANGE.length()));
                if (first <= last) {
                    return which == 0 ? first : last;
                }
            }
        } catch (NumberFormatException notNumbers) {
            // said below
        }
        throw new ParameterException(spec.commandLine(), "--seeds: A..B with whole numbers A <= B, not " + seeds);
    }
}
