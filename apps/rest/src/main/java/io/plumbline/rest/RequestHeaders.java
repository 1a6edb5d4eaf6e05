package io.plumbline.rest;

import io.javalin.http.Context;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.rest.json.InvalidInputException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The headers and query parameters that mean something here. */
final class RequestHeaders {
    private static final int LONGEST_KEY = 128;

    private RequestHeaders() {}

    /** The key under which a request may be repeated safely. */
    static Optional<String> idempotencyKey(Context ctx) throws InvalidInputException {
        List<String> keys = Collections.list(ctx.req().getHeaders("Idempotency-Key"));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        String key = keys.get(0);
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (keys.size() > 1 || key.isBlank() || key.length() > LONGEST_KEY || !printable) {
            throw new InvalidInputException(new InvalidField(
                    "Idempotency-Key",
                    "one header of 1 to " + LONGEST_KEY + " printable ASCII characters",
                    keys.size() > 1 ? keys.size() + " headers" : key.length() + " characters"));
        }
        return Optional.of(key);
    }

    /** Whether the client would rather not wait (RFC 7240, section 4.1). */
    static boolean respondAsync(Context ctx) {
        return Collections.list(ctx.req().getHeaders("Prefer")).stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(preference -> preference.split("[;=]", 2)[0].strip().toLowerCase(Locale.ROOT))
                .anyMatch("respond-async"::equals);
    }

    /** Whether the client asks for text rather than JSON: it names text/plain, and JSON not before it. */
    static boolean acceptsText(Context ctx) {
        String accept = String.join(",", Collections.list(ctx.req().getHeaders("Accept")))
                .toLowerCase(Locale.ROOT);
        int text = accept.indexOf("text/plain");
        int json = accept.indexOf(Json.JSON);
        return text >= 0 && (json < 0 || text < json);
    }

    /** A query parameter that is true or false; false when absent. */
    static boolean flag(Context ctx, String name) throws InvalidInputException {
        String value = ctx.queryParam(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new InvalidInputException(new InvalidField(name, "true or false", shown(value)));
    }

    static String shown(String value) {
        return '"' + (value.length() <= 64 ? value : value.substring(0, 64) + "...") + '"';
    }
}
