package io.plumbline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.io.Resources;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * openapi.yaml as a judge of what really goes over the wire. For answers every described object is closed: a member that the document
 * does not describe is an error as well.
 */
final class OpenApiDocument {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Set<String> NO_SCHEMAS_BELOW = Set.of("if", "then", "else", "examples", "example", "default");

    private final JsonNode root = read();
    private final ObjectNode definitions = closed();

    private static JsonNode read() {
        try {
            String text = Resources.toString(DocumentRoutes.OPENAPI, StandardCharsets.UTF_8);
            return new YAMLMapper().readTree(text.replace("#/components/schemas/", "#/$defs/"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    JsonNode root() {
        return root;
    }

    private ObjectNode closed() {
        ObjectNode schemas = root.at("/components/schemas").deepCopy();
        close(schemas);
        return schemas;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            boolean described = object.path("properties").isObject() && !object.has("additionalProperties");
            object.properties().forEach(member -> {
                if (!NO_SCHEMAS_BELOW.contains(member.getKey())) {
                    close(member.getValue());
                }
            });
            if (described) {
                object.put("additionalProperties", false);
            }
        } else {
            node.forEach(OpenApiDocument::close);
        }
    }

    /** {@code GET /v1/hosts}, of everything that the document describes. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Fails unless the document describes this answer. */
    void check(String method, String path, int status, String contentType, String body) throws IOException {
        String what = method + " " + path + " -> " + status + " " + contentType + "\n" + body;
        String template = template(path);
        JsonNode response = root.path("paths")
                .path(template)
                .path(method.toLowerCase(java.util.Locale.ROOT))
                .path("responses")
                .path(Integer.toString(status));
        assertThat(response.isMissingNode()).as("not described: " + what).isFalse();
        String type = contentType.split(";", 2)[0];
        JsonNode media = resolve(response).path("content").path(type);
        assertThat(media.isMissingNode())
                .as("media type not described: " + what)
                .isFalse();
        if (type.endsWith("json")) {
            assertThat(problems(media.path("schema"), new YAMLMapper().readTree(body)))
                    .as(what)
                    .isEmpty();
        }
    }

    /** Where a value breaks a schema of this document. */
    Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        close(whole);
        whole.set("$defs", definitions);
        JsonSchema judge = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        whole,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        return judge.validate(value);
    }

    /** What a reference in {@code components} points to. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private String template(String path) {
        String bare = path.split("\\?", 2)[0];
        for (String template : (Iterable<String>) () -> root.path("paths").fieldNames()) {
            if (Pattern.matches(template.replaceAll("\\{[^}]*}", "[^/]+"), bare)) {
                return template;
            }
        }
        return fail("no such path in openapi.yaml: " + path);
    }
}
