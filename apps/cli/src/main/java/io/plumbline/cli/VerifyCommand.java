package io.plumbline.cli;

import io.plumbline.proofs.CertificateFile;
import io.plumbline.proofs.LedgerFile;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            "",
            "Each certificate is also compared with each ledger that is given with it: constants of the network, what was asked, what is"
                    + " booked.",
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
    private static final int PROVEN = 0;
    private static final int NOT_PROVEN = 1;
    private static final int NOT_READ = 2;

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

    @Override
    public Integer call() {
        Set<String> each = new LinkedHashSet<>(files);
        Map<String, ProofFile> read = new LinkedHashMap<>();
        each.forEach(file -> tryRead(file).ifPresent(content -> read.put(file, content)));
        boolean proven = true;
        for (Map.Entry<String, ProofFile> file : read.entrySet()) {
            proven &=
                    print(file.getKey(), "proven", "NOT PROVEN", file.getValue().verify());
        }
        for (Map.Entry<String, ProofFile> file : read.entrySet()) {
            for (Map.Entry<String, ProofFile> other : read.entrySet()) {
                if (file.getValue() instanceof CertificateFile certificates
                        && other.getValue() instanceof LedgerFile ledger) {
                    String both = file.getKey() + ", " + other.getKey();
                    proven &= print(both, "agree", "DO NOT AGREE", certificates.verifyBeside(ledger));
                }
            }
        }
        return read.size() < each.size() ? NOT_READ : proven ? PROVEN : NOT_PROVEN;
    }

    private Optional<ProofFile> tryRead(String file) {
        try {
            return Optional.of(read(file));
        } catch (ProofFormatException | IOException unreadable) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Printed.clean("plumb verify: " + file + ": " + why(unreadable)));
            err.flush();
            return Optional.empty();
        }
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

    /** Whether it is proven. */
    private boolean print(String file, String yes, String no, Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printed.clean(file + ": " + (verdict.isProven() ? yes : no) + ": " + verdict.subject()));
        verdict.violations().stream().limit(MOST_SHOWN).forEach(violation -> out.println("  " + Printed.of(violation)));
        if (verdict.violations().size() > MOST_SHOWN) {
            out.println("  and " + (verdict.violations().size() - MOST_SHOWN) + " more");
        }
        verdict.unproven()
                .forEach(what -> out.println(
                        Printed.clean("  " + what + ": the topology does not know its path, so nothing is proven")));
        out.flush();
        return verdict.isProven();
    }
}
