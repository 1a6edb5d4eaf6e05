package io.plumbline.rest;

import com.google.common.collect.ImmutableList;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** One method of one path. The same pairs stand in openapi.yaml; a test holds them to each other. */
record Route(Method method, String path, Handler handler) {
    /** The methods in use. */
    enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE;

        HandlerType type() {
            return switch (this) {
                case GET -> HandlerType.GET;
                case POST -> HandlerType.POST;
                case PUT -> HandlerType.PUT;
                case PATCH -> HandlerType.PATCH;
                case DELETE -> HandlerType.DELETE;
            };
        }
    }

    static Route get(String path, Handler handler) {
        return new Route(Method.GET, path, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(Method.POST, path, handler);
    }

    static Route put(String path, Handler handler) {
        return new Route(Method.PUT, path, handler);
    }

    static Route patch(String path, Handler handler) {
        return new Route(Method.PATCH, path, handler);
    }

    static Route delete(String path, Handler handler) {
        return new Route(Method.DELETE, path, handler);
    }

    /** A group of routes. */
    interface Group {
        ImmutableList<Route> routes();
    }
}
