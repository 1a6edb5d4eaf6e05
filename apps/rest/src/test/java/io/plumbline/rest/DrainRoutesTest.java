package io.plumbline.rest;

import static io.plumbline.rest.RestLab.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.rest.RestLab.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class DrainRoutesTest {
    private RestLab lab;
    private String flow;

    @BeforeEach
    void start() throws Exception {
        lab = RestLab.start();
        Answer made = lab.post("/v1/guaranteed-flows", asking("h1", "h2", 2001, 3_000_000));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        assertThat(made.text("/directions/0/path/0/name")).isEqualTo("s1/1->s2/1");
        flow = made.text("/id");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private String firstLink() throws Exception {
        return lab.get("/v1/guaranteed-flows/" + flow).text("/directions/0/path/0/name");
    }

    @Test
    void theImpactIsShownFirst_thenTheFlowIsMoved_andNoneComesUntilItIsTakenBack() throws Exception {
        String link = "{\"link\": \"s2/1->s1/1\"}";
        Answer would = lab.post("/v1/drain?dryRun=true", link);
        assertThat(would.status()).isEqualTo(200);
        assertThat(would.body().at("/done").asBoolean()).isFalse();
        assertThat(would.body().at("/links")).hasSize(2);
        assertThat(would.text("/impacts/0/guaranteedFlow")).isEqualTo(flow);
        assertThat(would.text("/impacts/0/fate")).isEqualTo("MOVED");
        assertThat(would.text("/impacts/0/newPath/0")).isEqualTo("s1/2->s3/1");
        assertThat(firstLink()).isEqualTo("s1/1->s2/1");

        Answer done = lab.post("/v1/drain", link);
        assertThat(done.status()).as(done.response().body()).isEqualTo(200);
        assertThat(done.body().at("/done").asBoolean()).isTrue();
        assertThat(done.body().at("/clear").asBoolean()).isTrue();
        assertThat(firstLink()).isEqualTo("s1/2->s3/1");
        assertThat(lab.get("/v1/guaranteed-flows/" + flow + "/evidence?read=true")
                        .status())
                .isEqualTo(200);
        assertThat(lab.get("/v1/guaranteed-flows/" + flow).text("/state")).isEqualTo("ACTIVE");

        assertThat(lab.post("/v1/undrain", link).status()).isEqualTo(200);
        Answer back = lab.post("/v1/drain", "{\"switch\": \"s3\"}");
        assertThat(back.text("/impacts/0/fate")).isEqualTo("MOVED");
        assertThat(firstLink()).isEqualTo("s1/1->s2/1");
    }

    @Test
    void whatCannotLeave_saysWhy() throws Exception {
        Answer answer = lab.post("/v1/drain", "{\"switch\": \"s1\"}");
        assertThat(answer.body().at("/clear").asBoolean()).isFalse();
        assertThat(answer.text("/impacts/0/fate")).isEqualTo("STAYS");
        assertThat(answer.text("/impacts/0/reason")).contains("is drained");
    }

    @Test
    void whatIsUnknown_orSaidWrongly_isNamed() throws Exception {
        assertThat(lab.post("/v1/drain", "{\"switch\": \"s9\"}").text("/code")).isEqualTo("NOT_FOUND");
        assertThat(lab.post("/v1/drain", "{}").text("/field")).isEqualTo("link");
        assertThat(lab.post("/v1/drain", "{\"link\": \"a\", \"switch\": \"b\"}").text("/value"))
                .contains("both");
        assertThat(lab.post("/v1/undrain?dryRun=1", "{\"switch\": \"s1\"}").text("/field"))
                .isEqualTo("dryRun");
    }
}
