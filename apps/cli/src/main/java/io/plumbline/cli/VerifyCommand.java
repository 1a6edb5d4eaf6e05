package io.plumbline.cli;

import io.plumbline.proofs.ProofFile;
import io.plumbline.proofs.ProofFormatException;
import io.plumbline.proofs.Verdict;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumb verify FILE...}: proves certificates and ledgers anew, from files alone. */
@Command(
        name = "verify",
        description = {
            "Proves certificates and ledgers anew, from files alone; no server is asked.",
            "",
            "A file is the answer of GET /v1/ledger or of GET /v1/guaranteed-flows/{id}/certificate. A ledger is proven over all time, with"
                    + " every promise in it; a certificate by what it says of itself. What does not hold is named: which inequality, where,"
                    + " both sides, by how much, and when.",
            ""
        },
        exitCodeOnExecutionException = 2,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything in every file is proven",
            "1:something does not hold, or cannot be proven",
            "2:wrong usage, or a file that cannot be read or is not what it has to be"
        },
        footer = {"", "Example: curl -s http://127.0.0.1:8181/v1/ledger | plumb verify -"})
public final class VerifyCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int MOST_SHOWN = 100;

    private final InputStream standardInput;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON of a ledger or of a flow's certificates; - for standard input.")
    private List<String> files = List.of();

    public VerifyCommand() {
        this(System.in);
    }

    VerifyCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** How it ended for one file; the worst of all files is how it ended. */
    private enum Ending {
        PROVEN,
        NOT_PROVEN,
        NOT_READ
    }

    @Override
    public Integer call() {
        Ending worst = Ending.PROVEN;
        for (String file : files) {
            Ending ending = verify(file);
            worst = ending.compareTo(worst) > 0 ? ending : worst;
        }
        return worst.ordinal();
    }

    private Ending verify(String file) {
        ProofFile read;
        try {
            read = read(file);
        } catch (ProofFormatException | IOException unreadable) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Printed.clean("plumb verify: " + file + ": " + why(unreadable)));
            err.flush();
            return Ending.NOT_READ;
        }
        Verdict verdict = read.verify();
        print(file, verdict);
        return verdict.isProven() ? Ending.PROVEN : Ending.NOT_PROVEN;
    }

    private ProofFile read(String file) throws IOException, ProofFormatException {
        if (file.equals(STANDARD_INPUT)) {
            return ProofFile.read(standardInput);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            return ProofFile.read(in);
        }
    }

    private static String why(Exception unreadable) {
        return switch (unreadable) {
            case ProofFormatException malformed -> String.valueOf(malformed.getMessage());
            case NoSuchFileException gone -> "no such file";
            default -> unreadable.toString();
        };
    }

    private void print(String file, Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                Printed.clean(file + ": " + (verdict.isProven() ? "proven: " : "NOT PROVEN: ") + verdict.subject()));
        verdict.violations().stream().limit(MOST_SHOWN).forEach(violation -> out.println("  " + Printed.of(violation)));
        if (verdict.violations().size() > MOST_SHOWN) {
            out.println("  and " + (verdict.violations().size() - MOST_SHOWN) + " more");
        }
        verdict.unproven()
                .forEach(what -> out.println(
                        Printed.clean("  " + what + ": the topology does not know its path, so nothing is proven")));
        out.flush();
    }
}
