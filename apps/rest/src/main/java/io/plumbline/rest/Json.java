package io.plumbline.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.plumbline.proofs.ProofFile;
import io.plumbline.rest.wire.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes answers: indented, since a person with curl is a client too. */
final class Json {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonMapper COMPACT = JsonMapper.builder().build();

    private Json() {}

    /** On one line, as an event stream needs it. */
    static String line(Object value) {
        return write(COMPACT, value);
    }

    static byte[] bytes(Object value) {
        return (write(MAPPER, value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static void answer(Context ctx, int status, Object value) {
        ctx.status(status).contentType(JSON).result(bytes(value));
    }

    /** Written while it is sent: a ledger may be large. */
    static void answer(Context ctx, ProofFile file) {
        try {
            file.write(ctx.status(200).contentType(JSON).outputStream());
        } catch (IOException gone) {
            // The client hung up, or read nothing for too long. Nobody else minds.
        }
    }

    static void answer(Context ctx, Problem problem) {
        ctx.status(problem.status()).contentType(PROBLEM).result(bytes(problem));
    }

    private static String write(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
