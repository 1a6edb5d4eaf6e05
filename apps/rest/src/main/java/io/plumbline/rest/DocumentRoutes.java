package io.plumbline.rest;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;

/** What describes the API: the OpenAPI document, and a page of links for whoever opens the address in a browser. */
final class DocumentRoutes implements Route.Group {
    static final URL OPENAPI = Resources.getResource(DocumentRoutes.class, "openapi.yaml");
    private static final URL INDEX = Resources.getResource(DocumentRoutes.class, "index.html");

    @Override
    public ImmutableList<Route> routes() {
        return ImmutableList.of(
                Route.get("/", ctx -> send(ctx, INDEX, "text/html;charset=utf-8")),
                Route.get("/openapi.yaml", ctx -> send(ctx, OPENAPI, "application/yaml")));
    }

    private static void send(Context ctx, URL resource, String type) {
        try {
            ctx.status(200).contentType(type).result(Resources.toByteArray(resource));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
