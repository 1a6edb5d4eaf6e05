package io.plumbline.rest;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static io.plumbline.rest.RestLab.asking;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.Failure;
import io.plumbline.proofs.CertificateFile;
import io.plumbline.proofs.LedgerFile;
import io.plumbline.proofs.ProofFile;
import io.plumbline.rest.RestLab.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What is served can be saved and proven anew. */
class ProofRoutesTest {

    private static ProofFile saved(Answer answer) throws Exception {
        return ProofFile.read(new ByteArrayInputStream(answer.response().body().getBytes(UTF_8)));
    }

    @Test
    void ledger_andCertificates_areProvenFromWhatIsServed() throws Exception {
        try (RestLab lab = RestLab.start()) {
            assertThat(saved(lab.get("/v1/ledger")).verify().isProven()).isTrue();

            String both = ", \"direction\": \"both\"";
            Answer made = lab.post("/v1/guaranteed-flows", asking("h1", "h2", 3001, 2_000_000, both));
            lab.post("/v1/guaranteed-flows", asking("h3", "h4", 3002, 3_000_000));
            String released = lab.post("/v1/guaranteed-flows", asking("h4", "h3", 3003, 1_000_000))
                    .header("Location");
            lab.send("DELETE", released, null);

            Answer answer = lab.get("/v1/ledger");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            LedgerFile ledger = (LedgerFile) saved(answer);
            assertThat(ledger.verify().violations()).isEmpty();
            assertThat(ledger.verify().isProven()).isTrue();
            assertThat(ledger.reservations()).extracting(Reservation::id).contains("gf-1/forward", "gf-1/reverse");
            assertThat(ledger.topology().links().keySet())
                    .contains(ledger.reservations().getFirst().hops().getFirst().linkId());

            String self = made.header("Location");
            CertificateFile certificates = (CertificateFile) saved(lab.get(self + "/certificate"));
            assertThat(certificates.id()).isEqualTo(self.substring(self.lastIndexOf('/') + 1));
            assertThat(certificates.proofs())
                    .extracting(CertificateFile.Proof::direction)
                    .containsExactly("forward", "reverse");
            assertThat(certificates.verify().isProven()).isTrue();
        }
    }

    /** Ways out of failures, which no route asks for yet, are in the description, too. */
    @Test
    void openApi_describesWaysOutOfFailures() throws Exception {
        Pce pce = Networks.pce(
                1,
                topology(
                        ImmutableList.of(node("s1", 0, 0), node("s2", 0, 0), terminationPoint("t")),
                        ImmutableList.of(
                                link("a", "s1", "s2").build(),
                                link("b", "s1", "s2").riskGroups("duct").build(),
                                link("s2", "t").access().build())));
        PathRequest request =
                new PathRequest("r", "s1", "t", traffic(MEGA, 1000, 1), PolicedTraffic.NONE, 90 * MILLI, 0, MILLI);
        assertThat(pce.admit(ImmutableList.of(request.withProtection(Protection.backup(Failure.Kind.RISK_GROUP))), 0))
                .isInstanceOf(Admitted.class);

        JsonNode ledger = json(new LedgerFile(pce.topology(), pce.snapshot(), pce.reservations()));
        assertThat(ledger.findValuesAsText("role")).containsExactly("BACKUP");
        assertThat(ledger.at("/ledger/entries").findValues("failures")).anyMatch(failures -> !failures.isEmpty());
        assertFollows("Ledger", ledger);

        JsonNode certificate = json(new CertificateFile(
                "r",
                pce.reservations().stream()
                        .map(it -> new CertificateFile.Proof(
                                "forward", pce.certificate(it.id()).orElseThrow()))
                        .collect(ImmutableList.toImmutableList())));
        assertThat(certificate.findValues("failure")).anyMatch(JsonNode::isObject);
        assertFollows("Certificate", certificate);
    }

    private static JsonNode json(ProofFile file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static void assertFollows(String schema, JsonNode value) {
        OpenApiDocument document = new OpenApiDocument();
        assertThat(document.problems(
                        document.root().path("components").path("schemas").path(schema), value))
                .isEmpty();
    }
}
