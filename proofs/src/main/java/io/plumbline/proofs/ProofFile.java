package io.plumbline.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file that can be proven: what it claims stands or falls with the numbers in it. */
public sealed interface ProofFile permits CertificateFile, LedgerFile {
    /** The JSON of it. */
    ObjectNode json();

    /** Proves everything again. */
    Verdict verify();

    /** Reads either kind. */
    static ProofFile read(byte[] utf8) throws ProofFormatException {
        JsonNode root = StrictTree.parse(utf8);
        if (!(root instanceof ObjectNode object)) {
            throw RecordJson.wrong("", "not an object", "an object", root);
        }
        JsonNode format = object.remove("format");
        if (format == null) {
            throw new ProofFormatException("/format", "missing", LedgerFile.FORMAT + " or " + CertificateFile.FORMAT, "");
        }
        return switch (RecordJson.text(format, "/format")) {
            case LedgerFile.FORMAT -> LedgerFile.of(object);
            case CertificateFile.FORMAT -> CertificateFile.of(object);
            default ->
                throw RecordJson.wrong(
                        "/format", "unknown format", LedgerFile.FORMAT + " or " + CertificateFile.FORMAT, format);
        };
    }
}
