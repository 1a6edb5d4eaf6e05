package io.plumbline.proofs;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult;
import io.plumbline.pce.certificate.CheckResult.Violation;

/**
 * The certificates of one guaranteed flow. Each needs nothing else to be proven anew: it says what was booked beside the flow when it was
 * written.
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
        ImmutableList.Builder<Violation> violations = ImmutableList.builder();
        ImmutableList.Builder<String> unproven = ImmutableList.builder();
        for (Proof proof : proofs) {
            CheckResult result = CertificateChecker.check(proof.certificate());
            violations.addAll(result.violations());
            unproven.addAll(result.unproven());
        }
        long version = proofs.getFirst().certificate().ledgerVersion();
        return new Verdict(
                "certificate of " + id + " at ledger version " + version, violations.build(), unproven.build());
    }
}
