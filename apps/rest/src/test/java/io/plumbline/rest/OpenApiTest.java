package io.plumbline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.rest.wire.Problem;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final OpenApiDocument document = new OpenApiDocument();

    @Test
    void document_describesExactlyTheRoutes() throws Exception {
        try (RestLab lab = RestLab.start()) {
            Set<String> routes = new TreeSet<>();
            lab.server.routes().forEach(route -> routes.add(route.method() + " " + route.path()));
            assertThat(document.operations()).isEqualTo(routes);
        }
    }

    @Test
    void references_allPointSomewhere() {
        document.root().findValues("$ref").forEach(reference -> {
            String pointer = reference.textValue().substring(1).replace("/$defs/", "/components/schemas/");
            assertThat(document.root().at(pointer).isMissingNode())
                    .as(reference.textValue())
                    .isFalse();
        });
    }

    @Test
    void components_areAllUsed() {
        Set<String> used = new TreeSet<>();
        document.root().findValues("$ref").forEach(reference -> used.add(reference.textValue()));
        document.root()
                .path("components")
                .properties()
                .forEach(kind -> kind.getValue().fieldNames().forEachRemaining(name -> {
                    String reference = kind.getKey().equals("schemas")
                            ? "#/$defs/" + name
                            : "#/components/" + kind.getKey() + "/" + name;
                    // The stream of events has no schema for its data in OpenAPI 3.1; its text names Event.
                    assertThat(used.contains(reference) || name.equals("Event"))
                            .as(reference)
                            .isTrue();
                }));
    }

    @Test
    void examples_followTheirSchemas() {
        assertFollows("GuaranteedFlow", example("Request"));
        assertFollows("Flow", example("ActiveFlow"));
        assertFollows("Problem", example("InvalidRate"));
        assertFollows("Problem", example("RefusedForBandwidth"));
    }

    @Test
    void everyProblemCode_isDescribed() {
        Set<String> described = new TreeSet<>();
        document.root()
                .at("/components/schemas/Problem/properties/code/enum")
                .forEach(code -> described.add(code.asText()));
        Set<String> used = new TreeSet<>();
        Arrays.stream(Problem.Code.values()).forEach(code -> used.add(code.name()));
        assertThat(described).isEqualTo(used);
    }

    private JsonNode example(String name) {
        return document.root().path("components").path("examples").path(name).path("value");
    }

    private void assertFollows(String schema, JsonNode value) {
        assertThat(document.problems(
                        document.root().path("components").path("schemas").path(schema), value))
                .isEmpty();
    }
}
