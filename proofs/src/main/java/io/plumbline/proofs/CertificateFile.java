package io.plumbline.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult;
import io.plumbline.pce.certificate.CheckResult.Violation;

/**
 * The certificates of one guaranteed flow. Each needs nothing else to be proven again: it says what was booked beside the flow when it was
 * written. Whether that is what the network's ledger holds, only the {@link LedgerFile} says.
 *
 * @param id of the flow
 * @param proofs one for each direction
 */
public record CertificateFile(String id, ImmutableList<Proof> proofs) implements ProofFile {
    static final String FORMAT = "plumbline-certificate-1";

    /** The certificate of one direction. */
    public record Proof(String direction, Certificate certificate) {}

    @Override
    public ObjectNode json() {
        ObjectNode file = JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("id", id);
        ArrayNode array = file.putArray("proofs");
        for (Proof proof : proofs) {
            ObjectNode members = array.addObject().put("direction", proof.direction());
            members.setAll(RecordJson.write(proof.certificate()));
        }
        return file;
    }

    static CertificateFile of(ObjectNode content) throws ProofFormatException {
        RecordJson.refuseUnknown(content, ImmutableSet.of("id", "proofs"), "");
        JsonNode proofs = required(content, "proofs", "");
        if (!(proofs instanceof ArrayNode array) || array.isEmpty()) {
            throw RecordJson.wrong("/proofs", "no proofs", "an array of at least one", proofs);
        }
        ImmutableList.Builder<Proof> read = ImmutableList.builder();
        for (int i = 0; i < array.size(); i++) {
            read.add(proof(array.get(i), "/proofs/" + i));
        }
        return new CertificateFile(RecordJson.text(required(content, "id", ""), "/id"), read.build());
    }

    private static Proof proof(JsonNode node, String pointer) throws ProofFormatException {
        if (!(node instanceof ObjectNode object)) {
            throw RecordJson.wrong(pointer, "not an object", "an object", node);
        }
        String direction = RecordJson.text(required(object, "direction", pointer), pointer + "/direction");
        object.remove("direction");
        return new Proof(direction, RecordJson.read(Certificate.class, object, pointer));
    }

    private static JsonNode required(ObjectNode object, String name, String pointer) throws ProofFormatException {
        JsonNode member = object.get(name);
        if (member == null) {
            throw new ProofFormatException(pointer + "/" + name, "missing", "", "");
        }
        return member;
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
