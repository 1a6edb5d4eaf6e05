package io.plumbline.proofs;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult;
import io.plumbline.pce.certificate.CheckResult.Violation;
import java.util.function.Function;

/**
 * The certificates of one guaranteed flow. Each needs nothing else to be proven anew: it says what was booked beside the flow when it was
 * written. Whether that is so, a ledger says.
 *
 * @param id of the flow
 * @param proofs one for each direction, at least one
 */
public record CertificateFile(String id, ImmutableList<Proof> proofs) implements ProofFile {
    static final String FORMAT = "plumbline-certificate-1";
    static final RecordType<CertificateFile> CONTENT = RecordType.of(CertificateFile.class);

    /**
     * The certificate of one direction.
     *
     * @param direction {@code forward} or {@code reverse}
     */
    public record Proof(String direction, @Unwrapped Certificate certificate) {}

    public CertificateFile {
        if (proofs.isEmpty()) {
            throw new IllegalArgumentException("proofs: none given, at least one is needed");
        }
    }

    @Override
    public Verdict verify() {
        return verdict("", CertificateChecker::check);
    }

    /**
     * Whether the ledger says the same of the network, of what was asked and of what is booked for it; and, when both are of one version, of
     * what is booked beside it. A flow that was changed, renewed or has ended since is no longer what its certificate says.
     */
    public Verdict verifyBeside(LedgerFile file) {
        return verdict(
                " beside ledger version " + file.ledger().version(),
                certificate -> CertificateChecker.checkBeside(
                        certificate, file.topology(), file.ledger(), file.reservations()));
    }

    private Verdict verdict(String beside, Function<Certificate, CheckResult> check) {
        ImmutableList.Builder<Violation> violations = ImmutableList.builder();
        ImmutableList.Builder<String> unproven = ImmutableList.builder();
        for (Proof proof : proofs) {
            CheckResult result = check.apply(proof.certificate());
            violations.addAll(result.violations());
            unproven.addAll(result.unproven());
        }
        long version = proofs.getFirst().certificate().ledgerVersion();
        return new Verdict(
                "certificate of " + id + " at ledger version " + version + beside,
                violations.build(),
                unproven.build());
    }
}
