package io.plumbline.cli;

import io.plumbline.pce.certificate.CheckResult.Violation;
import io.plumbline.proofs.ProofFile;
import io.plumbline.proofs.ProofFormatException;
import io.plumbline.proofs.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumb verify FILE...}: proves certificates and ledgers again, from files alone. */
@Command(
        name = "verify",
        description = {
            "Proves certificates and ledgers again, from files alone; no server is asked.",
            "",
            "A file is the answer of GET /v1/ledger or of GET /v1/guaranteed-flows/{id}/certificate. A ledger is proven over all time, with "
                    + "every promise in it; a certificate by what it says of itself. Every inequality that does not hold is named, with both sides, "
                    + "by how much, and the instant.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything in every file is proven",
            "1:something does not hold, cannot be looked at, or a file cannot be read",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final int LARGEST_FILE = 512 << 20;
    private static final int MOST_SHOWN = 100;
    private static final long SECOND = 1_000_000_000;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON of a ledger or a certificate; - for standard input.")
    private List<String> files;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean proven = true;
        for (String file : files) {
            proven &= verify(file, out);
            out.flush();
        }
        return proven ? 0 : 1;
    }

    private static boolean verify(String file, PrintWriter out) {
        Verdict verdict;
        try {
            verdict = ProofFile.read(bytes(file)).verify();
        } catch (ProofFormatException e) {
            out.println(file + ": NOT READ: " + e.getMessage());
            return false;
        } catch (IOException e) {
            out.println(file + ": NOT READ: " + e);
            return false;
        }
        out.println(file + ": " + (verdict.isProven() ? "proven: " : "NOT PROVEN: ") + verdict.subject());
        verdict.violations().stream().limit(MOST_SHOWN).forEach(violation -> out.println("  " + text(violation)));
        if (verdict.violations().size() > MOST_SHOWN) {
            out.println("  ... and " + (verdict.violations().size() - MOST_SHOWN) + " more");
        }
        verdict.unproven().forEach(what -> out.println("  " + what + ": not in the topology, so nothing is proven"));
        return verdict.isProven();
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new IOException("more than " + LARGEST_FILE + " bytes");
            }
            return bytes;
        }
    }

    private static String text(Violation violation) {
        String at = " at " + instant(violation.atNanos());
        String what = violation.where() + ": " + violation.inequality();
        boolean isFact = violation.left().equals(BigInteger.ONE) && violation.right().equals(BigInteger.ZERO);
        if (isFact) {
            return what + ": not so," + at;
        }
        String unit = unit(violation.inequality());
        if (violation.inequality().startsWith("states ")) {
            return what + ": " + violation.left() + unit + " stands there, " + violation.right() + unit
                    + " follows from the inputs," + at;
        }
        return what + ": " + violation.left() + unit + " > " + violation.right() + unit + ", by " + violation.excess()
                + unit + "," + at;
    }

    private static String instant(long nanos) {
        return nanos == Long.MAX_VALUE
                ? "the end of time"
                : Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND))
                        .toString();
    }

    /** What the two sides of an inequality are counted in; none where a name says nothing about it. */
    private static String unit(String inequality) {
        String name = inequality.replaceFirst("^states (left of |right of |slack of |calculated )?", "");
        if (name.startsWith("delay") || name.equals("linger") || name.equals("end-to-end")) {
            return " ns";
        } else if (name.startsWith("backlog") || name.startsWith("burst>=") || name.equals("packet<=L")) {
            return " bit";
        } else if (name.equals("stability") || name.equals("rate>=meter")) {
            return " bit/s";
        }
        return "";
    }
}
